package dev.confab.transport.model

/**
 * What is known of a conversation beside its messages. Changed as a whole, so that a new message copies none of it.
 *
 * @property opening what it was made with, and how that was changed since, as long as the service does not know it.
 * @property isListed whether the service told of it: until then only its place is known.
 */
internal data class ConversationFacts(
    val serverId: String? = null,
    val opening: NewConversation? = null,
    val isListed: Boolean = false,
    val subject: String? = null,
    val participants: List<Participant> = emptyList(),
    val status: ConversationStatus = ConversationStatus.OPEN,
    val isActive: Boolean = true,
    val unreadCount: Int? = null,
    val totalCount: Int? = null,
    val lastUpdatedMillis: Long? = null,
    val lastAccessedMillis: Long? = null,
    val sensitivity: Sensitivity = Sensitivity.NORMAL,
    val composing: List<Participant> = emptyList(),
    val draft: Draft = Draft.EMPTY,
    val capabilities: Map<Capability, CapabilityStatus> = emptyMap(),
) {
    companion object {
        /** Of a conversation of which nothing but its messages is known. */
        val NONE = ConversationFacts()

        /** Of a conversation that was made here. */
        fun ofDraft(opening: NewConversation): ConversationFacts = ConversationFacts(
            opening = opening,
            subject = opening.subject,
            participants = opening.participantAddresses.map { Participant(Participant.Kind.UNKNOWN, null, null, it, false) },
            status = ConversationStatus.DRAFT,
            sensitivity = opening.sensitivity,
        )
    }
}
