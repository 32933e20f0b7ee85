package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.policy.RecoveryPolicy.WhenUncertain
import dev.confab.transport.session.Recovery.Goal
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.SaveCursor
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.store.CursorRecord
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentListOf

/**
 * What happened while the connection was away (guarantees REL-4 and REL-5): reads the history back to what is known, adds what was missed,
 * settles the messages that are in doubt, tells the one outcome, and only then lets the outbox go on.
 */
internal class RecoveryRules(
    private val policies: SessionPolicies,
    private val capability: CapabilityRules,
    private val outbox: OutboxRules,
    private val history: HistoryRules,
) {
    /** The service has accepted the session on a new link. */
    fun opened(session: Session, live: Phase.Live, info: SessionInfo, returning: Boolean, now: Now): Step {
        if (!returning) return released(session, now)
        if (info.newSession) {
            val fresh = session.with(session.conversation(ConversationId.MAIN).knownNoMore())
            return history
                .begunAnew(fresh)
                .then { concluded(it, null, Missing("The service began a new session."), ResumeOutcome.NewSession, now) }
                .then(outbox::conversationOver)
                .plus(SaveCursor(CursorRecord(ConversationId.MAIN, "", null)))
        }
        capability.refusal(Capability.HISTORY)?.let { return gap(session, null, it.message, now) }
        if (policies.recovery.maxHistoryPages == 0) return gap(session, null, "Reading the history is switched off.", now)

        // What came in since an unfinished reading must not stand for what was before it.
        val known = session.unfinished?.goal ?: Goal.upTo(session.conversation(ConversationId.MAIN).newestServerId)
        val goal = session.outbox.doubtful.fold(known) { whole, entry -> whole + Goal.upTo(entry.doubt?.anchor) }
        val recovery = Recovery(ConversationId.MAIN, goal).copy(live = session.held)
        return fetch(session.copy(unfinished = null), live, recovery)
    }

    fun pageArrived(session: Session, live: Phase.Live, event: LinkEvent.HistoryArrived, now: Now): Step {
        val before = live.recovery ?: return session.step()
        val page = event.page
        val conversation = session.conversation(before.conversation)
        if (isBehind(before, page.messages, conversation.newestTimeMillis)) {
            return wait(session, live, before.copy(reread = true), LAG_MILLIS)
        }
        val ids = page.messages.map { listOfNotNull(it.serverId, conversation.twin(it)?.serverId) }
        val seen = ids.flatten().toSet()
        val held = before.found.mapNotNull(Message::serverId).toSet()
        val fresh = page.messages.filter { it.serverId != null && it.serverId !in held && !conversation.holds(it) }
        val recovery =
            before.copy(
                missing = before.missing - seen,
                found = fresh + before.found,
                next = page.older,
                pages = before.pages + 1,
                failures = 0,
                places = before.placing(ids),
            )
        return when {
            recovery.isComplete || page.older == null -> complete(session, live, recovery, now)

            recovery.pages >= policies.recovery.maxHistoryPages ->
                gap(session, recovery, "More was missed than ${recovery.pages} pages of history.", now)

            else -> fetch(session, live, recovery)
        }
    }

    fun pageFailed(session: Session, live: Phase.Live, event: LinkEvent.HistoryFailed, now: Now): Step {
        val recovery = live.recovery ?: return session.step()
        val again = recovery.copy(failures = recovery.failures + 1)
        val failure = event.failure
        // A page that was cut off on its way reads as none at all: a broken answer is worth another try as well.
        if (!failure.failureClass.isRetryable || again.failures >= MAX_FAILURES) {
            return gap(session, recovery, "The history could not be read: ${failure.message}", now)
        }
        return wait(session, live, again, backoff(again.failures, failure))
    }

    fun due(session: Session, key: TimerKey.History): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val recovery = live.recovery
        return if (recovery == null || key.link != session.link) session.step() else fetch(session, live, recovery)
    }

    private fun fetch(session: Session, live: Phase.Live, recovery: Recovery): Step = session
        .copy(phase = live.copy(recovery = recovery))
        .step(Submit(session.link, LinkCommand.FetchHistory(recovery.conversation, recovery.next)))

    private fun wait(session: Session, live: Phase.Live, recovery: Recovery, millis: Long): Step = session
        .copy(phase = live.copy(recovery = recovery))
        .step(StartTimer(TimerKey.History(session.link), millis))

    /** The newest page does not show the newest message that came over the live feed: it may be behind, once. */
    private fun isBehind(recovery: Recovery, page: List<Message>, newestKnown: Long?): Boolean {
        if (recovery.pages > 0 || recovery.reread || newestKnown == null) return false
        val newest = page.mapNotNull(Message::timeMillis).maxOrNull() ?: return true
        return newest < newestKnown
    }

    private fun complete(session: Session, live: Phase.Live, recovery: Recovery, now: Now): Step {
        val lost = recovery.missing.firstOrNull()
        val unproved = proofs(session, recovery).filter { it.proof == null && session.awaits(it.entry) }.map(Proof::entry)
        val lag = unproved.maxOfOrNull { policies.recovery.historyLagMillis - (now.ticks - (it.doubt?.missedTicks ?: now.ticks)) } ?: 0
        return when {
            lost != null -> gap(session, recovery, "The history does not hold message $lost, up to which it was known.", now)

            // It may not show yet what came in last: sending again is worth a moment's patience, over however many links.
            lag > 0 -> wait(unproved.fold(session) { doubting, entry -> doubting.missing(entry, now) }, live, recovery.begunAgain(), lag)

            else -> concluded(session, recovery, missing = null, outcome = null, now)
        }
    }

    private fun gap(session: Session, recovery: Recovery?, reason: String, now: Now): Step = concluded(
        history.restarted(session),
        recovery,
        Missing(reason),
        ResumeOutcome.Gap(session.conversation(ConversationId.MAIN).newestServerId, reason),
        now,
    )

    /** @param outcome what is told; null: that nothing is missing. */
    private fun concluded(session: Session, recovery: Recovery?, missing: Missing?, outcome: ResumeOutcome?, now: Now): Step {
        val found = recovery?.found.orEmpty()
        val settled = settle(session, recovery, missing, now)
        val others = found.filterNot { settled.session.conversation(ConversationId.MAIN).holds(it) }
        val readOnly = (session.phase as? Phase.Live)?.readOnly == true
        val told = if (readOnly) ResumeOutcome.ReadOnly else outcome ?: ResumeOutcome.Continuous(others.size)
        return settled
            .then { backfilled(it, others, recovery?.live ?: session.held) }
            .then { it.step(Deliver(MessagingEvent.Resumed(told))) }
            .then { released(it, now) }
    }

    private fun settle(session: Session, recovery: Recovery?, missing: Missing?, now: Now): Step {
        val proofs = proofs(session, recovery)
        val changed = missing ?: changed(session, recovery, proofs)
        val first = proofs.firstOrNull { it.proof == null && session.awaits(it.entry) }
        return proofs.fold(session.step()) { step, (entry, proof) ->
            when {
                proof != null -> step.then { outbox.acknowledge(it, entry, ownIdentity(entry, proof), now) }
                entry == first?.entry -> step.then { unsettled(it, entry, changed, now) }
                else -> step.then { unsettled(it, entry, missing, now) }
            }
        }
    }

    /**
     * Messages go out one at a time and in order, so those that arrived are the first ones in doubt, in this order. Others may write into
     * the same session: their messages are passed over, by what they say.
     */
    private fun proofs(session: Session, recovery: Recovery?): List<Proof> {
        var rest = recovery?.found.orEmpty()
        return session.outbox.doubtful.map { entry ->
            val proof = rest.firstOrNull { entry.mayBe(it) && recovery?.isInPlace(it, entry) != false }
            if (proof != null) rest = rest.drop(rest.indexOf(proof) + 1)
            Proof(entry, proof)
        }
    }

    /** Exactly one message of the guest stands where the first one without a proof would: the service may have changed its words. */
    private fun changed(session: Session, recovery: Recovery?, proofs: List<Proof>): Missing? {
        val entry = proofs.firstOrNull { it.proof == null && session.awaits(it.entry) }?.entry ?: return null
        val proved = proofs.mapNotNull { it.proof }
        val others = recovery?.found.orEmpty().filter {
            it.direction == Direction.INBOUND && it !in proved && recovery?.isInPlace(it, entry) != false
        }
        return if (others.size == 1) Missing("The history holds one of the guest with other words, which may be this one.") else null
    }

    private fun Session.missing(entry: OutboxEntry, now: Now): Session =
        copy(outbox = outbox.replace(entry.copy(doubt = entry.doubt?.let { it.copy(missedTicks = it.missedTicks ?: now.ticks) })))

    private fun Session.awaits(entry: OutboxEntry): Boolean = outbox.wedged(entry.messageId) == null

    private fun Recovery.placing(page: List<List<String>>): PersistentMap<String, Int> {
        val newest = (places.values.minOrNull() ?: 0) - 1
        val placed = page.asReversed().flatMapIndexed { age, ids -> ids.map { it to newest - age } }
        return places.putAll(placed.filter { (id, _) -> id !in places }.toMap())
    }

    /** @param missing null: the history is complete, so the message never arrived. */
    private fun unsettled(session: Session, entry: OutboxEntry, missing: Missing?, now: Now): Step = when {
        session.outbox.wedged(entry.messageId) != null -> session.step()
        missing == null -> outbox.notArrived(session, entry.copy(doubt = null), entry.doubt?.suspicion, now)
        else -> uncertain(session, entry, missing, now)
    }

    private fun uncertain(session: Session, entry: OutboxEntry, missing: Missing, now: Now): Step {
        val reason = "Nobody can tell whether the service has this message. ${missing.reason}"
        val wish = if (entry.doubt?.resend == true) WhenUncertain.RESEND else policies.recovery.whenUncertain
        return when (wish) {
            WhenUncertain.RESEND -> outbox.notArrived(session, entry, entry.doubt?.suspicion, now)

            WhenUncertain.HOLD -> outbox.wedge(session, entry, ErrorCode.SEND_UNCERTAIN, reason)

            WhenUncertain.ASK ->
                outbox.wedge(session, entry, ErrorCode.SEND_UNCERTAIN, reason).then { held ->
                    val message = held.conversation(entry.conversation).find(entry.messageId)
                    held.step(listOfNotNull(message?.let { Deliver(MessagingEvent.SendUncertain(entry.conversation, it)) }))
                }
        }
    }

    private fun backfilled(session: Session, messages: List<Message>, live: List<Message>): Step {
        val conversation = messages.fold(session.conversation(ConversationId.MAIN)) { whole, message -> whole.insert(message) }
        val cursor = conversation.newestServerId?.let { SaveCursor(CursorRecord(conversation.id, it, conversation.newestTimeMillis)) }
        // In the order of the conversation, which need not keep all of them.
        val told = (messages + live).fold(Conversation(conversation.id)) { whole, message -> whole.insert(message) }.messages
        return session.with(conversation).step(
            told.map { Deliver(MessagingEvent.MessageInserted(conversation.id, it)) } +
                listOfNotNull(cursor.takeIf { messages.isNotEmpty() }),
        )
    }

    private fun released(session: Session, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val free = session.copy(phase = live.copy(recovery = null), unfinished = null)
        val released =
            if (live.readOnly) {
                outbox.wedgeAll(free, ErrorCode.SESSION_READ_ONLY, OutboxRules.READ_ONLY)
            } else {
                outbox.admit(free).then { outbox.pump(it, now) }
            }
        return released.then { history.pump(it, now) }
    }

    private fun backoff(failures: Int, failure: TransportFailure): Long =
        maxOf(failure.retryAfterMillis ?: 0, minOf(RETRY_MILLIS shl (failures - 1), MAX_RETRY_MILLIS))

    private val Session.held: PersistentList<Message> get() = unfinished?.live ?: persistentListOf()

    private data class Proof(val entry: OutboxEntry, val proof: Message?)

    /** Why the history cannot settle everything. */
    private class Missing(val reason: String)

    private companion object {
        /** About half a minute: as long as that, waiting is better than sending what may have arrived. */
        const val MAX_FAILURES = 8
        const val RETRY_MILLIS = 250L
        const val MAX_RETRY_MILLIS = 8_000L
        const val LAG_MILLIS = 1_000L
    }
}

/** The proof keeps the id under which the application knows the message. */
internal fun ownIdentity(own: OutboxEntry, proof: Message): Message = Message
    .Builder(own.messageId, Direction.INBOUND)
    .serverId(proof.serverId)
    .from(proof.from)
    .parts(proof.parts)
    .timeMillis(proof.timeMillis)
    .metadata(proof.metadata)
    .replyTo(proof.replyTo)
    .secondaryId(proof.secondaryId)
    .authenticated(proof.authenticated)
    .build()
