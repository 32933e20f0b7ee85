package dev.confab.transport.session

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.session.SessionEffect.SaveOutbox
import dev.confab.transport.store.OutboxRecord
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.persistentListOf
import kotlinx.collections.immutable.toPersistentList

/**
 * The messages on their way, in the order of sending, and those that were given up and may be tried again.
 *
 * @property nextPosition the position of the next message.
 * @property nextSendTicks nothing goes out before: the pace.
 * @property paceAtTicks when the [TimerKey.Pace] fires that is running; null: none is.
 */
internal data class Outbox(
    val entries: PersistentList<OutboxEntry> = persistentListOf(),
    val wedged: PersistentList<Wedged> = persistentListOf(),
    val nextPosition: Long = 1,
    val nextSendTicks: Long = Long.MIN_VALUE,
    val paceAtTicks: Long? = null,
) {
    /** A message that was given up. */
    data class Wedged(val entry: OutboxEntry, val code: ErrorCode, val reason: String)

    /** Handed to the link: at most one of each conversation. */
    val inFlight: List<OutboxEntry> get() = entries.filter { it.stage == OutboxEntry.Stage.IN_FLIGHT }

    /** The next of each conversation, in the order of sending. */
    val heads: List<OutboxEntry> get() = entries.distinctBy(OutboxEntry::conversation)

    fun of(conversation: ConversationId): List<OutboxEntry> = entries.filter { it.conversation == conversation }

    /** [doubtful] of one conversation, without the one that may yet be proved on this link. */
    fun doubtful(conversation: ConversationId): List<OutboxEntry> =
        doubtful.filter { it.conversation == conversation && it.stage != OutboxEntry.Stage.IN_FLIGHT }

    /** Whether [message] may be an own one of this conversation that is in flight: then its proof is awaited. */
    fun awaits(conversation: ConversationId, message: Message): Boolean =
        entries.any { it.stage == OutboxEntry.Stage.IN_FLIGHT && it.conversation == conversation && it.mayBe(message) }

    /** In the order in which they left; those that were given up may have arrived too. */
    val doubtful: List<OutboxEntry>
        get() = (entries + wedged.map(Wedged::entry)).filter { it.doubt?.isFinal == false }.sortedBy(OutboxEntry::leftAs)

    /** Whether a further message would have to wait. */
    fun isFull(policy: OutboxPolicy): Boolean = entries.size >= policy.maxMessages || entries.sumOf(OutboxEntry::bytes) >= policy.maxBytes

    /** Whether so many messages were given up and not looked after that no further one is taken. */
    fun isWedgedFull(policy: OutboxPolicy): Boolean =
        wedged.size >= policy.maxMessages || wedged.sumOf { it.entry.bytes } >= policy.maxBytes

    /** The conversation is over: of what was given up in it, nothing more will be found out. */
    fun withFinalDoubts(conversation: ConversationId): Outbox = copy(
        wedged = wedged
            .map { wedge ->
                if (wedge.entry.conversation != conversation) {
                    wedge
                } else {
                    wedge.copy(entry = wedge.entry.copy(doubt = wedge.entry.doubt?.copy(isFinal = true)))
                }
            }
            .toPersistentList(),
    )

    /** [entry] is proved by the message [serverId] of the service. What left before it and was given up arrived before it or never. */
    fun proved(entry: OutboxEntry, serverId: String?): Outbox {
        val rest = remove(entry.messageId)
        return rest.copy(wedged = rest.wedged.map { it.copy(entry = it.entry.olderThan(entry, serverId)) }.toPersistentList())
    }

    private fun OutboxEntry.olderThan(proved: OutboxEntry, serverId: String?): OutboxEntry {
        val doubt = doubt ?: return this
        val isLater = proved.conversation != conversation || proved.leftAs < leftAs || doubt.before != null
        return if (isLater) this else copy(doubt = doubt.copy(before = serverId))
    }

    /** The rows of those that were given up and of which this one knows more than [before] did. */
    fun rewrittenSince(before: Outbox): List<SaveOutbox> = wedged
        .filter { wedge -> before.wedged(wedge.entry.messageId).let { it != null && it != wedge } }
        .map { SaveOutbox(it.entry.record(OutboxRecord.Wedge(it.code, it.reason))) }

    /** What was written for [from] belongs to [to]: they are the same. */
    fun moved(from: ConversationId, to: ConversationId): Outbox {
        val move = { entry: OutboxEntry -> if (entry.conversation == from) entry.copy(conversation = to) else entry }
        return copy(
            entries = entries.map(move).toPersistentList(),
            wedged = wedged.map {
                it.copy(entry = move(it.entry))
            }.toPersistentList(),
        )
    }

    /** The rows of those that [before] had for another conversation, and that the store knows. */
    fun rowsOf(conversation: ConversationId, before: Outbox): List<SaveOutbox> = entries
        .filter {
            it.conversation == conversation && it.stage != OutboxEntry.Stage.WAITING &&
                before[it.messageId]?.conversation != conversation
        }
        .map { SaveOutbox(it.record()) } +
        wedged
            .filter { it.entry.conversation == conversation && before.wedged(it.entry.messageId)?.entry?.conversation != conversation }
            .map { SaveOutbox(it.entry.record(OutboxRecord.Wedge(it.code, it.reason))) }

    operator fun get(messageId: MessageId): OutboxEntry? = entries.firstOrNull { it.messageId == messageId }

    /** On its way or given up: one that was given up may be proved yet. */
    fun unproved(messageId: MessageId): OutboxEntry? = get(messageId) ?: wedged(messageId)?.entry

    fun wedged(messageId: MessageId): Wedged? = wedged.firstOrNull { it.entry.messageId == messageId }

    fun add(entry: OutboxEntry): Outbox = copy(entries = entries.add(entry), nextPosition = entry.position + 1)

    fun replace(entry: OutboxEntry): Outbox {
        val index = entries.indexOfFirst { it.messageId == entry.messageId }
        return if (index < 0) this else copy(entries = entries.set(index, entry))
    }

    /** Wherever it is. */
    fun remove(messageId: MessageId): Outbox {
        val index = entries.indexOfFirst { it.messageId == messageId }
        return if (index < 0) unwedge(messageId) else copy(entries = entries.removeAt(index))
    }

    fun wedge(wedge: Wedged): Outbox = remove(wedge.entry.messageId).copy(wedged = wedged.add(wedge))

    fun unwedge(messageId: MessageId): Outbox {
        val index = wedged.indexOfFirst { it.entry.messageId == messageId }
        return if (index < 0) this else copy(wedged = wedged.removeAt(index))
    }
}
