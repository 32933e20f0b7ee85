package dev.confab.transport.backend

import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded

/** What a service answers to a [ConversationQuestion]. */
public sealed class ConversationAnswer {
    /** It was done. */
    public data object Done : ConversationAnswer()

    /** See [ConversationQuestion.ValidateAddresses]. */
    public class Validated(validations: List<AddressValidation>) : ConversationAnswer() {
        public val validations: List<AddressValidation> = validations.toList()

        override fun equals(other: Any?): Boolean = other is Validated && other.validations == validations

        override fun hashCode(): Int = validations.hashCode()

        override fun toString(): String = "Validated(${validations.size})"
    }

    /** See [ConversationQuestion.AddParticipants]. */
    public class Added(public val outcome: ParticipantsAdded) : ConversationAnswer() {
        override fun equals(other: Any?): Boolean = other is Added && other.outcome == outcome

        override fun hashCode(): Int = outcome.hashCode()

        override fun toString(): String = "Added($outcome)"
    }

    /** See [ConversationQuestion.FetchParticipants]. */
    public class Participants(participants: List<Participant>) : ConversationAnswer() {
        public val participants: List<Participant> = participants.toList()

        override fun equals(other: Any?): Boolean = other is Participants && other.participants == participants

        override fun hashCode(): Int = participants.hashCode()

        override fun toString(): String = "Participants(${participants.size})"
    }

    /** See [ConversationQuestion.SearchConversations]. */
    public class Found(conversations: List<ListedConversation>) : ConversationAnswer() {
        public val conversations: List<ListedConversation> = conversations.toList()

        override fun equals(other: Any?): Boolean = other is Found && other.conversations == conversations

        override fun hashCode(): Int = conversations.hashCode()

        override fun toString(): String = "Found(${conversations.size})"
    }

    /** See [ConversationQuestion.FetchMessages]; the page has the messages that were asked for, oldest first. */
    public class Messages(public val page: HistoryPage) : ConversationAnswer() {
        override fun equals(other: Any?): Boolean = other is Messages && other.page == page

        override fun hashCode(): Int = page.hashCode()

        override fun toString(): String = "Messages($page)"
    }
}
