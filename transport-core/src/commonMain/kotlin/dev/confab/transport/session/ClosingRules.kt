package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CloseLink
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.StartTimer
import kotlinx.collections.immutable.persistentListOf

/** Ending the session from this side: by a wish, by another owner, or because going on would not help. */
internal class ClosingRules(
    private val policies: SessionPolicies,
    private val outbox: OutboxRules,
    private val changes: ChangeRules,
    private val loss: LossRules,
) {
    fun disconnect(session: Session, input: SessionInput.Disconnect): Step {
        val waiting = session.copy(disconnectCalls = session.disconnectCalls.add(input.call))
        return when (session.phase) {
            is Phase.Idle, is Phase.Closed, is Phase.Failed, is Phase.Disposed -> session.step(CompleteCall(input.call, Unit))

            is Phase.Closing -> waiting.step()

            is Phase.Waiting ->
                failConnects(waiting, "disconnect() was called before the session was ready.")
                    .plus(CancelTimer(TimerKey.Reconnect(session.link + 1)))
                    .then(changes::dropped)
                    .then { ended(it, Session.CLOSED_NORMALLY, CLOSED_BY_USER) }

            is Phase.Opening, is Phase.Live ->
                failConnects(waiting, "disconnect() was called before the session was ready.")
                    .then(::quiet)
                    .then(Session::heldTold)
                    .then(changes::dropped)
                    .then {
                        it.copy(phase = Phase.Closing(Session.CLOSED_NORMALLY, CLOSED_BY_USER)).step(
                            CloseLink(it.link, CloseReason(CloseReason.NORMAL, CLOSED_BY_USER)),
                            StartTimer(TimerKey.Close(it.link), policies.closeTimeoutMillis),
                        )
                    }
        }
    }

    /** Final. The caller of the machine stops every timer and frees every resource afterwards. */
    fun close(session: Session, input: SessionInput.Close): Step =
        failConnects(session, SessionMachine.CLIENT_CLOSED, ErrorCode.CLIENT_CLOSED)
            .then(outbox::linkLost)
            .then(loss::recoveryLost)
            .then(Session::heldTold)
            .then(outbox::abandon)
            .then { it.step(it.waitingCalls().map { call -> FailCall(call, ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED) }) }
            .then { it.step(it.disconnectCalls.map { call -> CompleteCall(call, Unit) }) }
            .then {
                it
                    .copy(
                        phase = Phase.Disposed,
                        disconnectCalls = persistentListOf(),
                        healthCalls = persistentListOf(),
                        clearCalls = persistentListOf(),
                        lanes = it.lanes.mapLanes { lane -> lane.copy(historyCalls = persistentListOf()) },
                    ).step(CloseLink(it.link, CloseReason(CloseReason.NORMAL, CLOSED_BY_USER)), CompleteCall(input.call, Unit))
            }

    private fun Session.waitingCalls(): List<CallId> = healthCalls + clearCalls + historyCalls

    /** Takes a caller who gave up off the lists. */
    fun forget(session: Session, call: CallId): Session = session.copy(
        connectCalls = session.connectCalls.remove(call),
        disconnectCalls = session.disconnectCalls.remove(call),
        healthCalls = session.healthCalls.remove(call),
        clearCalls = session.clearCalls.remove(call),
        lanes = session.lanes.mapLanes { it.copy(historyCalls = it.historyCalls.remove(call)) },
        asks = session.asks.withoutCall(call),
    )

    /** Another node owns the session now: this client must not touch it any more. */
    fun ownershipLost(session: Session, input: SessionInput.StoreFailed): Step = when (session.phase) {
        is Phase.Failed, is Phase.Disposed -> session.step()

        is Phase.Idle, is Phase.Opening, is Phase.Waiting, is Phase.Live, is Phase.Closing, is Phase.Closed ->
            quiet(session)
                .plus(
                    CancelTimer(TimerKey.Reconnect(session.link + 1)),
                    CloseLink(session.link, CloseReason(CloseReason.NORMAL, "The session was taken over.")),
                ).then { fail(it, ErrorCode.OWNERSHIP_LOST, input.reason) }
    }

    /** Nothing goes out any more over this link, and nothing is awaited from it. */
    fun quiet(session: Session): Step = loss.quiet(session)

    fun closedForGood(session: Session, reason: CloseReason): Step {
        val clearing = session.change?.kind == Change.Kind.CLEAR
        // The last thing that a service does when it wipes a conversation.
        val settled = if (clearing) changes.cleared(session).plus(Deliver(MessagingEvent.ConnectionClosed(ClosedReason.CLEARED))) else null
        return (settled ?: session.step())
            .then(::quiet)
            .then { failConnects(it, "The service closed the connection ($reason).") }
            .then(changes::dropped)
            .then { outbox.deserted(it, "The service closed the connection ($reason).") }
            .then { ended(it, reason.code, reason.text) }
    }

    fun ended(session: Session, code: Int, reason: String): Step = session
        .heldTold()
        .then { it.copy(phase = Phase.Closed(code, reason), disconnectCalls = persistentListOf()).step() }
        .then { it.step(session.disconnectCalls.map { call -> CompleteCall(call, Unit) }) }

    fun fail(session: Session, code: ErrorCode, message: String): Step = failConnects(session, message, code)
        .then(Session::heldTold)
        .then { outbox.wedgeAll(it, code, message) }
        .then { it.copy(phase = Phase.Failed(code, message), change = null).step() }

    /**
     * The service could not be reached. That says nothing about a message: who waits for one is told, and those that an earlier run left
     * stay on their way for the next connect.
     */
    fun giveUpForNow(session: Session, code: ErrorCode, message: String): Step = failConnects(session, message, code)
        .then(Session::heldTold)
        .then { outbox.wedgeAll(it, code, message) { entry -> entry.calls.isNotEmpty() } }
        .then(changes::dropped)
        .then { it.copy(phase = Phase.Failed(code, message)).step() }

    fun failConnects(session: Session, message: String, code: ErrorCode = ErrorCode.NOT_CONNECTED): Step = session
        .copy(connectCalls = persistentListOf())
        .step(session.connectCalls.map { FailCall(it, code, message) })

    private companion object {
        const val CLOSED_BY_USER = "The user has closed the connection."
    }
}
