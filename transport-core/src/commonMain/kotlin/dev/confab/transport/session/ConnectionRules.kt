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
    private val changes: ChangeRules,
    private val attributes: AttributeRules,
    private val expiry: ExpiryRules,
    private val loss: LossRules,
) {
    private val endings = EndingRules(this, changes, outbox)

    fun connect(session: Session, input: SessionInput.Connect): Step {
        session.unreadable?.let { return session.step(FailCall(input.call, ErrorCode.STORE_FAILURE, it)) }
        val waiting = session.copy(connectCalls = session.connectCalls.add(input.call))
        val wished = if (input.startNew) changes.wished(waiting) else waiting
        val other = input.token != null && input.token != session.sessionKey
        return when (session.phase) {
            is Phase.Idle, is Phase.Closed, is Phase.Failed ->
                (if (other) anotherSession(wished, input.token) else wished.step())
                    .then { begin(it, input.freshKey, input.now) }

            // A second caller shares the attempt that is under way; one that comes while the link closes gets a new link right after.
            is Phase.Opening, is Phase.Waiting, is Phase.Closing ->
                if (other) session.step(FailCall(input.call, ErrorCode.WRONG_STATE, OTHER_TOKEN)) else wished.step()

            is Phase.Live ->
                when {
                    other -> session.step(FailCall(input.call, ErrorCode.WRONG_STATE, OTHER_TOKEN))
                    input.startNew || input.anew -> changes.connected(waiting, input)
                    else -> session.step(CompleteCall(input.call, session.state))
                }

            is Phase.Disposed -> session.step(FailCall(input.call, ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED))
        }
    }

    /** The key is the guest's identity: it is stored before the service hears it. */
    fun sessionSaved(session: Session, input: SessionInput.SessionSaved): Step {
        if (input.key != session.sessionKey) return session.step()
        val saved = session.copy(keyUnsaved = false, storedNewChat = input.newChatPosition)
        val phase = saved.phase
        if (phase !is Phase.Opening || phase.stage != Phase.Stage.STORING) return changes.stored(session, saved, input.now)
        return open(saved, phase.attempt, phase.reconnecting, input.now.epochMillis)
    }

    fun storeFailed(session: Session, input: SessionInput.StoreFailed): Step {
        val message = "The session could not be stored: ${input.reason}"
        val told = Deliver(MessagingEvent.Error(ErrorCode.STORE_FAILURE, message))
        val phase = session.phase
        val isAwaited = phase is Phase.Opening && phase.stage == Phase.Stage.STORING
        if (!isAwaited && !session.isNewChatUnsaved && !session.isNewChatLeftStored) return session.step(told)
        return when {
            // A wish that is fulfilled and not forgotten is no reason to hold up everything else.
            policies.store == StorePolicy.CONTINUE_IN_MEMORY || session.isNewChatLeftStored -> {
                val position = session.record?.newChatPosition
                sessionSaved(session, SessionInput.SessionSaved(session.sessionKey.orEmpty(), input.now, position)).plus(told)
            }

            isAwaited -> fail(session, ErrorCode.STORE_FAILURE, message)

            else -> changes.unstored(session, TransportFailure(ErrorCode.STORE_FAILURE, message), input.now)
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
            .then { open(it, phase.attempt, phase.reconnecting, now.epochMillis) }
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
        val change = session.change
        val wanted = change?.takeIf { it.kind == Change.Kind.NEW_CHAT }
        val begun = wanted?.takeIf { phase.startNew || info.newSession }
        // The wish came after this link was opened: its callers wait until it is fulfilled.
        val open = wanted != null && begun == null
        val live =
            session.copy(
                phase = accepted,
                resumeState = info.resumeState,
                info = info,
                wasLive = true,
                serviceClock = session.serviceClock.heard(startOf(info) ?: info.serverTimeMillis, input.now),
                budget = RequestBudget.ofNewConnection(policies.rate, input.now),
                change = change.takeIf { open },
                connectCalls = if (open) session.connectCalls else persistentListOf(),
            )
        // An attempt whose answer nobody heard may have begun the session, and what was said in it came to nobody.
        val begunUnheard = phase.attempt > 1 && !info.newSession
        val effects =
            buildList {
                if (live.resumeState != session.resumeState) live.record?.let { add(SaveSession(it)) }
                if (!open) session.connectCalls.forEach { add(CompleteCall(it, live.state)) }
                if (info.clearedExistingSession) add(Deliver(MessagingEvent.ExistingAuthSessionCleared))
            }
        return live
            .step(effects)
            .then {
                when {
                    begun != null -> changes.begunAnew(it, begun.before)
                    change?.kind == Change.Kind.CLEAR && info.newSession -> changes.cleared(it)
                    else -> it.step()
                }
            }.then { attributes.opened(it, info.newSession) }
            .then { expiry.heard(it, info.expiry, input.now) }
            .then { recovery.opened(it, accepted, info, returning = session.wasLive || begunUnheard, input.now) }
            .then { if (open) changes.ask(it, Change.Kind.NEW_CHAT) else it.step() }
    }

    /** The end of a session that has just begun tells the service's time. */
    private fun startOf(info: SessionInfo): Long? {
        val duration = info.expiry?.durationSeconds
        val at = info.expiry?.atEpochSeconds
        return if (info.newSession && duration != null && at != null) (at - duration) * MILLIS else null
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

            FailureClass.TRANSIENT -> lost(session, live, closedBy(reason), input.roll, input.now)

            // It did not like what it was sent.
            FailureClass.PROTOCOL -> {
                val failure = closedBy(reason)
                lost(outbox.suspected(session, failure), live, failure, input.roll, input.now)
            }

            FailureClass.PERMANENT, FailureClass.AUTH ->
                quiet(session).then {
                    fail(it, ErrorCode.WEBSOCKET_ACCESS_DENIED, "The service closed the connection and does not want it back ($reason).")
                }
        }

    private fun closedBy(reason: CloseReason) = TransportFailure(
        ErrorCode.WEBSOCKET_ERROR,
        "The service closed the connection ($reason).",
        ErrorCode.WEBSOCKET_ERROR.failureClass,
        RATE_PAUSE_MILLIS.takeIf { reason.code == ErrorCode.REQUEST_RATE_TOO_HIGH.value },
    )

    fun reconnectDue(session: Session, key: TimerKey.Reconnect): Step {
        val phase = session.phase
        if (phase !is Phase.Waiting || key.link != session.link + 1) return session.step()
        // The announced time, not the one at which the timer came: the state that applications see does not change by it.
        return open(session, phase.attempt, phase.reconnecting, phase.nextAtMillis)
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
        return silent(outbox.suspected(session, failure), phase, failure, input.roll, input.now)
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
                    .then(changes::dropped)
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
            .then(loss::recoveryLost)
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
                        historyCalls = persistentListOf(),
                    ).step(CloseLink(it.link, CloseReason(CloseReason.NORMAL, CLOSED_BY_USER)), CompleteCall(input.call, Unit))
            }

    private fun Session.waitingCalls(): List<CallId> = healthCalls + clearCalls + historyCalls

    /** Takes a caller who gave up off the lists. */
    fun forget(session: Session, call: CallId): Session = session.copy(
        connectCalls = session.connectCalls.remove(call),
        disconnectCalls = session.disconnectCalls.remove(call),
        healthCalls = session.healthCalls.remove(call),
        clearCalls = session.clearCalls.remove(call),
        historyCalls = session.historyCalls.remove(call),
    )

    fun sessionEnded(session: Session, live: Phase.Live, event: LinkEvent.SessionEnded, input: SessionInput.Received): Step =
        endings.sessionEnded(session, live, event, input)

    fun conversationDisconnected(session: Session, live: Phase.Live, event: LinkEvent.ConversationDisconnected): Step =
        endings.conversationDisconnected(session, live, event)

    /** The link of a closing session is gone: the session is closed, unless somebody already wants it back. */
    fun linkEnded(session: Session, now: Now): Step {
        val closing = session.phase
        if (closing !is Phase.Closing) return session.step()
        return ended(session, closing.code, closing.reason)
            .plus(CancelTimer(TimerKey.Close(session.link)))
            .then { if (it.connectCalls.isEmpty()) it.step() else begin(it, it.sessionKey.orEmpty(), now) }
    }

    /** Another guest's session takes the place of this one. */
    private fun anotherSession(session: Session, token: String): Step {
        val begun = if (session.sessionKey == null) session.step() else changes.begunAnew(session, session.outbox.nextPosition)
        return begun.then { it.copy(sessionKey = token, resumeState = null, keyUnsaved = true, wasLive = false).step() }
    }

    private fun begin(session: Session, freshKey: String, now: Now): Step {
        if (session.sessionKey != null && !session.keyUnsaved) return open(session, 1, false, now.epochMillis)
        val keyed =
            session.copy(
                sessionKey = session.sessionKey ?: freshKey,
                keyUnsaved = true,
                phase = Phase.Opening(1, false, session.wantsNewChat, Phase.Stage.STORING, now.epochMillis),
            )
        return keyed.step(listOfNotNull(keyed.record?.let(::SaveSession)))
    }

    private fun open(session: Session, attempt: Int, reconnecting: Boolean, beganAtMillis: Long): Step {
        if (session.isNewChatUnsaved) {
            return session.copy(
                phase = Phase.Opening(attempt, reconnecting, session.wantsNewChat, Phase.Stage.STORING, beganAtMillis),
            ).step()
        }
        val link = session.link + 1
        val isRetry = reconnecting || attempt > 1
        val greeting = attributes.greeting(session)
        return session
            .copy(link = link, phase = Phase.Opening(attempt, reconnecting, session.wantsNewChat, Phase.Stage.CONNECTING, beganAtMillis))
            .step(
                OpenLink(
                    link,
                    session.sessionKey.orEmpty(),
                    session.resumeState,
                    session.wantsNewChat,
                    greeting,
                    isRetry,
                    policies.reconnect.openTimeoutMillis,
                ),
            )
    }

    private val Session.wantsNewChat: Boolean get() = change?.kind == Change.Kind.NEW_CHAT

    private fun openFailed(session: Session, phase: Phase.Opening, input: SessionInput.LinkFailed): Step {
        val failure = input.failure
        return when (failure.failureClass) {
            FailureClass.PERMANENT, FailureClass.AUTH -> endings.refusedForGood(session, failure, input.freshKey)

            FailureClass.TRANSIENT, FailureClass.PROTOCOL ->
                if (!phase.reconnecting && phase.attempt >= policies.reconnect.firstConnectAttempts) {
                    giveUpForNow(session, failure.code, "${failure.message} (${phase.attempt} attempts)")
                } else {
                    wait(session, phase.attempt + 1, phase.reconnecting, failure, input.roll, input.now)
                }
        }
    }

    private fun lost(session: Session, live: Phase.Live, failure: TransportFailure, roll: Double, now: Now): Step {
        val stable = now.ticks - live.sinceTicks >= policies.reconnect.stableAfterMillis
        val attempt = if (stable) 1 else live.attempts + 1
        return quiet(session).then { wait(it, attempt, reconnecting = true, failure, roll, now) }
    }

    private fun wait(session: Session, attempt: Int, reconnecting: Boolean, failure: TransportFailure, roll: Double, now: Now): Step {
        val asked = failure.retryAfterMillis ?: 0
        val delay = maxOf(policies.reconnect.backoff.delayMillis(attempt, roll), asked)
        return session
            .copy(phase = Phase.Waiting(attempt, reconnecting, now.epochMillis + delay, now.ticks + asked))
            .step(StartTimer(TimerKey.Reconnect(session.link + 1), delay))
    }

    /** Nothing goes out any more over this link, and nothing is awaited from it. */
    fun quiet(session: Session): Step = loss.quiet(session)

    private fun closedForGood(session: Session, reason: CloseReason): Step {
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
        .copy(phase = Phase.Closed(code, reason), disconnectCalls = persistentListOf())
        .step(session.disconnectCalls.map { CompleteCall(it, Unit) })

    fun fail(session: Session, code: ErrorCode, message: String): Step = failConnects(session, message, code)
        .then { outbox.wedgeAll(it, code, message) }
        .then { it.copy(phase = Phase.Failed(code, message), change = null).step() }

    /**
     * The service could not be reached. That says nothing about a message: who waits for one is told, and those that an earlier run left
     * stay on their way for the next connect.
     */
    private fun giveUpForNow(session: Session, code: ErrorCode, message: String): Step = failConnects(session, message, code)
        .then { outbox.wedgeAll(it, code, message) { entry -> entry.calls.isNotEmpty() } }
        .then(changes::dropped)
        .then { it.copy(phase = Phase.Failed(code, message)).step() }

    fun failConnects(session: Session, message: String, code: ErrorCode = ErrorCode.NOT_CONNECTED): Step = session
        .copy(connectCalls = persistentListOf())
        .step(session.connectCalls.map { FailCall(it, code, message) })

    private companion object {
        /** A close because of the rate says no time, but to come back at once would be one request too many again. */
        const val RATE_PAUSE_MILLIS = 1_000L
        const val MILLIS = 1_000L
        const val OTHER_TOKEN = "The client has another session open: call disconnect() first."
        const val CLOSED_BY_USER = "The user has closed the connection."
    }
}
