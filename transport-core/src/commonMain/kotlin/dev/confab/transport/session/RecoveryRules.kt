package dev.confab.transport.session

import dev.confab.transport.backend.HistoryPage
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
import dev.confab.transport.model.MessageStatus
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
    /** The service has accepted the session on a new link. Where there are many conversations, their list comes first. */
    fun opened(session: Session, info: SessionInfo, returning: Boolean, now: Now): Step {
        if (capability.hasMany) return session.step()
        if (!returning) return released(session, ConversationId.MAIN, now)
        if (info.newSession) {
            val fresh = session.with(session.conversation(ConversationId.MAIN).knownNoMore())
            return history
                .begunAnew(fresh)
                .then { concluded(it, unread(it), Missing("The service began a new session."), ResumeOutcome.NewSession, now) }
                .then(outbox::conversationOver)
                .plus(SaveCursor(CursorRecord(ConversationId.MAIN, "", null)))
        }
        unreadable()?.let { return gap(session, unread(session), it, now) }
        val newest = session.conversation(ConversationId.MAIN).newestServerId
        return fetch(session, begun(session, ConversationId.MAIN, newest))
    }

    /** The one conversation, of which nothing can be read. */
    private fun unread(session: Session) =
        Recovery(ConversationId.MAIN, Goal(emptySet(), toStart = true)).copy(live = session.held(ConversationId.MAIN))

    /** Goes on from what an earlier link had read, and tells what waits since then. */
    private fun begun(session: Session, id: ConversationId, newest: String?): Recovery =
        Recovery(id, goal(session, id, newest)).copy(live = session.held(id))

    private fun Session.held(id: ConversationId): PersistentList<Message> = lane(id).unfinished?.live ?: persistentListOf()

    /**
     * The service lists a conversation, of which something may have been missed: with its newest messages, [page], the reading begins.
     */
    fun begun(session: Session, page: HistoryPage, now: Now): Step {
        val id = page.conversation
        val recovery = begun(session, id, session.lane(id).reach)
        return read(session.with(recovery), recovery, page, now)
    }

    private fun unreadable(): String? = capability.refusal(Capability.HISTORY)?.message
        ?: "Reading the history is switched off.".takeIf { policies.recovery.maxHistoryPages == 0 }

    /** What came in since an unfinished reading must not stand for what was before it. */
    private fun goal(session: Session, id: ConversationId, newest: String?): Recovery.Goal {
        val known = session.lane(id).unfinished?.goal ?: Goal.upTo(newest)
        return session.outbox.doubtful(id).fold(known) { whole, entry -> whole + Goal.upTo(entry.doubt?.anchor) }
    }

    fun pageArrived(session: Session, event: LinkEvent.HistoryArrived, now: Now): Step {
        val recovery = session.recovery(event.page.conversation) ?: return session.step()
        return read(session, recovery, event.page, now)
    }

    private fun read(session: Session, before: Recovery, page: HistoryPage, now: Now): Step {
        val conversation = session.conversation(before.conversation)
        val unreadable = unreadable()
        if (unreadable == null && isBehind(before, page.messages, conversation.newestTimeMillis)) {
            return wait(session, before.copy(reread = true), LAG_MILLIS)
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
                newest = if (before.pages == 0) page.messages.lastOrNull { it.serverId != null }?.serverId else before.newest,
            )
        return when {
            recovery.isComplete || page.older == null -> complete(session, recovery, now)

            unreadable != null -> gap(session, recovery, unreadable, now)

            recovery.pages >= policies.recovery.maxHistoryPages ->
                gap(session, recovery, "More was missed than ${recovery.pages} pages of history.", now)

            else -> fetch(session, recovery)
        }
    }

    fun pageFailed(session: Session, event: LinkEvent.HistoryFailed, now: Now): Step {
        val recovery = session.recovery(event.conversation) ?: return session.step()
        val again = recovery.copy(failures = recovery.failures + 1)
        val failure = event.failure
        // A page that was cut off on its way reads as none at all: a broken answer is worth another try as well.
        if (!failure.failureClass.isRetryable || again.failures >= MAX_FAILURES) {
            return gap(session, recovery, "The history could not be read: ${failure.message}", now)
        }
        return wait(session, again, backoff(again.failures, failure))
    }

    fun due(session: Session, key: TimerKey.History): Step {
        val recovery = session.recovery(key.conversation)
        return if (recovery == null || key.link != session.link) session.step() else fetch(session, recovery)
    }

    private fun fetch(session: Session, recovery: Recovery): Step = session
        .reading(recovery)
        .step(Submit(session.link, LinkCommand.FetchHistory(recovery.conversation, recovery.next)))

    /** What was cut short is in [recovery] from now on. */
    private fun Session.reading(recovery: Recovery): Session =
        with(recovery).let { it.with(recovery.conversation, it.lane(recovery.conversation).copy(unfinished = null)) }

    private fun wait(session: Session, recovery: Recovery, millis: Long): Step = session
        .reading(recovery)
        .step(StartTimer(TimerKey.History(session.link, recovery.conversation), millis))

    /** The newest page does not show the newest message that came over the live feed: it may be behind, once. */
    private fun isBehind(recovery: Recovery, page: List<Message>, newestKnown: Long?): Boolean {
        if (recovery.pages > 0 || recovery.reread || newestKnown == null) return false
        val newest = page.mapNotNull(Message::timeMillis).maxOrNull() ?: return true
        return newest < newestKnown
    }

    private fun complete(session: Session, recovery: Recovery, now: Now): Step {
        val lost = recovery.missing.firstOrNull()
        val unproved = proofs(session, recovery).filter { it.proof == null && session.awaits(it.entry) }.map(Proof::entry)
        val lag = unproved.maxOfOrNull { policies.recovery.historyLagMillis - (now.ticks - (it.doubt?.missedTicks ?: now.ticks)) } ?: 0
        return when {
            lost != null -> gap(session, recovery, "The history does not hold message $lost, up to which it was known.", now)

            // It may not show yet what came in last: sending again is worth a moment's patience, over however many links.
            lag > 0 && unreadable() == null -> wait(
                unproved.fold(session) { doubting, entry ->
                    doubting.missing(entry, now)
                },
                recovery.begunAgain(),
                lag,
            )

            else -> concluded(session, recovery, missing = null, outcome = null, now)
        }
    }

    private fun gap(session: Session, recovery: Recovery, reason: String, now: Now): Step = concluded(
        history.restarted(session, recovery.conversation),
        recovery,
        Missing(reason),
        ResumeOutcome.Gap(session.conversation(recovery.conversation).newestServerId, reasonIn(recovery.conversation, reason)),
        now,
    )

    private fun reasonIn(id: ConversationId, reason: String): String = if (capability.hasMany) "Conversation $id: $reason" else reason

    /** @param outcome what is told; null: that nothing is missing. */
    private fun concluded(session: Session, recovery: Recovery, missing: Missing?, outcome: ResumeOutcome?, now: Now): Step {
        val id = recovery.conversation
        val settled = settle(session, recovery, missing, now)
        val unknown = recovery.found.filterNot { settled.session.conversation(id).holds(it) }
        // One that is in flight on this link is known by its proof, if it is that one.
        val (own, others) = unknown.partition { settled.session.outbox.awaits(id, it) }
        val readOnly = (session.phase as? Phase.Live)?.readOnly == true
        val told = if (readOnly) ResumeOutcome.ReadOnly else outcome ?: ResumeOutcome.Continuous(others.size)
        return settled
            .then { backfilled(it, id, others, recovery.live) }
            .then { it.reaching(recovery, own).step() }
            .then { resumed(it, told) }
            .then { released(it, id, now) }
            .then { if (recovery.again) fetch(it, Recovery(id, goal(it, id, it.lane(id).reach))) else it.step() }
    }

    /** Nothing is missing up to the newest message that was read, or what is missing was told. */
    private fun Session.reaching(recovery: Recovery, own: List<Message>): Session {
        val lane = lane(recovery.conversation)
        val reach = if (capability.hasMany) recovery.newest ?: lane.reach else null
        return with(recovery.conversation, lane.copy(reach = reach, unfinished = null, held = lane.held.addAll(own)))
            .withoutRecovery(recovery.conversation)
    }

    /** One conversation more is settled: the one outcome of the reconnect is told with the last. */
    private fun resumed(session: Session, outcome: ResumeOutcome): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val resuming = live.resuming
        if (resuming != null) return resumedWhenDone(session.copy(phase = live.copy(resuming = resuming + outcome)))
        // Not after a reconnect: what is missing must be told all the same.
        val gap = outcome as? ResumeOutcome.Gap ?: return session.step()
        return session.step(Deliver(MessagingEvent.Error(ErrorCode.HISTORY_FETCH_FAILURE, "Messages may be missing. ${gap.reason}")))
    }

    /** Tells how the session stands after a reconnect, as soon as that is known of all its conversations. */
    fun resumedWhenDone(session: Session): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val resuming = live.resuming ?: return session.step()
        if (live.awaitsListing || live.recoveries.isNotEmpty()) return session.step()
        return session.copy(phase = live.copy(resuming = null)).step(Deliver(MessagingEvent.Resumed(resuming.outcome)))
    }

    private fun settle(session: Session, recovery: Recovery, missing: Missing?, now: Now): Step {
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
    private fun proofs(session: Session, recovery: Recovery): List<Proof> {
        var rest = recovery.found
        return session.outbox.doubtful(recovery.conversation).map { entry ->
            val proof = rest.firstOrNull { entry.mayBe(it) && recovery.isInPlace(it, entry) }
            if (proof != null) rest = rest.drop(rest.indexOf(proof) + 1)
            Proof(entry, proof)
        }
    }

    /** Exactly one message of the guest stands where the first one without a proof would: the service may have changed its words. */
    private fun changed(session: Session, recovery: Recovery, proofs: List<Proof>): Missing? {
        val entry = proofs.firstOrNull { it.proof == null && session.awaits(it.entry) }?.entry ?: return null
        val proved = proofs.mapNotNull { it.proof }
        val others = recovery.found.filter {
            it.direction == Direction.INBOUND && it !in proved && recovery.isInPlace(it, entry)
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
        else -> uncertain(session, entry, missing.reason, now)
    }

    /** The policy decides what becomes of it. */
    fun uncertain(session: Session, entry: OutboxEntry, why: String, now: Now): Step {
        val reason = "Nobody can tell whether the service has this message. $why"
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

    private fun backfilled(session: Session, id: ConversationId, messages: List<Message>, live: List<Message>): Step {
        val conversation = messages.fold(session.conversation(id)) { whole, message -> whole.insert(message) }
        val cursor = conversation.newestServerId?.let { SaveCursor(CursorRecord(conversation.id, it, conversation.newestTimeMillis)) }
        // In the order of the conversation, which need not keep all of them.
        val told = (messages + live).fold(Conversation(conversation.id)) { whole, message -> whole.insert(message) }.messages
        return session.with(conversation).step(
            told.map { Deliver(MessagingEvent.MessageInserted(conversation.id, it)) } +
                listOfNotNull(cursor.takeIf { messages.isNotEmpty() }),
        )
    }

    /** Nothing is held back any more in this conversation. */
    private fun released(session: Session, id: ConversationId, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val free = session.withoutRecovery(id).let { it.with(id, it.lane(id).copy(unfinished = null)) }
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
internal fun ownIdentity(own: OutboxEntry, proof: Message): Message = proof.copyAs(own.messageId).status(MessageStatus.Sent).build()
