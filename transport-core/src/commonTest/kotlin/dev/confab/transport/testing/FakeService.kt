package dev.confab.transport.testing

import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId

/** What the service behind a [FakeTransport] remembers, over all links. */
class FakeService(private val now: () -> Long) {
    private var lastTime = 0L

    /** Everything that was stored, oldest first. */
    val history = ArrayList<Message>()

    /** The next requests for history fail. */
    val historyFailures = ArrayDeque<TransportFailure>()

    /** Stores a message; no two have the same time. */
    fun store(direction: Direction, text: String, serverId: String): Message {
        Secrets.register(text)
        lastTime = maxOf(now(), lastTime + 1)
        val message =
            Message
                .Builder(MessageId(serverId), direction)
                .serverId(serverId)
                .timeMillis(lastTime)
                .text(text)
                .build()
        history += message
        return message
    }

    internal fun answer(command: LinkCommand.FetchHistory): LinkEvent {
        historyFailures.removeFirstOrNull()?.let { return LinkEvent.HistoryFailed(command.conversation, it) }
        val end = history.size - (command.older?.value?.toInt() ?: 0)
        val start = maxOf(0, end - PAGE)
        val older = if (start == 0) null else Cursor("${history.size - start}")
        return LinkEvent.HistoryArrived(HistoryPage(command.conversation, history.subList(start, end).toList(), older))
    }

    companion object {
        /** Messages in a page of history. */
        const val PAGE: Int = 5
    }
}
