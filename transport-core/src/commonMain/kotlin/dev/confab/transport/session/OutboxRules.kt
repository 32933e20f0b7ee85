package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.policy.StorePolicy
import dev.confab.transport.session.OutboxEntry.Stage
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.RemoveOutbox
import dev.confab.transport.session.SessionEffect.SaveOutbox
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.store.CursorRecord
import dev.confab.transport.store.OutboxRecord
import kotlinx.collections.immutable.persistentHashSetOf

/**
 * The way of an own message: WAITING → STORING → QUEUED → IN_FLIGHT → proved, wedged or cancelled.
 *
 * One message of a conversation is in flight at a time, so that its order holds and a lost proof is always the proof of exactly one message.
 * Conversations do not wait for each other; how much waits, and how fast messages leave, is bounded for all together.
 */
internal class OutboxRules(
    private val policies: SessionPolicies,
    private val capability: CapabilityRules,
    private val attributes: AttributeRules,
) {
    fun send(session: Session, input: SessionInput.Send): Step {
        if (isTaken(session, input)) return session.step(FailCall(input.call, ErrorCode.INVALID_ARGUMENT, "${input.messageId} $TAKEN"))
        val refusal = capability.refusal(session, input.draft, input.messageId, input.conversation)
            ?: capability.closed(session, input.conversation)
        if (refusal != null) return session.step(FailCall(input.call, refusal.code, refusal.message))
        refusedByPhase(session.phase)?.let { (code, message) -> return session.step(FailCall(input.call, code, message)) }
        val entry =
            OutboxEntry(
                messageId = input.messageId,
                position = session.outbox.nextPosition,
                conversation = input.conversation,
                draft = input.draft,
                stage = Stage.WAITING,
                notBeforeTicks = Long.MIN_VALUE,
                calls = persistentHashSetOf(input.call),
            )
        if (session.outbox.isWedgedFull(policies.outbox)) return session.step(FailCall(input.call, ErrorCode.OUTBOX_FULL, WEDGED_FULL))
        if (input.mustFit && !fits(session.outbox, entry)) return session.step(FailCall(input.call, ErrorCode.OUTBOX_FULL, FULL))
        return admit(session.copy(outbox = session.outbox.add(entry)))
    }

    /** Ids are the caller's where it wants so. */
    private fun isTaken(session: Session, input: SessionInput.Send): Boolean =
        session.outbox[input.messageId] != null || session.conversation(input.conversation).find(input.messageId) != null

    /** On disk before on the wire: only now may it go out. */
    fun saved(session: Session, input: SessionInput.OutboxSaved): Step {
        val entry = session.outbox[input.messageId]
        if (entry == null || entry.stage != Stage.STORING || entry.draft != input.draft) return session.step()
        return pump(session.copy(outbox = session.outbox.replace(entry.copy(stage = Stage.QUEUED))), input.now)
    }

    fun storeFailed(session: Session, input: SessionInput.StoreFailed, messageId: MessageId): Step {
        val entry = session.outbox[messageId]
        val told = Deliver(MessagingEvent.Error(ErrorCode.STORE_FAILURE, "The store failed: ${input.reason}"))
        if (entry == null || entry.stage != Stage.STORING) return session.step(told)
        return when (policies.store) {
            StorePolicy.CONTINUE_IN_MEMORY -> saved(session, SessionInput.OutboxSaved(messageId, entry.draft, input.now)).plus(told)

            StorePolicy.REQUIRE -> {
                val reason = "The message could not be stored, so it was not sent: ${input.reason}"
                wedge(session, entry, ErrorCode.STORE_FAILURE, reason).then(::admit).then { pump(it, input.now) }
            }
        }
    }

    /**
     * The service has the message: [proved] is what it made of it. The pace counts from here: the service had it before, so that the next
     * one reaches it later than the interval, however the network stretches or squeezes the distance.
     */
    fun acknowledge(session: Session, entry: OutboxEntry, proved: Message, now: Now): Step {
        val sent = proved.toBuilder().status(MessageStatus.Sent).build()
        val confirmed = attributes.proved(session, entry.messageId)
        val isTyped = session.draftOf(entry.conversation) == entry.draft.withAttachments(emptyList())
        val cleared = if (isTyped) confirmed.withDraft(entry.conversation, Draft.EMPTY) else confirmed
        val proven = session.outbox.proved(entry, sent.serverId)
        val next =
            cleared
                .copy(outbox = proven.copy(nextSendTicks = now.ticks + policies.rate.messageIntervalMillis))
                .with(session.conversation(entry.conversation).update(sent))
        val effects =
            buildList {
                if (entry.stage == Stage.IN_FLIGHT) add(CancelTimer(TimerKey.Proof(entry.messageId, session.link)))
                // Before this row goes: afterwards nothing would tell that its message is not one of those.
                addAll(proven.rewrittenSince(session.outbox))
                val cursor = sent.serverId?.let { CursorRecord(entry.conversation, it, sent.timeMillis) }
                add(RemoveOutbox(entry.messageId, cursor))
                add(Deliver(MessagingEvent.MessageUpdated(entry.conversation, sent)))
                entry.calls.forEach { add(CompleteCall(it, sent)) }
            }
        return next.step(effects).then(::admit).then { pump(it, now) }
    }

    /** The service refused something: one of our messages by its id and attempt, or, where it names none, the one in flight. */
    fun refused(session: Session, event: LinkEvent.Refused, now: Now): Step {
        val failure = event.failure
        // Of several in flight nobody could say which one it is: a link with many conversations names it.
        val entry = if (event.correlation == null) session.outbox.inFlight.singleOrNull() else session.outbox[event.correlation]
        if (entry == null) return session.step(Deliver(MessagingEvent.Error(failure.code, failure.message)))
        // A late copy of the refusal of an earlier attempt says nothing of this one, which may be stored by now.
        if (event.attempt != null && event.attempt != entry.attempt) return session.step()
        // Nor does a copy of one that was obeyed already.
        if (!entry.mayHaveArrived) return session.step()
        val inFlight = entry.stage == Stage.IN_FLIGHT
        val stopped = if (inFlight) listOf(CancelTimer(TimerKey.Proof(entry.messageId, session.link))) else emptyList()
        val step =
            when (failure.failureClass) {
                FailureClass.TRANSIENT, FailureClass.PROTOCOL -> struck(session, entry.copy(doubt = null), failure, now)

                FailureClass.PERMANENT, FailureClass.AUTH -> wedge(
                    session,
                    entry.copy(doubt = null),
                    failure.code,
                    failure.message,
                ).then(::admit)
            }
        return step.session
            .step(stopped + step.effects)
            .then { attributes.refused(it, entry.messageId, failure) }
            .then { pump(it, now) }
    }

    /** Sends what is due, of each conversation the next. Only a live session that can be written to has something due. */
    fun pump(session: Session, now: Now): Step {
        if (!session.isWritable || session.isNewChatLeftStored) return session.step()
        val free = maxOf(session.outbox.nextSendTicks, session.budget.freeAtTicks(policies.rate))
        val next = session.outbox.heads
            .filter { it.stage == Stage.QUEUED && session.isWritable(it.conversation) && !session.isBeginningInDoubt(it) }
            .minByOrNull { maxOf(it.notBeforeTicks, free) } ?: return session.step()
        val due = maxOf(next.notBeforeTicks, free)
        if (due > now.ticks) return paced(session, due, now)
        // With the interval that begins now, the next one waits.
        return left(session, next, now).then { pump(it, now) }
    }

    private fun paced(session: Session, dueTicks: Long, now: Now): Step {
        val running = session.outbox.paceAtTicks
        if (running != null && running <= dueTicks) return session.step()
        val restarted = if (running == null) emptyList() else listOf(CancelTimer(TimerKey.Pace))
        return session
            .copy(outbox = session.outbox.copy(paceAtTicks = dueTicks))
            .step(restarted + StartTimer(TimerKey.Pace, dueTicks - now.ticks))
    }

    private fun left(session: Session, next: OutboxEntry, now: Now): Step {
        val outbox = session.outbox
        val anchor = session.conversation(next.conversation).newestServerId
        val leaving = next.copy(stage = Stage.IN_FLIGHT, doubt = OutboxEntry.Doubt(anchor), attempt = next.attempt + 1)
        val (carrying, draft) = attributes.carried(session, leaving)
        return carrying
            .with(next.conversation, session.lane(next.conversation).copy(isTypingTold = false))
            .copy(outbox = outbox.replace(leaving).copy(nextSendTicks = now.ticks + policies.rate.messageIntervalMillis))
            .step(
                Submit(
                    session.link,
                    LinkCommand.SendMessage(
                        next.conversation,
                        next.messageId,
                        draft,
                        leaving.attempt,
                        session.openingOf(next.conversation),
                    ),
                ),
                StartTimer(TimerKey.Proof(next.messageId, session.link), policies.outbox.proofTimeoutMillis),
            )
    }

    /** A file of the message [messageId], which is in flight, is moving: the proof can only come after it. */
    fun moved(session: Session, messageId: MessageId): Step {
        val patience = maxOf(policies.outbox.proofTimeoutMillis, policies.transferSilenceMillis)
        return session.step(StartTimer(TimerKey.Proof(messageId, session.link), patience))
    }

    fun paceOver(session: Session, now: Now): Step = pump(session.copy(outbox = session.outbox.copy(paceAtTicks = null)), now)

    /** The link is gone: whether the messages in flight arrived is in doubt until the history says it. */
    fun linkLost(session: Session): Step = session.outbox.inFlight.fold(session.step()) { step, entry ->
        step.then {
            it.copy(outbox = it.outbox.replace(entry.copy(stage = Stage.QUEUED)))
                .step(CancelTimer(TimerKey.Proof(entry.messageId, it.link)))
        }
    }

    /** Nothing can be sent any more: every message is told so and keeps its text. */
    fun wedgeAll(session: Session, code: ErrorCode, reason: String, which: (OutboxEntry) -> Boolean = { true }): Step =
        session.outbox.entries.filter(which).fold(session.step()) { step, entry -> step.then { wedge(it, entry, code, reason) } }

    /**
     * The service ended the session, and nobody makes a new link unasked: who waits is told, and keeps the message. What nobody waits for
     * stays on its way for the next connect.
     */
    fun deserted(session: Session, why: String): Step = wedgeAll(session, ErrorCode.NOT_CONNECTED, "$why $KEPT") { it.calls.isNotEmpty() }

    /** The conversation can only be read: what may have arrived is left to its proof, its refusal or the history. */
    fun readOnly(session: Session): Step = wedgeAll(session, ErrorCode.SESSION_READ_ONLY, READ_ONLY) { !it.mayHaveArrived }

    /** The link is left because of a message in flight. Whether the service has it nevertheless, the history tells. */
    fun suspected(session: Session, failure: TransportFailure, which: (OutboxEntry) -> Boolean = { true }): Session =
        session.outbox.inFlight.filter(which).fold(session) { suspecting, entry ->
            suspecting.copy(outbox = suspecting.outbox.replace(entry.copy(doubt = entry.doubt?.copy(suspicion = failure))))
        }

    /** The history has told that the service does not have it, or nobody can tell and it is to be sent again. */
    fun notArrived(session: Session, entry: OutboxEntry, suspicion: TransportFailure?, now: Now): Step = if (suspicion == null) {
        again(session, entry, entry)
    } else {
        struck(session, entry, suspicion, now)
    }

    /** The service did not take it: it is tried again after a while, but not for ever, because others wait behind it. */
    private fun struck(session: Session, entry: OutboxEntry, failure: TransportFailure, now: Now): Step {
        val failures = if (failure.code in RATE) entry.failures else entry.failures + 1
        if (failures >= policies.outbox.maxAttempts) {
            return wedge(session, entry, failure.code, "${failure.message} ($failures attempts)").then(::admit)
        }
        val wait = maxOf(failure.retryAfterMillis ?: 0, pause(failures))
        val stage = if (entry.stage == Stage.IN_FLIGHT) Stage.QUEUED else entry.stage
        return again(session, entry, entry.copy(stage = stage, notBeforeTicks = now.ticks + wait, failures = failures))
    }

    /**
     * It did not arrive, and leaves once more. Its row must say so before, where it speaks of an earlier leaving; a count of failures may come
     * there any time.
     */
    private fun again(session: Session, before: OutboxEntry, entry: OutboxEntry): Step {
        val stored = before.isDoubtStored
        val free = entry.copy(doubt = null, stage = if (stored) Stage.STORING else entry.stage)
        val saved = if (stored || free.failures != before.failures) listOf(SaveOutbox(free.record())) else emptyList()
        return session.copy(outbox = session.outbox.replace(free)).step(saved)
    }

    /** The conversation is over: of what was given up in it nothing will be found out any more, also after a restart. */
    fun conversationOver(session: Session, conversation: ConversationId = ConversationId.MAIN): Step {
        val next = session.outbox.withFinalDoubts(conversation)
        return session.copy(outbox = next).step(next.rewrittenSince(session.outbox))
    }

    private fun pause(failures: Int): Long = minOf(RETRY_MILLIS shl (failures - 1).coerceIn(0, MAX_DOUBLINGS), MAX_RETRY_MILLIS)

    /** The caller no longer waits: a message that did not leave yet is taken back. */
    fun cancelCall(session: Session, input: SessionInput.CancelCall): Step {
        val entry = session.outbox.entries.firstOrNull { input.call in it.calls } ?: return session.step()
        val calls = entry.calls.remove(input.call)
        if (calls.isNotEmpty() || entry.mayHaveArrived) {
            return session.copy(outbox = session.outbox.replace(entry.copy(calls = calls))).step()
        }
        return takeBack(session, entry).then { pump(it, input.now) }
    }

    /** Removes a message that has not left. */
    fun takeBack(session: Session, entry: OutboxEntry): Step {
        val removed = session.copy(outbox = session.outbox.remove(entry.messageId))
        if (entry.stage == Stage.WAITING) return removed.step()
        return settle(removed, entry, MessageStatus.Cancelled).plus(RemoveOutbox(entry.messageId)).then(::admit)
    }

    /** The client is closed: the callers are told, the rows stay in the store. */
    fun abandon(session: Session): Step = session.step(
        session.outbox.entries.flatMap { entry ->
            entry.calls.map {
                FailCall(it, ErrorCode.CLIENT_CLOSED, "The client was closed before the service had proved the message.")
            }
        },
    )

    /** Lets in, in order, who waits before the door, as long as there is room. */
    fun admit(session: Session): Step {
        val entry = session.outbox.entries.firstOrNull { it.stage == Stage.WAITING } ?: return session.step()
        if (!fits(session.outbox, entry)) return session.step()
        val message = entry.shownAs(MessageStatus.Sending)
        return session
            .copy(outbox = session.outbox.replace(entry.copy(stage = Stage.STORING)))
            .with(session.conversation(entry.conversation).insert(message))
            .step(SaveOutbox(entry.record()), Deliver(MessagingEvent.MessageInserted(entry.conversation, message)))
            .then(::admit)
    }

    /** A message always fits into an empty outbox: otherwise it could never be sent. */
    private fun fits(outbox: Outbox, entry: OutboxEntry): Boolean {
        val ahead = outbox.entries.takeWhile { it.messageId != entry.messageId }
        if (ahead.any { it.stage == Stage.WAITING }) return false
        return ahead.isEmpty() ||
            (ahead.size < policies.outbox.maxMessages && ahead.sumOf { it.bytes } + entry.bytes <= policies.outbox.maxBytes)
    }

    /** Gives a message up, and keeps it: it may be tried again. One that was never let in has nothing to keep. */
    fun wedge(session: Session, entry: OutboxEntry, code: ErrorCode, reason: String): Step {
        val told = entry.calls.map { call -> FailCall(call, code, reason) }
        if (entry.stage == Stage.WAITING) return session.copy(outbox = session.outbox.remove(entry.messageId)).step(told)
        val kept = entry.copy(stage = Stage.QUEUED, calls = persistentHashSetOf())
        val awaited =
            if (entry.stage == Stage.IN_FLIGHT) listOf(CancelTimer(TimerKey.Proof(entry.messageId, session.link))) else emptyList()
        return settle(
            session.copy(outbox = session.outbox.wedge(Outbox.Wedged(kept, code, reason))),
            entry,
            MessageStatus.Wedged(code, reason),
        )
            .plus(SaveOutbox(kept.record(OutboxRecord.Wedge(code, reason))))
            .then { it.step(awaited + told) }
    }

    fun settle(session: Session, entry: OutboxEntry, status: MessageStatus): Step {
        val conversation = session.conversation(entry.conversation)
        val message = conversation.find(entry.messageId) ?: return session.step()
        val settled = message.toBuilder().status(status).build()
        return session.with(conversation.update(settled)).step(Deliver(MessagingEvent.MessageUpdated(entry.conversation, settled)))
    }

    fun refusedByPhase(phase: Phase): Pair<ErrorCode, String>? = when (phase) {
        is Phase.Live -> if (phase.readOnly) ErrorCode.SESSION_READ_ONLY to READ_ONLY else null
        is Phase.Opening, is Phase.Waiting -> null
        is Phase.Idle, is Phase.Closing, is Phase.Closed -> ErrorCode.NOT_CONNECTED to NOT_CONNECTED
        is Phase.Failed -> ErrorCode.NOT_CONNECTED to "The session has failed (${phase.message}): mend that and call connect() again."
        is Phase.Disposed -> ErrorCode.CLIENT_CLOSED to SessionMachine.CLIENT_CLOSED
    }

    companion object {
        const val TAKEN = "is the id of another message: give each message a random UUID of its own."
        const val READ_ONLY: String = "The conversation has ended and is read-only: begin a new one to go on."
        private const val NOT_CONNECTED = "The message was not sent: there is no session. Call connect() first."
        private const val FULL = "The outbox is full: wait until messages are proved, or use send(), which waits for room."
        private const val WEDGED_FULL =
            "Too many messages were given up and are kept: send them again with retry(), or let them go with discard()."
        private const val KEPT = "The message was not proved and is kept: call connect() and then retry()."
        private const val RETRY_MILLIS = 1_000L
        private const val MAX_RETRY_MILLIS = 30_000L
        private const val MAX_DOUBLINGS = 5

        /** They say something about our haste, and nothing about the message. */
        private val RATE = setOf(ErrorCode.REQUEST_RATE_TOO_HIGH, ErrorCode.of(429))
    }
}

/** What a conversation is begun with that the service does not know yet; null for any other. */
internal fun Session.openingOf(id: ConversationId): NewConversation? = conversations[id]?.facts?.takeIf { it.serverId == null }?.opening

/** Whether it has left already to begin its conversation, and nobody knows whether the service has begun it. */
internal fun Session.isBeginningInDoubt(entry: OutboxEntry): Boolean =
    entry.doubt != null && entry.stage == OutboxEntry.Stage.QUEUED && openingOf(entry.conversation) != null
