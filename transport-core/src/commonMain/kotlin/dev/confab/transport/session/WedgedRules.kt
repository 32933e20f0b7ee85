package dev.confab.transport.session

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.OutboxEntry.Stage
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.RemoveOutbox
import dev.confab.transport.session.SessionEffect.SaveOutbox
import kotlinx.collections.immutable.persistentHashSetOf

/** What an application can do about a message that was given up, or has not left yet: try again, change it, let it go. */
internal class WedgedRules(private val outbox: OutboxRules, private val capability: CapabilityRules) {
    fun retry(session: Session, input: SessionInput.Retry): Step {
        val draft = input.draft
        if (draft != null) {
            val conversation = session.outbox.unproved(input.messageId)?.conversation ?: ConversationId.MAIN
            capability.refusal(session, draft, input.messageId, conversation)?.let {
                return session.step(FailCall(input.call, it.code, it.message))
            }
        }
        outbox.refusedByPhase(session.phase)?.let { (code, message) -> return session.step(FailCall(input.call, code, message)) }
        val wedged = session.outbox.wedged(input.messageId)
        val waiting = session.outbox[input.messageId]
        val closed = wedged?.let { capability.closed(session, it.entry.conversation) }
        return when {
            closed != null -> session.step(FailCall(input.call, closed.code, closed.message))
            wedged != null -> sendAgain(session, wedged.entry, input)
            waiting == null -> session.step(unknown(input.call, input.messageId))
            draft == null -> session.copy(outbox = session.outbox.replace(waiting.copy(calls = waiting.calls.add(input.call)))).step()
            waiting.mayHaveArrived -> session.step(FailCall(input.call, ErrorCode.INVALID_ARGUMENT, ON_ITS_WAY))
            else -> change(session, waiting, draft, input.call)
        }
    }

    fun discard(session: Session, input: SessionInput.Discard): Step {
        val wedged = session.outbox.wedged(input.messageId)
        val waiting = session.outbox[input.messageId]
        val done = CompleteCall(input.call, Unit)
        return when {
            wedged != null -> letGo(session, wedged).plus(RemoveOutbox(input.messageId), done)

            waiting == null -> session.step(unknown(input.call, input.messageId))

            waiting.mayHaveArrived -> session.step(FailCall(input.call, ErrorCode.INVALID_ARGUMENT, ON_ITS_WAY))

            else ->
                outbox
                    .takeBack(session, waiting)
                    .then { it.step(waiting.calls.map { call -> FailCall(call, ErrorCode.CANCELLATION_ERROR, TAKEN_BACK) }) }
                    .plus(done)
                    .then { outbox.pump(it, input.now) }
        }
    }

    /** One that may have arrived is not shown as taken back. */
    private fun letGo(session: Session, wedged: Outbox.Wedged): Step {
        val next = session.copy(outbox = session.outbox.unwedge(wedged.entry.messageId))
        return if (wedged.entry.mayHaveArrived) next.step() else outbox.settle(next, wedged.entry, MessageStatus.Cancelled)
    }

    /**
     * At the end of the line: what was sent since keeps its order. Before the history was read on this link, it has the first word, as it has
     * of every message in doubt; after that the guest knows as much as anybody.
     */
    private fun sendAgain(session: Session, entry: OutboxEntry, input: SessionInput.Retry): Step {
        val again =
            entry.copy(
                position = session.outbox.nextPosition,
                draft = input.draft ?: entry.draft,
                stage = Stage.STORING,
                notBeforeTicks = Long.MIN_VALUE,
                calls = persistentHashSetOf(input.call),
                doubt = if (input.draft == null && session.isHistoryAhead(entry.conversation)) entry.leftInDoubt() else null,
                failures = 0,
            )
        val queued = session.copy(outbox = session.outbox.unwedge(entry.messageId).add(again))
        return shown(queued, again).plus(SaveOutbox(again.record()))
    }

    private fun Session.isHistoryAhead(conversation: ConversationId): Boolean =
        phase !is Phase.Live || phase.awaitsListing || recovery(conversation) != null

    private fun OutboxEntry.leftInDoubt(): OutboxEntry.Doubt? =
        doubt?.takeUnless { it.isFinal }?.let { it.copy(leftAs = it.leftAs ?: position, resend = true) }

    private fun change(session: Session, entry: OutboxEntry, draft: Draft, call: CallId): Step {
        val changed = entry.copy(draft = draft, calls = entry.calls.add(call), notBeforeTicks = Long.MIN_VALUE, failures = 0)
        if (entry.stage == Stage.WAITING) return session.copy(outbox = session.outbox.replace(changed)).step()
        val storing = changed.copy(stage = Stage.STORING)
        return shown(session.copy(outbox = session.outbox.replace(storing)), storing).plus(SaveOutbox(storing.record()))
    }

    private fun shown(session: Session, entry: OutboxEntry): Step {
        val message = entry.shownAs(MessageStatus.Sending)
        val conversation = session.conversation(entry.conversation)
        val next = if (conversation.find(entry.messageId) == null) conversation.insert(message) else conversation.update(message)
        return session.with(next).step(Deliver(MessagingEvent.MessageUpdated(entry.conversation, message)))
    }

    private fun unknown(call: CallId, messageId: MessageId) = FailCall(
        call,
        ErrorCode.INVALID_ARGUMENT,
        "No message $messageId waits to be sent: it was proved or taken back already, or it never was one of this session.",
    )

    private companion object {
        const val ON_ITS_WAY = "The message may have reached the service already: wait for its proof."
        const val TAKEN_BACK = "The message was discarded before it was sent."
    }
}
