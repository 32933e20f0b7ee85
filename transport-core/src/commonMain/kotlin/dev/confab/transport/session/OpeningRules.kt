package dev.confab.transport.session

import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.StorePolicy
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.OpenLink
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.session.SessionEffect.StartTimer
import kotlinx.collections.immutable.persistentListOf

/** From the wish to connect to the link that the service has accepted, and the waits in between. */
internal class OpeningRules(
    private val policies: SessionPolicies,
    private val capability: CapabilityRules,
    private val recovery: RecoveryRules,
    private val changes: ChangeRules,
    private val attributes: AttributeRules,
    private val expiry: ExpiryRules,
    private val closing: ClosingRules,
) {
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

            isAwaited -> closing.fail(session, ErrorCode.STORE_FAILURE, message)

            else -> changes.unstored(session, TransportFailure(ErrorCode.STORE_FAILURE, message), input.now)
        }
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

    fun reconnectDue(session: Session, key: TimerKey.Reconnect): Step {
        val phase = session.phase
        if (phase !is Phase.Waiting || key.link != session.link + 1) return session.step()
        // The announced time, not the one at which the timer came: the state that applications see does not change by it.
        return open(session, phase.attempt, phase.reconnecting, phase.nextAtMillis)
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
        // An attempt whose answer nobody heard may have begun the session, and what was said in it came to nobody.
        val begunUnheard = phase.attempt > 1 && !info.newSession
        val returning = session.wasLive || begunUnheard
        val accepted =
            Phase.Live(
                info.readOnly,
                info.connected,
                info.newSession,
                attempts,
                input.now.ticks,
                resuming = Resuming().takeIf { returning },
                awaitsListing = capability.hasMany,
            )
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
            .then { recovery.opened(it, info, returning, input.now) }
            .then { if (open) changes.ask(it, Change.Kind.NEW_CHAT) else it.step() }
    }

    /** The end of a session that has just begun tells the service's time. */
    private fun startOf(info: SessionInfo): Long? {
        val duration = info.expiry?.durationSeconds
        val at = info.expiry?.atEpochSeconds
        return if (info.newSession && duration != null && at != null) (at - duration) * MILLIS else null
    }

    fun closeOverdue(session: Session, key: TimerKey.Close, now: Now): Step =
        if (session.phase is Phase.Closing && key.link == session.link) linkEnded(session, now) else session.step()

    /** The link of a closing session is gone: the session is closed, unless somebody already wants it back. */
    fun linkEnded(session: Session, now: Now): Step {
        val phase = session.phase
        if (phase !is Phase.Closing) return session.step()
        return closing.ended(session, phase.code, phase.reason)
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

    private companion object {
        const val MILLIS = 1_000L
        const val OTHER_TOKEN = "The client has another session open: call disconnect() first."
    }
}
