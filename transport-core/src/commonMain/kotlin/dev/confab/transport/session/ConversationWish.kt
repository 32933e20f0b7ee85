package dev.confab.transport.session

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Sensitivity

/** What a caller wants of the conversations of a session, or of one of them. */
internal sealed interface ConversationWish {
    /** About one conversation, which must be there. */
    sealed interface OfOne : ConversationWish {
        val conversation: ConversationId
    }

    /** @property id that nobody has used. */
    data class Create(val id: ConversationId, val opening: NewConversation) : ConversationWish

    data class Validate(val addresses: List<String>) : ConversationWish

    data class Search(val query: ConversationQuery) : ConversationWish

    data class Discard(override val conversation: ConversationId) : OfOne

    data class Add(override val conversation: ConversationId, val addresses: List<String>) : OfOne

    data class Remove(override val conversation: ConversationId, val addresses: List<String>) : OfOne

    data class Participants(override val conversation: ConversationId) : OfOne

    data class Subject(override val conversation: ConversationId, val subject: String) : OfOne

    data class Sensitive(override val conversation: ConversationId, val sensitivity: Sensitivity) : OfOne

    /** @property messageId the service's. */
    data class Messages(override val conversation: ConversationId, val messageId: String, val before: Boolean, val max: Int) : OfOne

    /** @property messages null: all. */
    data class Read(override val conversation: ConversationId, val messages: List<MessageId>?) : OfOne

    data class Accessed(override val conversation: ConversationId) : OfOne

    data class Leave(override val conversation: ConversationId) : OfOne
}
