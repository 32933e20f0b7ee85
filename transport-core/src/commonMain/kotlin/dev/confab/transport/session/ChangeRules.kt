package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveCursor
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.store.CursorRecord
import kotlinx.collections.immutable.persistentListOf

/**
 * What the guest wants done to the session as a whole: a new conversation, a wiped one, one that is left, the session's state told anew.
 *
 * A new conversation begins empty. What was written for the old one and is not proved is given up visibly and kept: trying it again sends it
 * into the new one. See [Change] for the time between.
 */
internal class ChangeRules(
    private val policies: SessionPolicies,
    private val capability: CapabilityRules,
    private val outbox: OutboxRules,
    private val attributes: AttributeRules,
    private val history: HistoryRules,
    private val expiry: ExpiryRules,
) {
    fun startNewChat(session: Session, input: SessionInput.StartNewChat): Step {
        capability.refusal(Capability.START_NEW_CHAT)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        val waiting = session.copy(connectCalls = session.connectCalls.add(input.call))
        val phase = session.phase
        return when {
            session.change?.kind == Change.Kind.NEW_CHAT && phase !is Phase.Closing -> waiting.step()
            phase !is Phase.Live -> session.step(FailCall(input.call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))
            session.change != null -> session.step(FailCall(input.call, ErrorCode.WRONG_STATE, UNDER_WAY))
            !phase.readOnly -> session.step(FailCall(input.call, ErrorCode.WRONG_STATE, CapabilityRules.GOES_ON))
            else -> ask(waiting, Change.Kind.NEW_CHAT)
        }
    }

    /** As asking anew how the session stands: the transport knows as whom. */
    fun signIn(session: Session, input: SessionInput.SignIn): Step {
        capability.refusal(Capability.SIGN_IN)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        return when {
            session.phase !is Phase.Live -> session.step(FailCall(input.call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))
            session.change != null -> session.step(FailCall(input.call, ErrorCode.WRONG_STATE, UNDER_WAY))
            else -> ask(session.copy(connectCalls = session.connectCalls.add(input.call)), Change.Kind.CONFIGURE)
        }
    }

    fun clear(session: Session, input: SessionInput.ClearConversation): Step {
        capability.refusal(Capability.CLEAR_CONVERSATION)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        val change = session.change
        val denied = session.denied[Capability.CLEAR_CONVERSATION]
        val waiting = session.copy(clearCalls = session.clearCalls.add(input.call))
        return when {
            denied != null -> session.step(FailCall(input.call, ErrorCode.CLEAR_CONVERSATION_FAILURE, denied))
            session.phase !is Phase.Live -> session.step(FailCall(input.call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))
            change == null -> ask(waiting, Change.Kind.CLEAR)
            change.kind == Change.Kind.CLEAR -> waiting.step()
            else -> session.step(FailCall(input.call, ErrorCode.WRONG_STATE, UNDER_WAY))
        }
    }

    /** A conversation that has ended is left already. */
    fun leave(session: Session, input: SessionInput.LeaveConversation): Step {
        capability.refusal(Capability.LEAVE_CONVERSATION)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        val change = session.change
        val waiting = session.copy(clearCalls = session.clearCalls.add(input.call))
        val phase = session.phase
        return when {
            phase !is Phase.Live -> session.step(FailCall(input.call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))
            phase.readOnly && change == null -> session.step(CompleteCall(input.call, Unit))
            change == null -> ask(waiting, Change.Kind.LEAVE)
            change.kind == Change.Kind.LEAVE -> waiting.step()
            else -> session.step(FailCall(input.call, ErrorCode.WRONG_STATE, UNDER_WAY))
        }
    }

    /** The conversation has ended, whoever ended it: who wanted to leave it has left. */
    fun left(session: Session): Step {
        if (session.change?.kind != Change.Kind.LEAVE) return session.step()
        val done = session.clearCalls.map { CompleteCall(it, Unit) }
        return session
            .copy(change = null, clearCalls = persistentListOf())
            .step(listOf(CancelTimer(TimerKey.Change(session.link))) + done)
    }

    /** Of a caller of `connect()`, who is among those that wait already, in a session that is live. */
    fun connected(session: Session, input: SessionInput.Connect): Step {
        val kind = if (input.startNew) Change.Kind.NEW_CHAT else Change.Kind.CONFIGURE
        val change = session.change
        return when {
            change == null -> ask(session, kind)

            change.kind == kind || change.kind == Change.Kind.NEW_CHAT -> session.step()

            else ->
                session
                    .copy(connectCalls = session.connectCalls.remove(input.call))
                    .step(FailCall(input.call, ErrorCode.WRONG_STATE, UNDER_WAY))
        }
    }

    /** The wish is remembered until a link is there. */
    fun wished(session: Session): Session = if (session.change == null) wanting(session, Change.Kind.NEW_CHAT) else session

    /** The wish takes a position of its own, by which the store's row of it is known from that of an earlier one. */
    private fun wanting(session: Session, kind: Change.Kind): Session {
        val position = session.outbox.nextPosition
        return session.copy(change = Change(kind, position), outbox = session.outbox.copy(nextPosition = position + 1))
    }

    /** The store has the row of the session, [before] is the session as it was: what waited for that goes on. */
    fun stored(before: Session, session: Session, now: Now): Step {
        val change = session.change
        return when {
            session.phase !is Phase.Live -> session.step()
            change != null -> if (before.isNewChatUnsaved && !session.isNewChatUnsaved) submitted(session, change) else session.step()
            before.storedNewChat != session.storedNewChat -> outbox.admit(session).then { outbox.pump(it, now) }
            else -> session.step()
        }
    }

    /** The wish cannot be stored: it is given up before the service hears of it. */
    fun unstored(session: Session, failure: TransportFailure, now: Now): Step = given(session, failure).then { outbox.pump(it, now) }

    /** The service says how the session stands: as the answer to a wish, or on its own account. */
    fun infoChanged(session: Session, live: Phase.Live, info: SessionInfo, now: Now): Step {
        val change = session.change?.takeIf {
            (it.kind == Change.Kind.NEW_CHAT || it.kind == Change.Kind.CONFIGURE) && !session.isNewChatUnsaved
        }
        // A copy of an old answer also says "new session": only one that was asked for begins a new conversation.
        val begun = change?.kind == Change.Kind.NEW_CHAT && (info.newSession || !info.readOnly)
        val unread = live.recoveries[ConversationId.MAIN].takeIf { begun }
        val phase =
            live.copy(
                readOnly = info.readOnly,
                connected = info.connected,
                newSession = if (change == null) live.newSession else info.newSession,
                recoveries = if (begun) live.recoveries.remove(ConversationId.MAIN) else live.recoveries,
                resuming = live.resuming.takeUnless { unread != null },
            )
        val told =
            session.copy(
                phase = phase,
                info = info,
                resumeState = info.resumeState ?: session.resumeState,
                serviceClock = session.serviceClock.heard(info.serverTimeMillis, now),
                change = if (change == null) session.change else null,
            )
        val effects =
            buildList {
                if (change != null) add(CancelTimer(TimerKey.Change(session.link)))
                if (unread != null) {
                    add(CancelTimer(TimerKey.History(session.link)))
                    addAll(unread.told())
                    add(Deliver(MessagingEvent.Resumed(ResumeOutcome.NewSession)))
                }
                if (told.resumeState != session.resumeState) told.record?.let { add(SaveSession(it)) }
                if (info.clearedExistingSession && change != null) add(Deliver(MessagingEvent.ExistingAuthSessionCleared))
            }
        return told
            .step(effects)
            .then { if (begun) begunAnew(it, change.before) else it.step() }
            .then { attributes.opened(it, begun) }
            .then { expiry.heard(it, info.expiry, now) }
            .then { if (change == null) it.step() else completed(it) }
            .then { if (info.readOnly && !live.readOnly) outbox.readOnly(it) else it.step() }
            .then { outbox.admit(it) }
            .then { outbox.pump(it, now) }
            .then { history.pump(it, now) }
    }

    fun refused(session: Session, event: LinkEvent.ChangeRefused, now: Now): Step {
        val change = session.change
        val failure = event.failure
        val stopped = CancelTimer(TimerKey.Change(session.link))
        return when {
            change == null || change.waiting -> session.step(Deliver(MessagingEvent.Error(failure.code, failure.message)))

            failure.failureClass.isRetryable && change.refusals < MAX_REFUSALS ->
                session
                    .copy(change = change.copy(refusals = change.refusals + 1, waiting = true))
                    .step(stopped, StartTimer(TimerKey.Change(session.link), maxOf(failure.retryAfterMillis ?: 0, RETRY_MILLIS)))

            else -> given(session, failure).plus(stopped).then { outbox.pump(it, now) }
        }
    }

    /** Why the link must go: the service did not answer. Null when there is no reason. */
    fun overdue(session: Session, key: TimerKey.Change): TransportFailure? {
        val change = session.change
        if (session.phase !is Phase.Live || key.link != session.link || change == null || change.waiting) return null
        return TransportFailure(
            ErrorCode.ANSWER_TIMEOUT,
            "The service did not answer ${change.kind} in ${policies.answerTimeoutMillis} ms.",
        )
    }

    /** The wait that the service asked for is over. */
    fun askedAgain(session: Session, key: TimerKey.Change): Step {
        val change = session.change
        if (session.phase !is Phase.Live || key.link != session.link || change?.waiting != true) return session.step()
        return submitted(session.copy(change = change.copy(waiting = false)), change)
    }

    /** The service has wiped the conversation, whoever wanted it. */
    fun cleared(session: Session): Step {
        val asked = session.change?.takeIf { it.kind == Change.Kind.CLEAR && session.phase is Phase.Live }
        val done = session.clearCalls.map { CompleteCall(it, Unit) }
        return session
            .copy(change = null, clearCalls = persistentListOf())
            .step(listOfNotNull(asked?.let { CancelTimer(TimerKey.Change(session.link)) }))
            .then { begunAnew(it, Long.MAX_VALUE) }
            .then { it.step(Deliver(MessagingEvent.ConversationCleared)) }
            .then { it.step(done) }
    }

    /** Nothing of the old conversation is left but own messages that were given up; those before [position] are given up now. */
    fun begunAnew(session: Session, position: Long): Step = session
        .heldTold()
        .then { old -> outbox.wedgeAll(old, ErrorCode.CONVERSATION_ENDED, ENDED) { it.position < position } }
        .then(history::begunAnew)
        .then {
            val conversation = it.conversation(ConversationId.MAIN)
            val forgotten = if (conversation.newestServerId == null) null else SaveCursor(CursorRecord(conversation.id, "", null))
            it
                .with(ConversationId.MAIN, it.lane(ConversationId.MAIN).copy(unfinished = null))
                .with(conversation.begunAnew())
                .let(attributes::renewed)
                .step(listOfNotNull(forgotten))
        }.then(outbox::conversationOver)

    /** The link is gone before the answer. A new conversation is what the next link is opened for; whether one was wiped, that one tells. */
    fun linkLost(session: Session): Step {
        val change = session.change ?: return session.step()
        val timer = if (session.phase is Phase.Live) listOf(CancelTimer(TimerKey.Change(session.link))) else emptyList()
        val failed = session.clearCalls.map {
            if (change.kind == Change.Kind.LEAVE) {
                FailCall(it, ErrorCode.NOT_CONNECTED, UNLEFT)
            } else {
                FailCall(it, ErrorCode.CLEAR_CONVERSATION_FAILURE, "The connection was lost before the service confirmed that it cleared.")
            }
        }
        return session
            .copy(
                change = change.takeIf {
                    it.kind == Change.Kind.NEW_CHAT || it.kind == Change.Kind.CLEAR
                }?.copy(refusals = 0, waiting = false),
                clearCalls = persistentListOf(),
            ).step(timer + failed)
    }

    /**
     * The wish is given up before its answer. The service may have begun a new conversation all the same, whose history would say of a
     * message in doubt that it never arrived: such a message is given up, too.
     */
    fun dropped(session: Session): Step {
        val change = session.change ?: return session.step()
        val free = session.copy(change = null)
        if (change.kind != Change.Kind.NEW_CHAT) return free.step()
        return outbox.wedgeAll(free, ErrorCode.SEND_UNCERTAIN, UNHEARD) { it.mayHaveArrived && it.position < change.before }
    }

    fun ask(session: Session, kind: Change.Kind): Step {
        val asked = wanting(session, kind)
        val change = asked.change ?: return session.step()
        // After a crash nothing else would tell that what is in doubt may stand in another conversation than the one that the history shows.
        return if (asked.isNewChatUnsaved) asked.step() else submitted(asked, change)
    }

    private fun submitted(session: Session, change: Change): Step = session.step(
        Submit(session.link, change.command(attributes.greeting(session))),
        StartTimer(TimerKey.Change(session.link), policies.answerTimeoutMillis),
    )

    private fun completed(session: Session): Step =
        session.copy(connectCalls = persistentListOf()).step(session.connectCalls.map { CompleteCall(it, session.state) })

    private fun given(session: Session, failure: TransportFailure): Step {
        val failed = (session.clearCalls + session.connectCalls).map { FailCall(it, failure.code, failure.message) }
        val told = if (failed.isEmpty()) listOf(Deliver(MessagingEvent.Error(failure.code, failure.message))) else emptyList()
        return session.copy(change = null, clearCalls = persistentListOf(), connectCalls = persistentListOf()).step(failed + told)
    }

    private companion object {
        const val MAX_REFUSALS = 3
        const val RETRY_MILLIS = 1_000L
        const val UNDER_WAY = "The session is being changed already: wait until that is done."
        const val UNLEFT = "The connection was lost before the service confirmed that the guest left: leave again when it is back."
        const val UNHEARD = "A new conversation may have begun: nobody can tell whether the old one has this message."
        const val ENDED = "The conversation for which it was written is over: retry() sends it into the new one, discard() lets it go."
    }
}
