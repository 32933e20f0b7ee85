package dev.confab.transport.backend

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery

/**
 * What is asked of a service about its conversations, or is to be done to one of them. Each says by which [ConversationAnswer] it is answered.
 * Conversations are named by the service's ids; messages and addresses, too.
 */
public sealed class ConversationQuestion {
    /** Who is reached under [addresses]? Answered by [ConversationAnswer.Validated] with one entry for each address. */
    public class ValidateAddresses(addresses: List<String>) : ConversationQuestion() {
        public val addresses: List<String> = addresses.toList()

        override fun equals(other: Any?): Boolean = other is ValidateAddresses && other.addresses == addresses

        override fun hashCode(): Int = addresses.hashCode()

        override fun toString(): String = "ValidateAddresses(${addresses.size})"
    }

    /**
     * Invite the owners of [addresses], which were validated where the back end can do that. Answered by [ConversationAnswer.Added]; an
     * address that the service does not take after all is rejected there.
     */
    public class AddParticipants(public val conversation: ConversationId, addresses: List<String>) : ConversationQuestion() {
        public val addresses: List<String> = addresses.toList()

        override fun equals(other: Any?): Boolean =
            other is AddParticipants && other.conversation == conversation && other.addresses == addresses

        override fun hashCode(): Int = conversation.hashCode() * 31 + addresses.hashCode()

        override fun toString(): String = "AddParticipants($conversation, ${addresses.size})"
    }

    /** Who takes part? Answered by [ConversationAnswer.Participants]. */
    public class FetchParticipants(public val conversation: ConversationId) : ConversationQuestion() {
        override fun equals(other: Any?): Boolean = other is FetchParticipants && other.conversation == conversation

        override fun hashCode(): Int = conversation.hashCode()

        override fun toString(): String = "FetchParticipants($conversation)"
    }

    /** Answered by [ConversationAnswer.Done]. */
    public class SetSubject(public val conversation: ConversationId, public val subject: String) : ConversationQuestion() {
        override fun equals(other: Any?): Boolean = other is SetSubject && other.conversation == conversation && other.subject == subject

        override fun hashCode(): Int = conversation.hashCode() * 31 + subject.hashCode()

        override fun toString(): String = "SetSubject($conversation)"
    }

    /** Answered by [ConversationAnswer.Found]; conversations that are not active may be among them. */
    public class SearchConversations(public val query: ConversationQuery) : ConversationQuestion() {
        override fun equals(other: Any?): Boolean = other is SearchConversations && other.query == query

        override fun hashCode(): Int = query.hashCode()

        override fun toString(): String = "SearchConversations($query)"
    }

    /**
     * Up to [max] messages right before or right after the one with the service's id [messageId]. Answered by [ConversationAnswer.Messages].
     *
     * @property before else after.
     */
    public class FetchMessages(
        public val conversation: ConversationId,
        public val messageId: String,
        public val before: Boolean,
        public val max: Int,
    ) : ConversationQuestion() {
        override fun equals(other: Any?): Boolean = other is FetchMessages &&
            other.conversation == conversation &&
            other.messageId == messageId &&
            other.before == before &&
            other.max == max

        override fun hashCode(): Int = conversation.hashCode() * 31 + messageId.hashCode()

        override fun toString(): String = "FetchMessages($conversation, ${if (before) "before" else "after"} $messageId, at most $max)"
    }

    /**
     * The guest has read the messages with these ids of the service; null: all of the conversation. May be asked again after a loss of the
     * link. Answered by [ConversationAnswer.Done].
     */
    public class MarkAsRead(public val conversation: ConversationId, messageIds: List<String>?) : ConversationQuestion() {
        public val messageIds: List<String>? = messageIds?.toList()

        override fun equals(other: Any?): Boolean =
            other is MarkAsRead && other.conversation == conversation && other.messageIds == messageIds

        override fun hashCode(): Int = conversation.hashCode() * 31 + messageIds.hashCode()

        override fun toString(): String = "MarkAsRead($conversation, ${messageIds?.size ?: "all"})"
    }

    /**
     * Take the guest out of the conversation. May be asked again after a loss of the link, so that one which was left already counts as left.
     * Answered by [ConversationAnswer.Done]; no [LinkEvent.ConversationGone] need follow.
     */
    public class Leave(public val conversation: ConversationId) : ConversationQuestion() {
        override fun equals(other: Any?): Boolean = other is Leave && other.conversation == conversation

        override fun hashCode(): Int = conversation.hashCode()

        override fun toString(): String = "Leave($conversation)"
    }

    /** The guest looks at the conversation now. Answered by [ConversationAnswer.Done]. */
    public class MarkAsAccessed(public val conversation: ConversationId) : ConversationQuestion() {
        override fun equals(other: Any?): Boolean = other is MarkAsAccessed && other.conversation == conversation

        override fun hashCode(): Int = conversation.hashCode()

        override fun toString(): String = "MarkAsAccessed($conversation)"
    }
}
