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
        capability.refusal(Capability.HISTORY)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        if (session.phase !is Phase.Live) return session.step(FailCall(input.call, ErrorCode.NOT_CONNECTED, NOT_CONNECTED))
        val waiting = session.copy(historyCalls = session.historyCalls.add(input.call))
        return if (session.paging.startReached) brought(waiting) else pump(waiting, input.now)
    }

    /** Asks for the page that is wanted. Not before what was missed is filled in, and not faster than the service allows. */
    fun pump(session: Session, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val paging = session.paging
        if (session.historyCalls.isEmpty() || paging.fetching || paging.timer || live.recovery != null) return session.step()
        val free = session.historyFreeAtTicks(policies.rate)
        if (free > now.ticks) return wait(session, paging, free - now.ticks)
        return session
            .copy(paging = paging.copy(fetching = true))
            .step(Submit(session.link, LinkCommand.FetchHistory(ConversationId.MAIN, paging.older)))
    }

    fun due(session: Session, key: TimerKey.Paging, now: Now): Step =
        if (key.link != session.link) session.step() else pump(session.copy(paging = session.paging.copy(timer = false)), now)

    fun pageArrived(session: Session, event: LinkEvent.HistoryArrived, now: Now): Step {
        val before = session.paging
        if (!before.fetching) return session.step()
        val page = event.page
        val conversation = session.conversation(page.conversation)
        val fresh = freshOf(session, page.messages)
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
        val next = session.copy(paging = paging).with(merged)
        return next.step(listOfNotNull(cursor)).then {
            if (paging.found.isEmpty() && !paging.startReached && paging.pages < MAX_EMPTY_PAGES) pump(it, now) else brought(it)
        }
    }

    fun pageFailed(session: Session, event: LinkEvent.HistoryFailed): Step {
        val before = session.paging
        if (!before.fetching) return session.step()
        val failure = event.failure
        val paging = before.copy(fetching = false, failures = before.failures + 1)
        if (failure.failureClass.isRetryable && paging.failures < MAX_FAILURES) {
            return wait(session, paging, maxOf(failure.retryAfterMillis ?: 0, RETRY_MILLIS))
        }
        return failed(session.copy(paging = paging), ErrorCode.HISTORY_FETCH_FAILURE, "The history could not be read: ${failure.message}")
    }

    fun linkLost(session: Session): Step = failed(session, ErrorCode.HISTORY_FETCH_FAILURE, LOST)

    /** A new conversation has no older messages that could be reached. */
    fun begunAnew(session: Session): Step = failed(session, ErrorCode.CONVERSATION_ENDED, "The conversation ended before the page arrived.")
        .then { it.copy(paging = Paging()).step() }

    /** Reads from the newest message again: something may be missing between what is here. */
    fun restarted(session: Session): Session = session.copy(paging = session.paging.copy(older = null, startReached = false))

    private fun wait(session: Session, paging: Paging, millis: Long): Step =
        session.copy(paging = paging.copy(timer = true)).step(StartTimer(TimerKey.Paging(session.link), millis))

    private fun brought(session: Session): Step {
        val fetched = FetchedHistory(session.paging.found, session.paging.startReached)
        return session
            .copy(paging = session.paging.resting(), historyCalls = persistentListOf())
            .step(Deliver(MessagingEvent.HistoryFetched(fetched)))
            .then { it.step(session.historyCalls.map { call -> CompleteCall(call, fetched) }) }
    }

    private fun failed(session: Session, code: ErrorCode, message: String): Step {
        val stopped = if (session.paging.timer) listOf(CancelTimer(TimerKey.Paging(session.link))) else emptyList()
        return session
            .copy(paging = session.paging.resting(), historyCalls = persistentListOf())
            .step(stopped + session.historyCalls.map { FailCall(it, code, message) })
    }

    /** What is newer than everything here comes over the live feed, and an own message that is on its way through its proof. */
    private fun freshOf(session: Session, page: List<Message>): List<Message> {
        val conversation = session.conversation(ConversationId.MAIN)
        val here = conversation.serverIds()
        val newest = conversation.newestTimeMillis
        val doubtful = session.outbox.doubtful
        return page.filter { message ->
            val time = message.timeMillis
            val older = newest == null || time == null || time <= newest
            val own = doubtful.any { it.mayBe(message) }
            message.serverId != null && message.serverId !in here && message.secondaryId !in here && older && !own
        }
    }

    private companion object {
        /** A step that finds nothing new ends after so many pages, and the next one goes on from there. */
        const val MAX_EMPTY_PAGES = 8
        const val MAX_FAILURES = 3
        const val RETRY_MILLIS = 1_000L
        const val NOT_CONNECTED = "The history cannot be read: there is no session. Call connect() and wait until it is configured."
        const val LOST = "The connection was lost before the page of history arrived: ask again when it is back."
    }
}
