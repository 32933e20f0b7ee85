package dev.confab.transport.session

import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.RequestId
import dev.confab.transport.model.AddressRejection
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.MessageId
import kotlinx.collections.immutable.PersistentList

/**
 * Something that was asked of the service about conversations.
 *
 * @property question with the session's own names of conversations.
 * @property calls who waits for the answer; nobody, when all gave up.
 * @property attempts how many links it was handed to.
 * @property isOut whether the link has it.
 */
internal data class Ask(
    val id: RequestId,
    val question: ConversationQuestion,
    val calls: PersistentList<CallId>,
    val purpose: Purpose = Purpose.Answer,
    val attempts: Int = 0,
    val isOut: Boolean = false,
) {
    /** The conversation that it is about, or null. */
    val conversation: ConversationId?
        get() = when (question) {
            is ConversationQuestion.AddParticipants -> question.conversation
            is ConversationQuestion.FetchMessages -> question.conversation
            is ConversationQuestion.FetchParticipants -> question.conversation
            is ConversationQuestion.Leave -> question.conversation
            is ConversationQuestion.MarkAsAccessed -> question.conversation
            is ConversationQuestion.MarkAsRead -> question.conversation
            is ConversationQuestion.SetSubject -> question.conversation
            is ConversationQuestion.SearchConversations -> null
            is ConversationQuestion.ValidateAddresses -> (purpose as? Purpose.Invite)?.conversation
        }

    /** Whether asking it twice does what asking it once does: then the next link is asked when this one is lost. */
    val isRepeatable: Boolean get() = question is ConversationQuestion.Leave || question is ConversationQuestion.MarkAsRead

    /** What the answer is for. */
    sealed interface Purpose {
        /** For the callers. */
        data object Answer : Purpose

        /**
         * One of the steps of an invitation.
         *
         * @property present who takes part already.
         * @property rejected what was found wanting so far.
         * @property isSure whether the service told in the course of it who takes part.
         */
        data class Invite(
            val conversation: ConversationId,
            val present: List<String>,
            val rejected: List<AddressRejection> = emptyList(),
            val isSure: Boolean = false,
        ) : Purpose

        /**
         * Who takes part, before [invite] goes on: somebody seems to be there already.
         *
         * @property addresses who is to be invited, where that has only begun.
         * @property validations what the service made of them, where it was asked already.
         */
        data class Look(val invite: Invite, val addresses: List<String>, val validations: List<AddressValidation>?) : Purpose

        /**
         * Messages that show as read already.
         *
         * @property flagged those that did not before.
         * @property unread how much the count of the unread fell.
         */
        data class Read(val flagged: List<MessageId>, val unread: Int) : Purpose
    }
}
