package dev.confab.transport.session

import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagePart
import kotlin.random.Random

/** The service of a [RandomWorld]: takes what is on the wire one by one, stores it, and has an answer ready that may never arrive. */
internal class RandomService(private val random: Random) {
    private val wire = ArrayDeque<LinkCommand>()
    private val answers = ArrayDeque<LinkEvent>()
    private var time = 0L

    /** Whether the next link begins a new conversation. */
    private var begins = true
    private var readOnly = false

    /** Where the conversation begins that can be read now. */
    private var visibleFrom = 0
    private val files = HashSet<AttachmentId>()

    /** What the service has, in order. */
    val stored = ArrayList<Message>()

    fun take(command: LinkCommand) {
        wire += command
    }

    /** The bytes take their time, and may break; what arrived is there, told or not. */
    fun upload(id: AttachmentId) {
        when (random.nextInt(6)) {
            0 -> answers += LinkEvent.AttachmentFailed(id, Task.UPLOAD, Samples.TRANSIENT)

            1 -> answers += LinkEvent.AttachmentFailed(id, Task.UPLOAD, Samples.PERMANENT)

            else -> {
                files += id
                answers += LinkEvent.UploadProgress(id, 500, 1_000)
                answers += LinkEvent.AttachmentUploaded(id, null)
            }
        }
    }

    private fun refreshed(id: AttachmentId): LinkEvent = if (id in files) {
        LinkEvent.AttachmentRefreshed(Attachment(id, null, 1_000, null, null, "https://files.example.org/$id"))
    } else {
        LinkEvent.AttachmentFailed(id, Task.REFRESH, TransportFailure(ErrorCode.ATTACHMENT_NOT_FOUND, "Not there."))
    }

    /** What the service says next, if anything. */
    fun speak(): LinkEvent? = answers.removeFirstOrNull()

    /** The same, and it is still to be said. */
    fun whisper(): LinkEvent? = answers.firstOrNull()

    /** The service works on the next command. */
    fun work() {
        when (val command = wire.removeFirstOrNull()) {
            null, is LinkCommand.IndicateTyping -> Unit

            is LinkCommand.Configure -> configure(command)

            is LinkCommand.ClearConversation -> clear()

            is LinkCommand.LeaveConversation -> leave()

            is LinkCommand.UploadAttachment, is LinkCommand.CancelUpload -> Unit

            is LinkCommand.DeleteAttachment -> {
                files -= command.id
                answers += LinkEvent.AttachmentDeleted(command.id)
            }

            is LinkCommand.RefreshAttachment -> answers += refreshed(command.id)

            is LinkCommand.Ask, is LinkCommand.ListConversations -> error("Not asked of a service with one conversation: $command")

            is LinkCommand.CheckHealth -> answers += LinkEvent.HealthChecked(null)

            is LinkCommand.FetchHistory -> answers += history(command)

            is LinkCommand.SendMessage ->
                when (random.nextInt(12)) {
                    0 -> answers += LinkEvent.Refused(command.messageId, command.attempt, Samples.TOO_FAST)

                    1 -> answers += LinkEvent.Refused(command.messageId, command.attempt, Samples.TOO_LONG)

                    else -> {
                        store(Direction.INBOUND, command.draft.text, "s-${command.messageId}", command.draft.attachments)
                        answers += Samples.arrived(stored.last(), command.messageId.value)
                    }
                }
        }
    }

    /** The agent ends the conversation: it can only be read from now on. */
    fun end(connected: Boolean) {
        readOnly = true
        if (connected) answers += LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true)
    }

    /** What the service says to a link that is opened. */
    fun accept(startNew: Boolean): SessionInfo {
        val isNew = begins || startNew
        if (isNew) anew()
        return Samples.info(newSession = isNew, readOnly = readOnly)
    }

    private fun configure(command: LinkCommand.Configure) {
        if (random.nextInt(8) == 0) {
            answers += LinkEvent.ChangeRefused(if (random.nextBoolean()) Samples.TOO_FAST else Samples.TOO_LONG)
        } else {
            answers += LinkEvent.InfoChanged(accept(command.startNew))
        }
    }

    private fun clear() {
        if (random.nextInt(4) == 0) {
            answers += LinkEvent.ChangeRefused(Samples.TOO_LONG)
        } else {
            begins = true
            answers += LinkEvent.SessionEnded(ClosedReason.CLEARED, null)
        }
    }

    private fun leave() {
        if (random.nextInt(4) == 0) answers += LinkEvent.ChangeRefused(Samples.TOO_LONG) else end(connected = true)
    }

    private fun anew() {
        visibleFrom = stored.size
        readOnly = false
        begins = false
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

    private fun store(direction: Direction, text: String, id: String, attachments: List<Attachment> = emptyList()) {
        time += random.nextLong(1, 5)
        val message = Samples.message(id, time, direction, text)
        stored += message.toBuilder().parts(message.parts + attachments.map(MessagePart::Attachment)).build()
    }

    private fun history(command: LinkCommand.FetchHistory): LinkEvent {
        if (random.nextInt(10) == 0) return LinkEvent.HistoryFailed(ConversationId.MAIN, Samples.TRANSIENT)
        val end = stored.size - (command.older?.value?.toInt() ?: 0)
        val start = maxOf(visibleFrom, end - PAGE)
        val older = if (start == visibleFrom) null else Cursor("${stored.size - start}")
        return LinkEvent.HistoryArrived(HistoryPage(ConversationId.MAIN, stored.subList(minOf(start, end), end).toList(), older))
    }

    private companion object {
        const val PAGE = 4
    }
}
