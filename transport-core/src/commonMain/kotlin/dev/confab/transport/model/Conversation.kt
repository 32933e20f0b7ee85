package dev.confab.transport.model

import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentSet
import kotlinx.collections.immutable.persistentHashSetOf
import kotlinx.collections.immutable.persistentListOf

/**
 * The messages of one conversation, oldest first: ordered by the service's time, own messages without proof at the end.
 *
 * Immutable and cheap to change: a new value shares nearly everything with the old one, however long the conversation is.
 */
public class Conversation internal constructor(
    public val id: ConversationId,
    private val ordered: PersistentList<Message>,
    private val serverIds: PersistentSet<String>,
) {
    /** A view, not a copy. */
    public val messages: List<Message> get() = ordered

    internal constructor(id: ConversationId) : this(id, persistentListOf(), persistentHashSetOf())

    /** Whether a message with this id of the service is here already. */
    internal fun holds(serverId: String): Boolean = serverId in serverIds

    internal fun find(id: MessageId): Message? = ordered.getOrNull(indexOf(id))

    internal fun insert(message: Message): Conversation {
        val index = placeOf(message)
        return Conversation(
            id,
            if (index == ordered.size) ordered.add(message) else ordered.add(index, message),
            message.serverId?.let(serverIds::add) ?: serverIds,
        )
    }

    /** Replaces the message with the same [Message.id]; its place follows its time. Without such a message, nothing changes. */
    internal fun update(message: Message): Conversation {
        val index = indexOf(message.id)
        if (index < 0) return this
        val old = ordered[index]
        if (old.timeMillis == message.timeMillis) {
            return Conversation(id, ordered.set(index, message), message.serverId?.let(serverIds::add) ?: serverIds)
        }
        return Conversation(id, ordered.removeAt(index), serverIds).insert(message)
    }

    internal fun remove(messageId: MessageId): Conversation {
        val index = indexOf(messageId)
        return if (index < 0) this else Conversation(id, ordered.removeAt(index), serverIds)
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

    private companion object {
        /** Equal times keep the order of the service's ids, so that every client shows the same. */
        fun comesBefore(left: Message, right: Message): Boolean {
            val leftTime = left.timeMillis ?: return false
            val rightTime = right.timeMillis ?: return true
            if (leftTime != rightTime) return leftTime < rightTime
            return left.serverId.orEmpty() < right.serverId.orEmpty()
        }
    }
}
