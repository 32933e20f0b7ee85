package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Presence

/**
 * How far the messages of one session were read, and what its entries mean. Each entry comes out once and in order, although the service
 * repeats the whole list. Not thread-safe: its user applies one answer at a time.
 */
internal class NexusTranscript(val data: NexusSessionData, val guest: NexusGuest, read: Int) {
    /** The index of the newest entry that was seen. */
    var read: Int = read
        private set

    private var pending: Pending? = null

    private class Pending(val messageId: MessageId, val text: String, val after: Int, val accepted: Boolean)

    /** The entries that are new. */
    fun heard(entries: List<NexusEntry>): List<NexusEntry> {
        val fresh = entries.filter { it.index > read }.distinctBy { it.index }.sortedBy { it.index }
        read = maxOf(read, fresh.lastOrNull()?.index ?: 0)
        return fresh
    }

    fun sending(messageId: MessageId, text: String) {
        pending = Pending(messageId, text, read, accepted = false)
    }

    /** The service took it: then the guest's next words are this message, also when it changed them. */
    fun accepted() {
        pending = pending?.let { Pending(it.messageId, it.text, it.after, accepted = true) }
    }

    fun refused() {
        pending = null
    }

    fun eventsOf(entry: NexusEntry): List<LinkEvent> = when (entry.type) {
        NexusEntry.TEXT -> listOf(LinkEvent.MessageArrived(ConversationId.MAIN, message(entry), proofOf(entry)))
        NexusEntry.TYPING_STARTED -> typing(entry, typing = true)
        NexusEntry.TYPING_STOPPED -> typing(entry, typing = false)
        NexusEntry.PARTICIPANT_JOINED -> listOf(presence(entry, Presence.Kind.JOINED))
        NexusEntry.PARTICIPANT_LEFT -> listOf(presence(entry, Presence.Kind.LEFT))
        else -> listOf(LinkEvent.Unknown(entry.type.ifEmpty { "entry without type" }, entry.raw))
    }

    private fun proofOf(entry: NexusEntry): MessageId? {
        val sent = pending ?: return null
        if (!isOwn(entry) || entry.index <= sent.after) return null
        if (!sent.accepted && entry.text.orEmpty().spaced() != sent.text.spaced()) return null
        pending = null
        return sent.messageId
    }

    fun message(entry: NexusEntry): Message {
        // By its place and of one width, because ids of the same moment are ordered by their text, and the service's own are random.
        val serverId = "${data.sessionId}/${entry.index.toString().padStart(INDEX_DIGITS, '0')}"
        return Message
            .Builder(MessageId(serverId), if (isOwn(entry)) Direction.INBOUND else Direction.OUTBOUND)
            .serverId(serverId)
            .secondaryId(entry.id)
            .from(participant(entry))
            .text(entry.text.orEmpty())
            .timeMillis(entry.timeMillis)
            .build()
    }

    /** By the strongest sign that the service gives; the nickname alone is the weakest. */
    private fun isOwn(entry: NexusEntry): Boolean {
        val from = entry.from ?: return false
        return when {
            from.participantId != null && data.participantId.isNotEmpty() -> from.participantId == data.participantId
            from.type != null -> from.type.equals(CUSTOMER, ignoreCase = true)
            else -> from.nickname != null && from.nickname == guest.nickname
        }
    }

    /** Whether [entry] says that the guest has left, which ends the session. */
    fun isEnd(entry: NexusEntry): Boolean = entry.type == NexusEntry.PARTICIPANT_LEFT && isOwn(entry)

    /** Whether [entry] says that somebody else has left, after which nobody may be there any more. */
    fun mayBeEnd(entry: NexusEntry): Boolean = entry.type == NexusEntry.PARTICIPANT_LEFT && !isOwn(entry)

    private fun participant(entry: NexusEntry): Participant? = entry.from?.let {
        val kind = when {
            isOwn(entry) -> Participant.Kind.GUEST
            it.type.equals("Agent", ignoreCase = true) -> Participant.Kind.AGENT
            it.type.equals("System", ignoreCase = true) -> Participant.Kind.BOT
            else -> Participant.Kind.UNKNOWN
        }
        Participant(kind, it.nickname, null)
    }

    private fun typing(entry: NexusEntry, typing: Boolean): List<LinkEvent> = if (isOwn(entry)) {
        emptyList()
    } else {
        listOf(LinkEvent.Typing(ConversationId.MAIN, typing, if (typing) TYPING_MILLIS else 0, participant(entry)))
    }

    private fun presence(entry: NexusEntry, kind: Presence.Kind) = LinkEvent.PresenceChanged(
        ConversationId.MAIN,
        Presence(kind, null, null),
        if (isOwn(entry)) Direction.INBOUND else Direction.OUTBOUND,
        participant(entry),
    )

    private companion object {
        const val CUSTOMER = "Customer"
        const val TYPING_MILLIS = 30_000L
        const val INDEX_DIGITS = 10
    }
}

/** How words are spaced does not count: services trim, and change the ends of lines. */
private fun String.spaced(): String = trim().replace(BLANKS, " ")

private val BLANKS = Regex("\\s+")
