package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.StorePolicy
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CloseLink
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.OpenLink
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.session.SessionEffect.StartTimer
import kotlinx.collections.immutable.persistentListOf

/** Connecting, losing and regaining the link, and ending the session. */
internal class ConnectionRules(
    private val policies: SessionPolicies,
    private val outbox: OutboxRules,
    private val recovery: RecoveryRules,
) {
    fun connect(session: Session, input: SessionInput.Connect): Step {
        session.unreadable?.let { return session.step(FailCall(input.call, ErrorCode.STORE_FAILURE, it)) }
        val waiting = session.copy(connectCalls = session.connectCalls.add(input.call))
        return when (session.phase) {
            is Phase.Idle, is Phase.Closed, is Phase.Failed -> begin(waiting, input.freshKey, input.startNew, input.now)

            // A second caller shares the attempt that is under way; one that comes while the link closes gets a new link right after.
            is Phase.Opening, is Phase.Waiting, is Phase.Closing -> waiting.step()

            is Phase.Live -> session.step(CompleteCall(input.call, session.state))

            is Phase.Disposed -> session.step(FailCall(input.call, ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED))
        }
    }

    /** The key is the guest's identity: it is stored before the service hears it. */
    fun sessionSaved(session: Session, input: SessionInput.SessionSaved): Step {
        val saved = session.copy(keyUnsaved = false)
        val phase = saved.phase
        if (phase !is Phase.Opening || phase.stage != Phase.Stage.STORING) return saved.step()
        return open(saved, phase.attempt, phase.reconnecting, phase.startNew, input.now.epochMillis)
    }

    fun storeFailed(session: Session, input: SessionInput.StoreFailed): Step {
        val message = "The session could not be stored: ${input.reason}"
        val told = Deliver(MessagingEvent.Error(ErrorCode.STORE_FAILURE, message))
        val phase = session.phase
        if (phase !is Phase.Opening || phase.stage != Phase.Stage.STORING) return session.step(told)
        return when (policies.store) {
            StorePolicy.REQUIRE -> fail(session, ErrorCode.STORE_FAILURE, message)
            StorePolicy.CONTINUE_IN_MEMORY -> sessionSaved(session, SessionInput.SessionSaved(input.now)).plus(told)
        }
    }

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

    /** A network is there again: no reason to wait any longer, unless the service itself asked for it. */
    fun networkAvailable(session: Session, now: Now): Step {
        val phase = session.phase
        if (phase !is Phase.Waiting) return session.step()
        if (phase.notBeforeTicks > now.ticks) {
            val asked = phase.notBeforeTicks - now.ticks
            return session
                .copy(phase = phase.copy(nextAtMillis = now.epochMillis + asked))
                .step(StartTimer(TimerKey.Reconnect(session.link + 1), asked))
        }
        return session
            .step(CancelTimer(TimerKey.Reconnect(session.link + 1)))
            .then { open(it, phase.attempt, phase.reconnecting, phase.startNew, now.epochMillis) }
    }

    fun linkConnected(session: Session): Step {
        val phase = session.phase
        return if (phase is Phase.Opening) session.copy(phase = phase.copy(stage = Phase.Stage.CONNECTED)).step() else session.step()
    }

    fun linkOpened(session: Session, input: SessionInput.LinkOpened): Step {
        val phase = session.phase
        // While the session closes, the close that is under way ends the link.
        if (phase !is Phase.Opening) return session.step()
        val info = input.info
        val attempts = if (phase.reconnecting) phase.attempt else 0
        val accepted = Phase.Live(info.readOnly, info.connected, info.newSession, attempts, input.now.ticks)
        val live =
            session.copy(
                phase = accepted,
                resumeState = info.resumeState,
                info = info,
                wasLive = true,
                connectCalls = persistentListOf(),
            )
        val effects =
            buildList {
                if (live.resumeState != session.resumeState) live.record?.let { add(SaveSession(it)) }
                session.connectCalls.forEach { add(CompleteCall(it, live.state)) }
            }
        // An attempt whose answer nobody heard may have begun the session, and what was said in it came to nobody.
        val begunUnheard = phase.attempt > 1 && !info.newSession
        return live.step(effects).then { recovery.opened(it, accepted, info, returning = session.wasLive || begunUnheard, input.now) }
    }

    fun linkFailed(session: Session, input: SessionInput.LinkFailed): Step = when (val phase = session.phase) {
        is Phase.Opening -> openFailed(session, phase, input)
        is Phase.Live -> lost(session, phase, input.failure, input.roll, input.now)
        is Phase.Closing -> linkEnded(session, input.now)
        is Phase.Idle, is Phase.Waiting, is Phase.Closed, is Phase.Failed, is Phase.Disposed -> session.step()
    }

    fun linkClosed(session: Session, input: SessionInput.LinkClosed): Step =
        if (session.phase is Phase.Closing) linkEnded(session, input.now) else session.step()

    /** The peer ended the link in an orderly way: the code says whether the session goes on over a new one. */
    fun closedByPeer(session: Session, live: Phase.Live, reason: CloseReason, input: SessionInput.Received): Step =
        when (FailureClass.ofCloseCode(reason.code)) {
            null -> closedForGood(session, reason)

            FailureClass.TRANSIENT, FailureClass.PROTOCOL ->
                lost(
                    session,
                    live,
                    TransportFailure(
                        ErrorCode.WEBSOCKET_ERROR,
                        "The service closed the connection ($reason).",
                        ErrorCode.WEBSOCKET_ERROR.failureClass,
                        RATE_PAUSE_MILLIS.takeIf { reason.code == ErrorCode.REQUEST_RATE_TOO_HIGH.value },
                    ),
                    input.roll,
                    input.now,
                )

            FailureClass.PERMANENT, FailureClass.AUTH ->
                quiet(session).then {
                    fail(it, ErrorCode.WEBSOCKET_ACCESS_DENIED, "The service closed the connection and does not want it back ($reason).")
                }
        }

    fun reconnectDue(session: Session, key: TimerKey.Reconnect): Step {
        val phase = session.phase
        if (phase !is Phase.Waiting || key.link != session.link + 1) return session.step()
        // The announced time, not the one at which the timer came: the state that applications see does not change by it.
        return open(session, phase.attempt, phase.reconnecting, phase.startNew, phase.nextAtMillis)
    }

    /** No proof in time: the link is not to be trusted any more, although it looks alive. */
    fun proofOverdue(session: Session, key: TimerKey.Proof, input: SessionInput.TimerFired): Step {
        val phase = session.phase
        val inFlight = session.outbox.inFlight
        if (phase !is Phase.Live || key.link != session.link || inFlight?.messageId != key.messageId) return session.step()
        val failure =
            TransportFailure(
                ErrorCode.PROOF_TIMEOUT,
                "The service did not answer a message within ${policies.outbox.proofTimeoutMillis} ms.",
            )
        return session
            .step(CloseLink(session.link, CloseReason(CloseReason.NORMAL, "No answer.")))
            .then { lost(it, phase, failure, input.roll, input.now) }
    }

    fun disconnect(session: Session, input: SessionInput.Disconnect): Step {
        val waiting = session.copy(disconnectCalls = session.disconnectCalls.add(input.call))
        return when (session.phase) {
            is Phase.Idle, is Phase.Closed, is Phase.Failed, is Phase.Disposed -> session.step(CompleteCall(input.call, Unit))

            is Phase.Closing -> waiting.step()

            is Phase.Waiting ->
                failConnects(waiting, "disconnect() was called before the session was ready.")
                    .plus(CancelTimer(TimerKey.Reconnect(session.link + 1)))
                    .then { ended(it, Session.CLOSED_NORMALLY, CLOSED_BY_USER) }

            is Phase.Opening, is Phase.Live ->
                failConnects(waiting, "disconnect() was called before the session was ready.")
                    .then(::quiet)
                    .then {
                        it.copy(phase = Phase.Closing(Session.CLOSED_NORMALLY, CLOSED_BY_USER)).step(
                            CloseLink(it.link, CloseReason(CloseReason.NORMAL, CLOSED_BY_USER)),
                            StartTimer(TimerKey.Close(it.link), policies.closeTimeoutMillis),
                        )
                    }
        }
    }

    fun closeOverdue(session: Session, key: TimerKey.Close, now: Now): Step =
        if (session.phase is Phase.Closing && key.link == session.link) linkEnded(session, now) else session.step()

    /** Final. The caller of the machine stops every timer and frees every resource afterwards. */
    fun close(session: Session, input: SessionInput.Close): Step =
        failConnects(session, SessionMachine.CLIENT_CLOSED, ErrorCode.CLIENT_CLOSED)
            .then(outbox::linkLost)
            .then(outbox::abandon)
            .then { it.step(it.healthCalls.map { call -> FailCall(call, ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED) }) }
            .then { it.step(it.disconnectCalls.map { call -> CompleteCall(call, Unit) }) }
            .then {
                it
                    .copy(phase = Phase.Disposed, disconnectCalls = persistentListOf(), healthCalls = persistentListOf())
                    .step(CloseLink(it.link, CloseReason(CloseReason.NORMAL, CLOSED_BY_USER)), CompleteCall(input.call, Unit))
            }

    /** Takes a caller who gave up off the lists. */
    fun forget(session: Session, call: CallId): Session = session.copy(
        connectCalls = session.connectCalls.remove(call),
        disconnectCalls = session.disconnectCalls.remove(call),
        healthCalls = session.healthCalls.remove(call),
    )

    fun infoChanged(session: Session, info: SessionInfo): Step {
        val next = session.copy(info = info, resumeState = info.resumeState ?: session.resumeState)
        return next.step(if (next.resumeState == session.resumeState) emptyList() else listOfNotNull(next.record?.let(::SaveSession)))
    }

    fun conversationDisconnected(session: Session, live: Phase.Live, event: LinkEvent.ConversationDisconnected): Step {
        val told = Deliver(MessagingEvent.ConversationDisconnected(event.conversation, event.readOnly))
        if (!event.readOnly) return session.step(told)
        // What may have arrived before is left to its proof, its refusal or the history.
        return outbox
            .wedgeAll(session.copy(phase = live.copy(readOnly = true)), ErrorCode.SESSION_READ_ONLY, OutboxRules.READ_ONLY) {
                !it.mayHaveArrived
            }
            .plus(told)
    }

    fun sessionEnded(session: Session, event: LinkEvent.SessionEnded): Step {
        val ended = quiet(session).plus(CloseLink(session.link, CloseReason(CloseReason.NORMAL, "The session has ended.")))
        val told = Deliver(MessagingEvent.ConnectionClosed(event.reason))
        val failure = event.failure
        return when (event.reason) {
            ClosedReason.EXPIRED ->
                ended.then { fail(it, ErrorCode.SESSION_HAS_EXPIRED, failure?.message ?: "The session has expired.") }

            ClosedReason.NOT_FOUND ->
                ended.then { fail(it, ErrorCode.SESSION_NOT_FOUND, failure?.message ?: "The service does not know the session.") }

            ClosedReason.AUTHENTICATION_REQUIRED ->
                ended.then { fail(it, failure?.code ?: ErrorCode.AUTH_FAILED, failure?.message ?: "The guest must sign in.") }

            ClosedReason.CLEARED,
            ClosedReason.SESSION_LIMIT,
            ClosedReason.SIGNED_IN,
            ClosedReason.LOGGED_OUT,
            ClosedReason.UNKNOWN,
            -> ended.then { ended(it, Session.CLOSED_NORMALLY, "The service ended the connection (${event.reason}).") }
        }.then { it.step(told) }
    }

    /** The link of a closing session is gone: the session is closed, unless somebody already wants it back. */
    fun linkEnded(session: Session, now: Now): Step {
        val closing = session.phase
        if (closing !is Phase.Closing) return session.step()
        return ended(session, closing.code, closing.reason)
            .plus(CancelTimer(TimerKey.Close(session.link)))
            .then { if (it.connectCalls.isEmpty()) it.step() else begin(it, it.sessionKey.orEmpty(), startNew = false, now) }
    }

    private fun begin(session: Session, freshKey: String, startNew: Boolean, now: Now): Step {
        if (session.sessionKey != null && !session.keyUnsaved) return open(session, 1, false, startNew, now.epochMillis)
        val keyed =
            session.copy(
                sessionKey = session.sessionKey ?: freshKey,
                keyUnsaved = true,
                phase = Phase.Opening(1, false, startNew, Phase.Stage.STORING, now.epochMillis),
            )
        return keyed.step(listOfNotNull(keyed.record?.let(::SaveSession)))
    }

    private fun open(session: Session, attempt: Int, reconnecting: Boolean, startNew: Boolean, beganAtMillis: Long): Step {
        val link = session.link + 1
        val isRetry = reconnecting || attempt > 1
        return session
            .copy(link = link, phase = Phase.Opening(attempt, reconnecting, startNew, Phase.Stage.CONNECTING, beganAtMillis))
            .step(
                OpenLink(link, session.sessionKey.orEmpty(), session.resumeState, startNew, isRetry, policies.reconnect.openTimeoutMillis),
            )
    }

    private fun openFailed(session: Session, phase: Phase.Opening, input: SessionInput.LinkFailed): Step {
        val failure = input.failure
        return when (failure.failureClass) {
            FailureClass.PERMANENT, FailureClass.AUTH -> fail(session, failure.code, failure.message)

            FailureClass.TRANSIENT, FailureClass.PROTOCOL ->
                if (!phase.reconnecting && phase.attempt >= policies.reconnect.firstConnectAttempts) {
                    giveUpForNow(session, failure.code, "${failure.message} (${phase.attempt} attempts)")
                } else {
                    wait(session, phase.attempt + 1, phase.reconnecting, phase.startNew, failure, input.roll, input.now)
                }
        }
    }

    private fun lost(session: Session, live: Phase.Live, failure: TransportFailure, roll: Double, now: Now): Step {
        val stable = now.ticks - live.sinceTicks >= policies.reconnect.stableAfterMillis
        val attempt = if (stable) 1 else live.attempts + 1
        return quiet(session).then { wait(it, attempt, reconnecting = true, startNew = false, failure, roll, now) }
    }

    private fun wait(
        session: Session,
        attempt: Int,
        reconnecting: Boolean,
        startNew: Boolean,
        failure: TransportFailure,
        roll: Double,
        now: Now,
    ): Step {
        val asked = failure.retryAfterMillis ?: 0
        val delay = maxOf(policies.reconnect.backoff.delayMillis(attempt, roll), asked)
        return session
            .copy(phase = Phase.Waiting(attempt, reconnecting, startNew, now.epochMillis + delay, now.ticks + asked))
            .step(StartTimer(TimerKey.Reconnect(session.link + 1), delay))
    }

    /** Nothing goes out any more over this link, and nothing is awaited from it. */
    private fun quiet(session: Session): Step = outbox.linkLost(session).then {
        val unanswered = it.healthCalls.map { call ->
            FailCall(call, ErrorCode.NOT_CONNECTED, "The connection was lost before the service answered.")
        }
        val recovery = (it.phase as? Phase.Live)?.recovery
        val unread = if (recovery == null) emptyList() else listOf(CancelTimer(TimerKey.History(it.link)))
        it.copy(healthCalls = persistentListOf(), unfinished = recovery?.goal ?: it.unfinished).step(unanswered + unread)
    }

    private fun closedForGood(session: Session, reason: CloseReason): Step = quiet(session).then { ended(it, reason.code, reason.text) }

    private fun ended(session: Session, code: Int, reason: String): Step = session
        .copy(phase = Phase.Closed(code, reason), disconnectCalls = persistentListOf())
        .step(session.disconnectCalls.map { CompleteCall(it, Unit) })

    private fun fail(session: Session, code: ErrorCode, message: String): Step = failConnects(session, message, code)
        .then { outbox.wedgeAll(it, code, message) }
        .then { it.copy(phase = Phase.Failed(code, message)).step() }

    /**
     * The service could not be reached. That says nothing about a message: who waits for one is told, and those that an earlier run left
     * stay on their way for the next connect.
     */
    private fun giveUpForNow(session: Session, code: ErrorCode, message: String): Step = failConnects(session, message, code)
        .then { outbox.wedgeAll(it, code, message) { entry -> entry.calls.isNotEmpty() } }
        .then { it.copy(phase = Phase.Failed(code, message)).step() }

    private fun failConnects(session: Session, message: String, code: ErrorCode = ErrorCode.NOT_CONNECTED): Step = session
        .copy(connectCalls = persistentListOf())
        .step(session.connectCalls.map { FailCall(it, code, message) })

    private companion object {
        /** A close because of the rate says no time, but to come back at once would be one request too many again. */
        const val RATE_PAUSE_MILLIS = 1_000L
        const val CLOSED_BY_USER = "The user has closed the connection."
    }
}
