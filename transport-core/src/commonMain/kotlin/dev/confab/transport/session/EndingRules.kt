package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CloseLink
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.SaveSession

/**
 * The service ends the session, or this connection to it. Each reason ends in one state, with the link closed:
 *
 * | Reason | State | Next connect |
 * | --- | --- | --- |
 * | cleared | Closed | the same guest, a new conversation |
 * | session limit, unknown | Closed | the same guest, the same conversation |
 * | signed in elsewhere, logged out | Closed | a fresh guest, under a new key |
 * | expired, not found | Error | the same guest; when the service refuses the key at opening, a fresh one |
 * | belongs to a signed-in guest (4017) | Error | a fresh guest, under a new key |
 * | must authenticate | Error | tries again under the same key |
 */
internal class EndingRules(
    private val connection: ConnectionRules,
    private val closing: ClosingRules,
    private val changes: ChangeRules,
    private val outbox: OutboxRules,
) {
    fun sessionEnded(session: Session, live: Phase.Live, event: LinkEvent.SessionEnded, input: SessionInput.Received): Step {
        val failure = event.failure
        val reason = reasonOf(session, event)
        // Closing all connections of the old conversation may have meant this one, too.
        if (session.change?.kind == Change.Kind.NEW_CHAT && event.isSilent) {
            return connection.silent(session, live, TransportFailure(ErrorCode.WEBSOCKET_ERROR, REPLACED), input.roll, input.now)
        }
        return settled(session, reason, failure, input.freshKey)
            .then(closing::quiet)
            .plus(CloseLink(session.link, CloseReason(CloseReason.NORMAL, "The session has ended.")))
            .then { entered(it, reason, failure) }
            .plus(Deliver(MessagingEvent.ConnectionClosed(reason)))
    }

    /** The service refuses to open the session. */
    fun refusedForGood(session: Session, failure: TransportFailure, freshKey: String?): Step {
        val step =
            when (failure.code) {
                ErrorCode.SESSION_HAS_EXPIRED, ErrorCode.SESSION_NOT_FOUND -> rotated(session, freshKey)
                ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED -> strangers(session, freshKey)
                else -> session.step()
            }
        val told = if (failure.failureClass == FailureClass.AUTH) listOf(Deliver(MessagingEvent.AuthorizationRequired)) else emptyList()
        return step.then { closing.fail(it, failure.code, failure.message) }.then { it.step(told) }
    }

    fun conversationDisconnected(session: Session, live: Phase.Live, event: LinkEvent.ConversationDisconnected): Step {
        val told = Deliver(MessagingEvent.ConversationDisconnected(event.conversation, event.readOnly))
        if (!event.readOnly) return session.step(told)
        return outbox.readOnly(session.copy(phase = live.copy(readOnly = true))).plus(told).then(changes::left)
    }

    /** A close without a word, while the conversation is being wiped, is the end of the wiping. */
    private fun reasonOf(session: Session, event: LinkEvent.SessionEnded): ClosedReason {
        val clearing = session.change?.kind == Change.Kind.CLEAR
        return if (clearing && event.isSilent) ClosedReason.CLEARED else event.reason
    }

    private val LinkEvent.SessionEnded.isSilent: Boolean
        get() = reason == ClosedReason.SESSION_LIMIT || reason == ClosedReason.UNKNOWN

    private fun settled(session: Session, reason: ClosedReason, failure: TransportFailure?, freshKey: String?): Step = when (reason) {
        ClosedReason.CLEARED -> changes.cleared(session)

        ClosedReason.SIGNED_IN -> strangers(session, freshKey)

        ClosedReason.LOGGED_OUT -> strangers(session, freshKey).plus(Deliver(MessagingEvent.Logout))

        ClosedReason.AUTHENTICATION_REQUIRED ->
            if (failure?.code == ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED) {
                strangers(session, freshKey)
            } else {
                session.step(Deliver(MessagingEvent.AuthorizationRequired))
            }

        ClosedReason.EXPIRED, ClosedReason.NOT_FOUND, ClosedReason.SESSION_LIMIT, ClosedReason.UNKNOWN -> session.step()
    }

    private fun entered(session: Session, reason: ClosedReason, failure: TransportFailure?): Step = when (reason) {
        ClosedReason.EXPIRED ->
            closing.fail(session, ErrorCode.SESSION_HAS_EXPIRED, failure?.message ?: "The session has expired.")

        ClosedReason.NOT_FOUND ->
            closing.fail(session, ErrorCode.SESSION_NOT_FOUND, failure?.message ?: "The service does not know the session.")

        ClosedReason.AUTHENTICATION_REQUIRED ->
            closing.fail(session, failure?.code ?: ErrorCode.AUTH_FAILED, failure?.message ?: "The guest must sign in.")

        ClosedReason.CLEARED,
        ClosedReason.SESSION_LIMIT,
        ClosedReason.SIGNED_IN,
        ClosedReason.LOGGED_OUT,
        ClosedReason.UNKNOWN,
        ->
            closing
                .failConnects(session, "The service ended the connection ($reason).")
                .then(changes::dropped)
                .then { outbox.deserted(it, "The service ended the connection ($reason).") }
                .then { closing.ended(it, Session.CLOSED_NORMALLY, "The service ended the connection ($reason).") }
    }

    /** Who comes next is another guest: nothing of the one before may be seen or sent any more, but what was given up. */
    private fun strangers(session: Session, freshKey: String?): Step = changes
        .begunAnew(session, Long.MAX_VALUE)
        .then { it.copy(attributes = AttributeState.EMPTY).step() }
        .then { rotated(it, freshKey) }

    /** The new key goes to the store at once, and is used only when it is there. */
    private fun rotated(session: Session, freshKey: String?): Step {
        if (freshKey == null) return session.step()
        val rotated = session.copy(sessionKey = freshKey, resumeState = null, keyUnsaved = true)
        return rotated.step(listOfNotNull(rotated.record?.let(::SaveSession)))
    }

    private companion object {
        const val REPLACED = "The service closed the connection while it began a new conversation."
    }
}
