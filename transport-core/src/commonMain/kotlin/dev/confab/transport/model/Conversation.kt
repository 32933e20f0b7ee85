package dev.confab.transport.model

import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentSet
import kotlinx.collections.immutable.persistentHashSetOf
import kotlinx.collections.immutable.persistentListOf
import kotlinx.collections.immutable.toPersistentList

/**
 * One conversation: its messages, oldest first, ordered by the service's time, own messages without proof at the end; and, where a session
 * may have several, what the service tells of it.
 *
 * Immutable and cheap to change: a new value shares nearly everything with the old one, however long the conversation is.
 */
public class Conversation internal constructor(
    public val id: ConversationId,
    private val ordered: PersistentList<Message>,
    private val known: KnownIds,
    private val newest: Newest?,
    internal val facts: ConversationFacts,
) {
    /** A view, not a copy. */
    public val messages: List<Message> get() = ordered

    /** The service's id; null as long as it does not know the conversation, and on a back end with a single one. */
    public val serverId: String? get() = facts.serverId

    /** What it is about, or null. */
    public val subject: String? get() = facts.subject

    /** Who takes part, as the service tells it; in a draft: who is going to be invited, without oneself. */
    public val participants: List<Participant> get() = facts.participants

    /** Where it stands. */
    public val status: ConversationStatus get() = facts.status

    /** Whether the guest is in it and it takes contributions. */
    public val isActive: Boolean get() = facts.isActive

    /** How many messages the guest has not read, as the service counts; null where it does not tell. */
    public val unreadCount: Int? get() = facts.unreadCount

    /** How many messages it has, as the service counts, whether they are here or not; null where it does not tell. */
    public val totalCount: Int? get() = facts.totalCount

    /** When something happened in it last, in milliseconds since the epoch by the service's clock; null where it does not tell. */
    public val lastUpdatedMillis: Long? get() = facts.lastUpdatedMillis

    /** When the guest looked at it last, on any device, in milliseconds since the epoch; null where the service does not tell. */
    public val lastAccessedMillis: Long? get() = facts.lastAccessedMillis

    /** How it is to be treated. */
    public val sensitivity: Sensitivity get() = facts.sensitivity

    /** Who writes in it at this moment; empty on a back end with a single conversation, which tells it by events. */
    public val composing: List<Participant> get() = facts.composing

    /**
     * What was typed into it and not sent, without files, which belong to the session until a message carries them. Empty on a back end with
     * a single conversation: its draft is that of the client.
     */
    public val draft: Draft get() = facts.draft

    /** What can be done in it now, and if not, why. Holds every [Capability]; those of the whole session are as there. */
    public val capabilities: Map<Capability, CapabilityStatus> get() = facts.capabilities

    /** Whether something can be done in it now: from [capabilities]. */
    public fun capability(capability: Capability): CapabilityStatus =
        capabilities[capability] ?: CapabilityStatus.denied("The conversation has not been published yet.")

    internal constructor(id: ConversationId) : this(id, persistentListOf(), KnownIds.NONE, null, ConversationFacts.NONE)

    internal constructor(id: ConversationId, facts: ConversationFacts) : this(id, persistentListOf(), KnownIds.NONE, null, facts)

    internal fun with(facts: ConversationFacts): Conversation =
        if (facts == this.facts) this else Conversation(id, ordered, known, newest, facts)

    private fun with(messages: PersistentList<Message>, known: KnownIds = this.known, newest: Newest? = this.newest) =
        Conversation(id, messages, known, newest, facts)

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

    /** The message that the service calls so, under either of its ids. */
    internal fun findByServerId(serverId: String): Message? =
        if (serverId.isKnown()) ordered.lastOrNull { it.serverId == serverId || it.secondaryId == serverId } else null

    internal fun insert(message: Message): Conversation {
        val index = placeOf(message)
        return noting(message, if (index == ordered.size) ordered.add(message) else ordered.add(index, message))
    }

    /** Replaces the message with the same [Message.id]; its place follows its time. Without such a message, nothing changes. */
    internal fun update(message: Message): Conversation {
        val index = indexOf(message.id)
        if (index < 0) return this
        if (ordered[index].timeMillis == message.timeMillis) return noting(message, ordered.set(index, message))
        return with(ordered.removeAt(index)).insert(message)
    }

    /** The conversation is known up to [serverId], although that message itself is not here. */
    internal fun knownUpTo(serverId: String, timeMillis: Long?): Conversation =
        with(ordered, known + serverId, Newest(serverId, timeMillis))

    /** Empty but for own messages that are not proved. What was here is still recognised, should a late copy of it arrive. */
    internal fun begunAnew(): Conversation {
        val unproved = ordered.filter { it.status != MessageStatus.Sent && it.status != MessageStatus.Cancelled }
        return with(unproved.toPersistentList(), newest = null)
    }

    /** The ids of the service of all messages that are here now, both kinds. */
    internal fun serverIds(): Set<String> = ordered.flatMapTo(HashSet()) { listOfNotNull(it.serverId, it.secondaryId) }

    /** What comes from now on belongs to another session: nothing of it is known. */
    internal fun knownNoMore(): Conversation = with(ordered, newest = null)

    /**
     * Lets the oldest messages go, but none that is still on its way. In steps of some size, because shortening a persistent list at its
     * front costs its length.
     */
    internal fun retain(maxMessages: Int): Conversation {
        if (ordered.size <= maxMessages + maxMessages / SLACK) return this
        val excess = ordered.size - maxMessages
        val kept = ordered.filterIndexed { index, message -> index >= excess || message.status == MessageStatus.Sending }
        return if (kept.size == ordered.size) this else with(kept.toPersistentList())
    }

    private fun noting(message: Message, messages: PersistentList<Message>): Conversation {
        val seen = message.secondaryId?.let { known + it } ?: known
        val serverId = message.serverId ?: return with(messages, seen)
        val time = message.timeMillis
        val isNewest = newest == null || (newest.timeMillis ?: Long.MIN_VALUE) <= (time ?: Long.MIN_VALUE)
        return with(messages, seen + serverId, if (isNewest) Newest(serverId, time) else newest)
    }

    /** From the end, because what changes is nearly always recent. */
    private fun indexOf(messageId: MessageId): Int = ordered.indexOfLast { it.id == messageId }

    private fun placeOf(message: Message): Int {
        var place = ordered.size
        while (place > 0 && comesBefore(message, ordered[place - 1])) place--
        return place
    }

    override fun equals(other: Any?): Boolean =
        this === other || (other is Conversation && other.id == id && sameMessages(other.ordered) && other.facts == facts)

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
