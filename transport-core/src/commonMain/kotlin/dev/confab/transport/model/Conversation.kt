package dev.confab.transport.model

import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentSet
import kotlinx.collections.immutable.persistentHashSetOf
import kotlinx.collections.immutable.persistentListOf
import kotlinx.collections.immutable.toPersistentList

/**
 * The messages of one conversation, oldest first: ordered by the service's time, own messages without proof at the end.
 *
 * Immutable and cheap to change: a new value shares nearly everything with the old one, however long the conversation is.
 */
public class Conversation internal constructor(
    public val id: ConversationId,
    private val ordered: PersistentList<Message>,
    private val known: KnownIds,
    private val newest: Newest?,
) {
    /** A view, not a copy. */
    public val messages: List<Message> get() = ordered

    internal constructor(id: ConversationId) : this(id, persistentListOf(), KnownIds.NONE, null)

    /** The service's id of the newest message that was ever here, also when it was let go meanwhile. */
    internal val newestServerId: String? get() = newest?.serverId

    internal val newestTimeMillis: Long? get() = newest?.timeMillis

    /** Whether [message] was here already, by either id of the service. */
    internal fun holds(message: Message): Boolean = message.serverId.isKnown() || message.secondaryId.isKnown()

    /** The message that is here under another id of the service, although the service means the same one. */
    internal fun twin(message: Message): Message? =
        if (message.secondaryId.isKnown()) ordered.lastOrNull { it.secondaryId == message.secondaryId } else null

    private fun String?.isKnown(): Boolean = this != null && this in known

    internal fun find(id: MessageId): Message? = ordered.getOrNull(indexOf(id))

    internal fun insert(message: Message): Conversation {
        val index = placeOf(message)
        return noting(message, if (index == ordered.size) ordered.add(message) else ordered.add(index, message))
    }

    /** Replaces the message with the same [Message.id]; its place follows its time. Without such a message, nothing changes. */
    internal fun update(message: Message): Conversation {
        val index = indexOf(message.id)
        if (index < 0) return this
        if (ordered[index].timeMillis == message.timeMillis) return noting(message, ordered.set(index, message))
        return Conversation(id, ordered.removeAt(index), known, newest).insert(message)
    }

    /** The conversation is known up to [serverId], although that message itself is not here. */
    internal fun knownUpTo(serverId: String, timeMillis: Long?): Conversation =
        Conversation(id, ordered, known + serverId, Newest(serverId, timeMillis))

    /** Empty but for own messages that are not proved. What was here is still recognised, should a late copy of it arrive. */
    internal fun begunAnew(): Conversation {
        val unproved = ordered.filter { it.status != MessageStatus.Sent && it.status != MessageStatus.Cancelled }
        return Conversation(id, unproved.toPersistentList(), known, null)
    }

    /** The ids of the service of all messages that are here now, both kinds. */
    internal fun serverIds(): Set<String> = ordered.flatMapTo(HashSet()) { listOfNotNull(it.serverId, it.secondaryId) }

    /** What comes from now on belongs to another session: nothing of it is known. */
    internal fun knownNoMore(): Conversation = Conversation(id, ordered, known, null)

    /**
     * Lets the oldest messages go, but none that is still on its way. In steps of some size, because shortening a persistent list at its
     * front costs its length.
     */
    internal fun retain(maxMessages: Int): Conversation {
        if (ordered.size <= maxMessages + maxMessages / SLACK) return this
        val excess = ordered.size - maxMessages
        val kept = ordered.filterIndexed { index, message -> index >= excess || message.status == MessageStatus.Sending }
        return if (kept.size == ordered.size) this else Conversation(id, kept.toPersistentList(), known, newest)
    }

    private fun noting(message: Message, messages: PersistentList<Message>): Conversation {
        val seen = message.secondaryId?.let { known + it } ?: known
        val serverId = message.serverId ?: return Conversation(id, messages, seen, newest)
        val time = message.timeMillis
        val isNewest = newest == null || (newest.timeMillis ?: Long.MIN_VALUE) <= (time ?: Long.MIN_VALUE)
        return Conversation(id, messages, seen + serverId, if (isNewest) Newest(serverId, time) else newest)
    }

    /** From the end, because what changes is nearly always recent. */
    private fun indexOf(messageId: MessageId): Int = ordered.indexOfLast { it.id == messageId }

    private fun placeOf(message: Message): Int {
        var place = ordered.size
        while (place > 0 && comesBefore(message, ordered[place - 1])) place--
        return place
    }

    override fun equals(other: Any?): Boolean = this === other || (other is Conversation && other.id == id && sameMessages(other.ordered))

    override fun hashCode(): Int = id.hashCode() * 31 + ordered.size

    /** From the end: two values that differ nearly always differ there. */
    private fun sameMessages(others: PersistentList<Message>): Boolean =
        ordered === others || (ordered.size == others.size && ordered.indices.reversed().all { ordered[it] == others[it] })

    override fun toString(): String = "Conversation($id, ${ordered.size} messages)"

    internal class Newest(val serverId: String, val timeMillis: Long?)

    /** The newest ids that were seen, in two generations: bounded, and never forgetting the last [GENERATION]. */
    internal class KnownIds private constructor(private val young: PersistentSet<String>, private val old: PersistentSet<String>) {
        operator fun contains(id: String): Boolean = id in young || id in old

        operator fun plus(id: String): KnownIds = when {
            id in young -> this
            young.size < GENERATION -> KnownIds(young.add(id), old)
            else -> KnownIds(persistentHashSetOf(id), young)
        }

        companion object {
            val NONE = KnownIds(persistentHashSetOf(), persistentHashSetOf())
        }
    }

    private companion object {
        /** More than a reconnect can bring back: 20 pages of 25 by default. */
        const val GENERATION = 16_384
        const val SLACK = 4

        /** Equal times keep the order of the service's ids, so that every client shows the same. */
        fun comesBefore(left: Message, right: Message): Boolean {
            val leftTime = left.timeMillis ?: return false
            val rightTime = right.timeMillis ?: return true
            if (leftTime != rightTime) return leftTime < rightTime
            return left.serverId.orEmpty() < right.serverId.orEmpty()
        }
    }
}
