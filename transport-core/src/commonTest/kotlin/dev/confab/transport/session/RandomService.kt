package dev.confab.transport.session

import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import kotlin.random.Random

/** The service of a [RandomWorld]: takes what is on the wire one by one, stores it, and has an answer ready that may never arrive. */
internal class RandomService(private val random: Random) {
    private val wire = ArrayDeque<LinkCommand>()
    private val answers = ArrayDeque<LinkEvent>()
    private var time = 0L

    /** What the service has, in order. */
    val stored = ArrayList<Message>()

    fun take(command: LinkCommand) {
        wire += command
    }

    /** What the service says next, if anything. */
    fun speak(): LinkEvent? = answers.removeFirstOrNull()

    /** The service works on the next command. */
    fun work() {
        when (val command = wire.removeFirstOrNull()) {
            null, is LinkCommand.IndicateTyping -> Unit

            is LinkCommand.CheckHealth -> answers += LinkEvent.HealthChecked(null)

            is LinkCommand.FetchHistory -> answers += history(command)

            is LinkCommand.SendMessage ->
                when (random.nextInt(12)) {
                    0 -> answers += LinkEvent.Refused(command.messageId, Samples.TOO_FAST)

                    1 -> answers += LinkEvent.Refused(command.messageId, Samples.TOO_LONG)

                    else -> {
                        store(Direction.INBOUND, command.draft.text, "s-${command.messageId}")
                        answers += Samples.arrived(stored.last(), command.messageId.value)
                    }
                }
        }
    }

    /** An agent writes; who is connected hears it. */
    fun say(connected: Boolean) {
        store(Direction.OUTBOUND, "answer ${stored.size}", "a-${stored.size}")
        if (connected) answers += Samples.arrived(stored.last())
    }

    /** The connection is cut: what was under way may still have arrived, its answer did not. */
    fun cut() {
        repeat(random.nextInt(wire.size + 1)) { work() }
        wire.clear()
        answers.clear()
    }

    private fun store(direction: Direction, text: String, id: String) {
        time += random.nextLong(1, 5)
        stored += Samples.message(id, time, direction, text)
    }

    private fun history(command: LinkCommand.FetchHistory): LinkEvent {
        if (random.nextInt(10) == 0) return LinkEvent.HistoryFailed(ConversationId.MAIN, Samples.TRANSIENT)
        val end = stored.size - (command.older?.value?.toInt() ?: 0)
        val start = maxOf(0, end - PAGE)
        val older = if (start == 0) null else Cursor("${stored.size - start}")
        return LinkEvent.HistoryArrived(HistoryPage(ConversationId.MAIN, stored.subList(start, end).toList(), older))
    }

    private companion object {
        const val PAGE = 4
    }
}
