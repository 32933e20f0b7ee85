package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.session.SessionEffect.CloseLink
import dev.confab.transport.session.SessionEffect.StartTimer

/** What befalls the link from outside: it cannot be opened, it dies, it is closed, it falls silent. */
internal class ConnectionRules(
    private val policies: SessionPolicies,
    private val outbox: OutboxRules,
    private val changes: ChangeRules,
    private val opening: OpeningRules,
    private val closing: ClosingRules,
) {
    private val endings = EndingRules(this, closing, changes, outbox)

    fun linkFailed(session: Session, input: SessionInput.LinkFailed): Step = when (val phase = session.phase) {
        is Phase.Opening -> openFailed(session, phase, input)
        is Phase.Live -> lost(session, phase, input.failure, input.roll, input.now)
        is Phase.Closing -> opening.linkEnded(session, input.now)
        is Phase.Idle, is Phase.Waiting, is Phase.Closed, is Phase.Failed, is Phase.Disposed -> session.step()
    }

    fun linkClosed(session: Session, input: SessionInput.LinkClosed): Step =
        if (session.phase is Phase.Closing) opening.linkEnded(session, input.now) else session.step()

    /** The peer ended the link in an orderly way: the code says whether the session goes on over a new one. */
    fun closedByPeer(session: Session, live: Phase.Live, reason: CloseReason, input: SessionInput.Received): Step =
        when (FailureClass.ofCloseCode(reason.code)) {
            null -> closing.closedForGood(session, reason)

            FailureClass.TRANSIENT -> lost(session, live, closedBy(reason), input.roll, input.now)

            // It did not like what it was sent.
            FailureClass.PROTOCOL -> {
                val failure = closedBy(reason)
                lost(outbox.suspected(session, failure), live, failure, input.roll, input.now)
            }

            FailureClass.PERMANENT, FailureClass.AUTH ->
                closing.quiet(session).then {
                    closing.fail(
                        it,
                        ErrorCode.WEBSOCKET_ACCESS_DENIED,
                        "The service closed the connection and does not want it back ($reason).",
                    )
                }
        }

    private fun closedBy(reason: CloseReason) = TransportFailure(
        ErrorCode.WEBSOCKET_ERROR,
        "The service closed the connection ($reason).",
        ErrorCode.WEBSOCKET_ERROR.failureClass,
        RATE_PAUSE_MILLIS.takeIf { reason.code == ErrorCode.REQUEST_RATE_TOO_HIGH.value },
    )

    /** No proof in time: the link is not to be trusted any more, although it looks alive. */
    fun proofOverdue(session: Session, key: TimerKey.Proof, input: SessionInput.TimerFired): Step {
        val phase = session.phase
        val isInFlight = session.outbox[key.messageId]?.stage == OutboxEntry.Stage.IN_FLIGHT
        if (phase !is Phase.Live || key.link != session.link || !isInFlight) return session.step()
        val failure =
            TransportFailure(
                ErrorCode.PROOF_TIMEOUT,
                "The service did not answer a message within ${policies.outbox.proofTimeoutMillis} ms.",
            )
        return silent(outbox.suspected(session, failure) { it.messageId == key.messageId }, phase, failure, input.roll, input.now)
    }

    /** The service does not answer a wish of the guest. */
    fun changeOverdue(session: Session, key: TimerKey.Change, input: SessionInput.TimerFired): Step {
        val phase = session.phase
        val failure = changes.overdue(session, key)
        return if (failure == null ||
            phase !is Phase.Live
        ) {
            changes.askedAgain(session, key)
        } else {
            silent(session, phase, failure, input.roll, input.now)
        }
    }

    /** The link is not to be trusted any more. */
    fun silent(session: Session, live: Phase.Live, failure: TransportFailure, roll: Double, now: Now): Step = session
        .step(CloseLink(session.link, CloseReason(CloseReason.NORMAL, "No answer.")))
        .then { lost(it, live, failure, roll, now) }

    fun sessionEnded(session: Session, live: Phase.Live, event: LinkEvent.SessionEnded, input: SessionInput.Received): Step =
        endings.sessionEnded(session, live, event, input)

    fun conversationDisconnected(session: Session, live: Phase.Live, event: LinkEvent.ConversationDisconnected): Step =
        endings.conversationDisconnected(session, live, event)

    private fun openFailed(session: Session, phase: Phase.Opening, input: SessionInput.LinkFailed): Step {
        val failure = input.failure
        return when (failure.failureClass) {
            FailureClass.PERMANENT, FailureClass.AUTH -> endings.refusedForGood(session, failure, input.freshKey)

            FailureClass.TRANSIENT, FailureClass.PROTOCOL ->
                if (!phase.reconnecting && phase.attempt >= policies.reconnect.firstConnectAttempts) {
                    closing.giveUpForNow(session, failure.code, "${failure.message} (${phase.attempt} attempts)")
                } else {
                    wait(session, phase.attempt + 1, phase.reconnecting, failure, input.roll, input.now)
                }
        }
    }

    private fun lost(session: Session, live: Phase.Live, failure: TransportFailure, roll: Double, now: Now): Step {
        val stable = now.ticks - live.sinceTicks >= policies.reconnect.stableAfterMillis
        val attempt = if (stable) 1 else live.attempts + 1
        return closing.quiet(session).then { wait(it, attempt, reconnecting = true, failure, roll, now) }
    }

    private fun wait(session: Session, attempt: Int, reconnecting: Boolean, failure: TransportFailure, roll: Double, now: Now): Step {
        val asked = failure.retryAfterMillis ?: 0
        val delay = maxOf(policies.reconnect.backoff.delayMillis(attempt, roll), asked)
        return session
            .copy(phase = Phase.Waiting(attempt, reconnecting, now.epochMillis + delay, now.ticks + asked))
            .step(StartTimer(TimerKey.Reconnect(session.link + 1), delay))
    }

    private companion object {
        /** A close because of the rate says no time, but to come back at once would be one request too many again. */
        const val RATE_PAUSE_MILLIS = 1_000L
    }
}
