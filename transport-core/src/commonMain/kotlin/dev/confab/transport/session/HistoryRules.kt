package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FetchedHistory
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveCursor
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.store.CursorRecord
import kotlinx.collections.immutable.persistentListOf

/**
 * Reading further back on the guest's wish, page by page. A page may overlap with what is here, because live messages move the pages: what
 * is here already is left out, and a page that brings nothing new leads on to the next one.
 */
internal class HistoryRules(private val policies: SessionPolicies, private val capability: CapabilityRules) {
    /** Who asks while a page is on its way shares it. */
    fun next(session: Session, input: SessionInput.NextHistory): Step {
        val id = input.conversation
        val refusal = capability.refusal(Capability.HISTORY) ?: capability.unknown(session, id)
        if (refusal != null) return session.step(FailCall(input.call, refusal.code, refusal.message))
        if (session.phase !is Phase.Live) return session.step(FailCall(input.call, ErrorCode.NOT_CONNECTED, NOT_CONNECTED))
        val lane = session.lane(id)
        val waiting = session.with(id, lane.copy(historyCalls = lane.historyCalls.add(input.call)))
        // What the service does not know has no older messages there.
        val isAtStart = lane.paging.startReached || session.openingOf(id) != null
        return if (isAtStart) brought(waiting, id, startOfConversation = true) else pump(waiting, id, input.now)
    }

    /** Asks for the pages that are wanted, of any conversation. */
    fun pump(session: Session, now: Now): Step = session.lanes.keys.fold(session.step()) { step, id -> step.then { pump(it, id, now) } }

    /** Asks for the page that is wanted. Not before what was missed is filled in, and not faster than the service allows. */
    private fun pump(session: Session, id: ConversationId, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val lane = session.lane(id)
        val paging = lane.paging
        val isBusy = paging.fetching || paging.timer || live.awaitsListing || id in live.recoveries
        if (lane.historyCalls.isEmpty() || isBusy) return session.step()
        val free = session.historyFreeAtTicks(policies.rate)
        if (free > now.ticks) return wait(session, id, paging, free - now.ticks)
        return session
            .withPaging(id, paging.copy(fetching = true))
            .step(Submit(session.link, LinkCommand.FetchHistory(id, paging.older)))
    }

    fun due(session: Session, key: TimerKey.Paging, now: Now): Step {
        if (key.link != session.link) return session.step()
        val id = key.conversation
        return pump(session.withPaging(id, session.lane(id).paging.copy(timer = false)), id, now)
    }

    fun pageArrived(session: Session, event: LinkEvent.HistoryArrived, now: Now): Step {
        val page = event.page
        val id = page.conversation
        val before = session.lane(id).paging
        if (!before.fetching) return session.step()
        val conversation = session.conversation(id)
        val fresh = freshOf(session, id, page.messages)
        val paging =
            before.copy(
                older = page.older ?: before.older,
                startReached = page.older == null,
                fetching = false,
                found = fresh + before.found,
                pages = before.pages + 1,
                failures = 0,
            )
        val merged = fresh.fold(conversation) { whole, message -> whole.insert(message) }
        val newest = merged.newestServerId
        val cursor = newest?.takeIf { it != conversation.newestServerId }?.let {
            SaveCursor(CursorRecord(merged.id, it, merged.newestTimeMillis))
        }
        return session.withPaging(id, paging).with(merged).step(listOfNotNull(cursor)).then {
            val isStepOver = paging.found.isNotEmpty() || paging.startReached || paging.pages >= MAX_EMPTY_PAGES
            // How often pages may be asked for is counted over all conversations, but each is read for itself.
            if (isStepOver) brought(it, id, paging.startReached) else pump(it, id, now)
        }
    }

    fun pageFailed(session: Session, event: LinkEvent.HistoryFailed): Step {
        val id = event.conversation
        val before = session.lane(id).paging
        if (!before.fetching) return session.step()
        val failure = event.failure
        val paging = before.copy(fetching = false, failures = before.failures + 1)
        if (failure.failureClass.isRetryable && paging.failures < MAX_FAILURES) {
            return wait(session, id, paging, maxOf(failure.retryAfterMillis ?: 0, RETRY_MILLIS))
        }
        val reason = "The history could not be read: ${failure.message}"
        return failed(session.withPaging(id, paging), id, ErrorCode.HISTORY_FETCH_FAILURE, reason)
    }

    fun linkLost(session: Session): Step =
        session.lanes.keys.fold(session.step()) { step, id -> step.then { failed(it, id, ErrorCode.HISTORY_FETCH_FAILURE, LOST) } }

    /** A new conversation has no older messages that could be reached. */
    fun begunAnew(session: Session): Step = over(session, ConversationId.MAIN)

    /** Nothing older can be reached any more. */
    fun over(session: Session, id: ConversationId): Step =
        failed(session, id, ErrorCode.CONVERSATION_ENDED, "The conversation ended before the page arrived.")
            .then { it.withPaging(id, Paging()).step() }

    /** Reads from the newest message again: something may be missing between what is here. */
    fun restarted(session: Session, id: ConversationId): Session =
        session.withPaging(id, session.lane(id).paging.copy(older = null, startReached = false))

    private fun wait(session: Session, id: ConversationId, paging: Paging, millis: Long): Step =
        session.withPaging(id, paging.copy(timer = true)).step(StartTimer(TimerKey.Paging(session.link, id), millis))

    private fun brought(session: Session, id: ConversationId, startOfConversation: Boolean): Step {
        val lane = session.lane(id)
        val fetched = FetchedHistory(lane.paging.found, startOfConversation)
        return session
            .with(id, lane.copy(paging = lane.paging.resting(), historyCalls = persistentListOf()))
            .step(Deliver(MessagingEvent.HistoryFetched(id, fetched)))
            .then { it.step(lane.historyCalls.map { call -> CompleteCall(call, fetched) }) }
    }

    private fun failed(session: Session, id: ConversationId, code: ErrorCode, message: String): Step {
        val lane = session.lane(id)
        val stopped = if (lane.paging.timer) listOf(CancelTimer(TimerKey.Paging(session.link, id))) else emptyList()
        return session
            .with(id, lane.copy(paging = lane.paging.resting(), historyCalls = persistentListOf()))
            .step(stopped + lane.historyCalls.map { FailCall(it, code, message) })
    }

    /** What is newer than everything here comes over the live feed, and an own message that is on its way through its proof. */
    private fun freshOf(session: Session, id: ConversationId, page: List<Message>): List<Message> {
        val conversation = session.conversation(id)
        val here = conversation.serverIds()
        val newest = conversation.newestTimeMillis
        val doubtful = session.outbox.doubtful.filter { it.conversation == id }
        return page.filter { message ->
            val time = message.timeMillis
            val older = newest == null || time == null || time <= newest
            val own = doubtful.any { it.mayBe(message) }
            message.serverId != null && message.serverId !in here && message.secondaryId !in here && older && !own
        }
    }

    private fun Session.withPaging(id: ConversationId, paging: Paging): Session = with(id, lane(id).copy(paging = paging))

    private companion object {
        /** A step that finds nothing new ends after so many pages, and the next one goes on from there. */
        const val MAX_EMPTY_PAGES = 8
        const val MAX_FAILURES = 3
        const val RETRY_MILLIS = 1_000L
        const val NOT_CONNECTED = "The history cannot be read: there is no session. Call connect() and wait until it is configured."
        const val LOST = "The connection was lost before the page of history arrived: ask again when it is back."
    }
}
