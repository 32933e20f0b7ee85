package dev.confab.transport.session

import dev.confab.transport.model.ConversationFacts
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.RemoveConversation

/**
 * The end of one of many conversations: nothing goes into it any more, nothing is awaited of it, and what was not proved is given up and kept.
 *
 * @property main what the conversation that needs no name is begun with, if there is one.
 */
internal class GoneRules(
    private val outbox: OutboxRules,
    private val history: HistoryRules,
    private val recovery: RecoveryRules,
    private val composing: ComposingRules,
    private val asks: AskRules,
    private val main: NewConversation?,
) {
    /** @param seen why, as far as the service tells: a list may show what the guest wished before the answer to the wish comes. */
    fun gone(session: Session, id: ConversationId, seen: ConversationRemoval, now: Now): Step {
        val before = session.conversations[id]?.takeIf { it.isActive } ?: return session.step()
        val reason = if (session.isLeaving(id)) ConversationRemoval.LEFT else seen
        val told = if (before.isShown) listOf(Deliver(MessagingEvent.ConversationRemoved(id, reason))) else emptyList()
        val status = if (reason == ConversationRemoval.CLOSED) ConversationStatus.CLOSED else ConversationStatus.LEFT
        return outbox
            .wedgeAll(session, ErrorCode.CONVERSATION_ENDED, ENDED) { it.conversation == id }
            .then { outbox.conversationOver(it, id) }
            .then { composing.silenced(it, id) }
            .then { unread(it, id) }
            .then { it.heldTold(id) }
            .then { history.over(it, id) }
            .then { asks.over(it, id) }
            .then { it.with(id, Lane.EMPTY).ended(id, status) }
            .then { it.step(listOf(RemoveConversation(id)) + told) }
            .then { if (id == ConversationId.MAIN && main != null) begunAnew(it, main) else it.step() }
            .then(recovery::resumedWhenDone)
            .then { outbox.admit(it) }
            .then { outbox.pump(it, now) }
    }

    /** What came over the live feed is told; what was missed before it will not be read any more. */
    private fun unread(session: Session, id: ConversationId): Step {
        val reading = session.recovery(id) ?: return session.step()
        return session.withoutRecovery(id).step(listOf(CancelTimer(TimerKey.History(session.link, id))) + reading.told())
    }

    /** It stays out of sight as long as messages that were given up in it are kept. */
    private fun Session.ended(id: ConversationId, status: ConversationStatus): Step {
        val conversation = conversation(id)
        val facts = conversation.facts.copy(status = status, isActive = false, isListed = false)
        return with(conversation.with(facts)).withoutEmpty(id).step()
    }

    /** The next message without a name begins another conversation. What was given up in the old one may be sent into it. */
    private fun begunAnew(session: Session, opening: NewConversation): Step {
        val fresh = session.conversation(ConversationId.MAIN).begunAnew().with(ConversationFacts.ofDraft(opening))
        return session.with(fresh).step()
    }

    private companion object {
        const val ENDED = "The conversation is over: nothing can be sent into it any more."
    }
}

/** Without a conversation that is over, unless a message of it is kept. */
internal fun Session.withoutEmpty(id: ConversationId): Session {
    val isNeeded = outbox.entries.any { it.conversation == id } || outbox.wedged.any { it.entry.conversation == id }
    return if (isNeeded || conversations[id]?.isActive != false) this else copy(conversations = conversations.remove(id))
}
