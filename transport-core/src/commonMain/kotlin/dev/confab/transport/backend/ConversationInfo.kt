package dev.confab.transport.backend

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Sensitivity

/**
 * What a service with many conversations tells of one of them.
 *
 * @property id the service's own id of it.
 * @property participants who takes part now, oneself among them with [Participant.isSelf] where the service names oneself.
 * @property isActive whether the guest is in it and it takes contributions; one that is not goes from the session.
 * @property isClosed whether nobody can contribute any more.
 * @property unreadCount how many of its messages the guest has not read, or null.
 * @property totalCount how many messages it has, or null.
 * @property lastUpdatedMillis when something happened in it last, in milliseconds since the epoch by the service's clock, or null.
 * @property lastAccessedMillis when the guest looked at it last, or null.
 */
public class ConversationInfo private constructor(builder: Builder) {
    public val id: ConversationId = builder.id
    public val subject: String? = builder.subject
    public val participants: List<Participant> = builder.participants
    public val isActive: Boolean = builder.isActive
    public val isClosed: Boolean = builder.isClosed
    public val unreadCount: Int? = builder.unreadCount
    public val totalCount: Int? = builder.totalCount
    public val lastUpdatedMillis: Long? = builder.lastUpdatedMillis
    public val lastAccessedMillis: Long? = builder.lastAccessedMillis
    public val sensitivity: Sensitivity = builder.sensitivity

    public fun toBuilder(): Builder = Builder(id)
        .subject(subject)
        .participants(participants)
        .active(isActive)
        .closed(isClosed)
        .unreadCount(unreadCount)
        .totalCount(totalCount)
        .lastUpdatedMillis(lastUpdatedMillis)
        .lastAccessedMillis(lastAccessedMillis)
        .sensitivity(sensitivity)

    override fun equals(other: Any?): Boolean = other is ConversationInfo &&
        other.id == id &&
        other.subject == subject &&
        other.participants == participants &&
        other.isActive == isActive &&
        other.isClosed == isClosed &&
        other.unreadCount == unreadCount &&
        other.totalCount == totalCount &&
        other.lastUpdatedMillis == lastUpdatedMillis &&
        other.lastAccessedMillis == lastAccessedMillis &&
        other.sensitivity == sensitivity

    override fun hashCode(): Int = id.hashCode()

    /** Without subject and names, which stay out of logs. */
    override fun toString(): String = "ConversationInfo($id, active=$isActive, closed=$isClosed, unread=$unreadCount of $totalCount)"

    /** Builds what is told of the conversation [id]: active, open, and of nothing else known. */
    public class Builder(internal val id: ConversationId) {
        internal var subject: String? = null
        internal var participants: List<Participant> = emptyList()
        internal var isActive: Boolean = true
        internal var isClosed: Boolean = false
        internal var unreadCount: Int? = null
        internal var totalCount: Int? = null
        internal var lastUpdatedMillis: Long? = null
        internal var lastAccessedMillis: Long? = null
        internal var sensitivity: Sensitivity = Sensitivity.NORMAL

        public fun subject(value: String?): Builder = apply { subject = value }

        public fun participants(value: List<Participant>): Builder = apply { participants = value.toList() }

        public fun active(value: Boolean): Builder = apply { isActive = value }

        public fun closed(value: Boolean): Builder = apply { isClosed = value }

        public fun unreadCount(value: Int?): Builder = apply { unreadCount = value }

        public fun totalCount(value: Int?): Builder = apply { totalCount = value }

        public fun lastUpdatedMillis(value: Long?): Builder = apply { lastUpdatedMillis = value }

        public fun lastAccessedMillis(value: Long?): Builder = apply { lastAccessedMillis = value }

        public fun sensitivity(value: Sensitivity): Builder = apply { sensitivity = value }

        public fun build(): ConversationInfo = ConversationInfo(this)
    }
}
