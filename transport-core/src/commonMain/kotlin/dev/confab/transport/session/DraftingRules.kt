package dev.confab.transport.session

import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationFacts
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.RemoveConversation
import dev.confab.transport.session.SessionEffect.RemoveOutbox

/** Conversations that were made here and that the service does not know: made, changed and let go without asking anybody. */
internal class DraftingRules(
    private val capability: CapabilityRules,
    private val outbox: OutboxRules,
    private val asks: AskRules,
    private val views: ConversationViews,
) {
    fun create(session: Session, call: CallId, wish: ConversationWish.Create): Step {
        val opening = wish.opening.withParticipantAddresses(wish.opening.participantAddresses.map(String::trim))
        val refusal = capability.subjectTooLong(session, opening.subject)
            ?: INVALID_SENSITIVITY.takeIf { opening.sensitivity == Sensitivity.UNKNOWN }
            ?: INVALID_ADDRESS.takeIf { opening.participantAddresses.any(String::isEmpty) }
        if (refusal != null) return session.step(FailCall(call, refusal.code, refusal.message))
        val made = session.with(Conversation(wish.id, ConversationFacts.ofDraft(opening)))
        return made.step(CompleteCall(call, views.of(made, made.conversation(wish.id))))
    }

    /** What may have begun it must be found out first. */
    fun discard(session: Session, call: CallId, id: ConversationId, now: Now): Step {
        val refusal = when {
            session.openingOf(id) == null -> WRONG_STATE to "The conversation $id is at the service: leave it."

            isUnderWay(session, id) ->
                WRONG_STATE to
                    "The conversation $id may have begun at the service already: wait for its first message."

            id == ConversationId.MAIN -> WRONG_STATE to "The main conversation is that of the options: it cannot be let go."

            else -> null
        }
        if (refusal != null) return session.step(FailCall(call, refusal.first, refusal.second))
        return removed(session, id, now).plus(CompleteCall(call, Unit))
    }

    fun isUnderWay(session: Session, id: ConversationId): Boolean = session.outbox.of(id).any { it.mayHaveArrived }

    /** With everything that was written for it: it has nowhere to go. */
    fun removed(session: Session, id: ConversationId, now: Now): Step {
        val written = session.outbox.of(id) + session.outbox.wedged.map { it.entry }.filter { it.conversation == id }
        return written
            .fold(session.step()) { step, entry ->
                step
                    // One that may have arrived is not shown as taken back.
                    .then { if (entry.mayHaveArrived) forgotten(it, entry) else outbox.takeBack(it, entry) }
                    .then { it.step(entry.calls.map { call -> FailCall(call, ErrorCode.CANCELLATION_ERROR, LET_GO) }) }
            }.then { it.copy(conversations = it.conversations.remove(id)).with(id, Lane.EMPTY).step() }
            .then { asks.over(it, id) }
            .then { it.step(RemoveConversation(id), Deliver(MessagingEvent.ConversationRemoved(id, ConversationRemoval.DISCARDED))) }
            .then { outbox.pump(it, now) }
    }

    private fun forgotten(session: Session, entry: OutboxEntry): Step =
        session.copy(outbox = session.outbox.remove(entry.messageId)).step(RemoveOutbox(entry.messageId))

    fun subject(session: Session, call: CallId, wish: ConversationWish.Subject): Step {
        val id = wish.conversation
        capability.subjectTooLong(session, wish.subject)?.let { return session.step(FailCall(call, it.code, it.message)) }
        val opening = session.openingOf(id)
        if (opening == null) {
            return if (session.phase is Phase.Live) {
                asks.ask(session, ConversationQuestion.SetSubject(id, wish.subject), call)
            } else {
                session.step(FailCall(call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))
            }
        }
        if (isUnderWay(session, id)) return session.step(FailCall(call, WRONG_STATE, BEGINS))
        val conversation = session.conversation(id)
        val facts = conversation.facts.copy(opening = opening.withSubject(wish.subject), subject = wish.subject)
        return session.with(conversation.with(facts)).step(CompleteCall(call, Unit))
    }

    fun sensitivity(session: Session, call: CallId, wish: ConversationWish.Sensitive): Step {
        val opening = session.openingOf(wish.conversation)
        val refusal = when {
            wish.sensitivity == Sensitivity.UNKNOWN -> INVALID_SENSITIVITY
            opening == null -> CapabilityRules.Refusal(WRONG_STATE, BEGUN)
            isUnderWay(session, wish.conversation) -> CapabilityRules.Refusal(WRONG_STATE, BEGINS)
            else -> null
        }
        if (refusal != null || opening == null) return session.step(FailCall(call, refusal?.code ?: WRONG_STATE, refusal?.message ?: BEGUN))
        val conversation = session.conversation(wish.conversation)
        val facts = conversation.facts.copy(opening = opening.withSensitivity(wish.sensitivity), sensitivity = wish.sensitivity)
        return session.with(conversation.with(facts)).step(CompleteCall(call, Unit))
    }

    internal companion object {
        val WRONG_STATE: ErrorCode = ErrorCode.WRONG_STATE
        const val BEGUN: String = "The conversation has begun: this can only be said before."
        const val BEGINS: String = "The first message of the conversation is on its way: wait for its proof."
        private const val LET_GO = "The conversation was let go before the message was sent."
        private val INVALID_SENSITIVITY =
            CapabilityRules.Refusal(ErrorCode.INVALID_ARGUMENT, "UNKNOWN is no sensitivity that could be set: take another one.")
        private val INVALID_ADDRESS = CapabilityRules.Refusal(ErrorCode.INVALID_ARGUMENT, "An address of a participant is empty.")
    }
}
