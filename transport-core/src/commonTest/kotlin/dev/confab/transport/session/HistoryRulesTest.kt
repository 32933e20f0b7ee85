package dev.confab.transport.session

import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FetchedHistory
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.entry
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.message
import dev.confab.transport.session.Samples.plus
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.Samples.withOutbox
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class HistoryRulesTest {
    private val machine = Samples.machine()

    @Test
    fun a_page_is_merged_without_what_is_here_already() {
        val here = live(readOnly = true).with(live().conversation(ConversationId.MAIN).insert(message("s3", 3)))
        val asked = machine.step(here, next(1))
        assertEquals(LinkCommand.FetchHistory(ConversationId.MAIN, null), asked.effects.filterIsInstance<Submit>().single().command)
        val brought = machine.step(asked.session, page("2", message("s1", 1), message("s2", 2), message("s3", 3)))
        val fetched = brought.effects.filterIsInstance<CompleteCall>().single().value as FetchedHistory
        assertEquals(listOf("s1", "s2"), fetched.messages.map { it.serverId })
        assertEquals(false, fetched.startOfConversation)
        assertEquals(listOf("s1", "s2", "s3"), brought.session.conversation(ConversationId.MAIN).messages.map { it.serverId })
        assertEquals(1, brought.effects.count { it is Deliver && it.event is MessagingEvent.HistoryFetched })
        val further = machine.step(brought.session, next(2))
        assertEquals(
            LinkCommand.FetchHistory(ConversationId.MAIN, Cursor("2")),
            further.effects.filterIsInstance<Submit>().single().command,
        )
    }

    @Test
    fun a_page_that_brings_nothing_new_leads_on_to_the_next() {
        val here = live().with(live().conversation(ConversationId.MAIN).insert(message("s3", 3)))
        val empty = machine.step(machine.step(here, next(1)).session, page("2", message("s3", 3)))
        assertEquals(LinkCommand.FetchHistory(ConversationId.MAIN, Cursor("2")), empty.effects.filterIsInstance<Submit>().single().command)
        val brought = machine.step(empty.session, page(null, message("s1", 1)))
        val fetched = brought.effects.filterIsInstance<CompleteCall>().single().value as FetchedHistory
        assertEquals(listOf("s1"), fetched.messages.map { it.serverId })
        assertTrue(fetched.startOfConversation)
    }

    @Test
    fun after_the_start_nobody_is_asked() {
        val start = machine.step(machine.step(live(), next(1)).session, page(null, message("s1", 1))).session
        val after = machine.step(start, next(2))
        assertTrue(after.effects.none { it is Submit })
        assertEquals(FetchedHistory(emptyList(), true), after.effects.filterIsInstance<CompleteCall>().single().value)
    }

    @Test
    fun who_asks_meanwhile_shares_the_page() {
        val second = machine.step(machine.step(live(), next(1)).session, next(2))
        assertEquals(emptyList(), second.effects)
        val brought = machine.step(second.session, page("2", message("s1", 1)))
        assertEquals(listOf(CallId(1), CallId(2)), brought.effects.filterIsInstance<CompleteCall>().map { it.call })
    }

    @Test
    fun an_own_message_that_is_on_its_way_is_not_doubled() {
        val sending = live().withOutbox(entry(1, OutboxEntry.Stage.IN_FLIGHT))
        val own = message("s1", 5, Direction.INBOUND, "text 1")
        val brought = machine.step(machine.step(sending, next(1)).session, page(null, message("s0", 1), own)).session
        val proved = machine.step(brought, received(Samples.arrived(own, "m1"))).session
        assertEquals(listOf("s0", "s1"), proved.conversation(ConversationId.MAIN).messages.map { it.serverId })
    }

    @Test
    fun a_failure_is_typed_after_a_few_tries_and_the_page_is_not_lost() {
        var session = machine.step(live(), next(1)).session
        repeat(2) {
            val failed = machine.step(session, received(LinkEvent.HistoryFailed(ConversationId.MAIN, Samples.TRANSIENT)))
            assertEquals(1_000, failed.effects.filterIsInstance<StartTimer>().single().delayMillis)
            session = machine.step(failed.session, SessionInput.TimerFired(TimerKey.Paging(1), 0.5, NOW)).session
        }
        val last = machine.step(session, received(LinkEvent.HistoryFailed(ConversationId.MAIN, Samples.TRANSIENT)))
        assertEquals(ErrorCode.HISTORY_FETCH_FAILURE, last.effects.filterIsInstance<FailCall>().single().code)
        assertEquals(1, machine.step(last.session, next(2)).effects.count { it is Submit })
    }

    @Test
    fun a_lost_link_fails_who_waits_with_the_typed_error() {
        val asked = machine.step(live(), next(1)).session
        val lost = machine.step(asked, SessionInput.LinkFailed(1, Samples.TRANSIENT, 0.5, NOW))
        assertEquals(ErrorCode.HISTORY_FETCH_FAILURE, lost.effects.filterIsInstance<FailCall>().single().code)
    }

    @Test
    fun REL9_ten_pages_go_out_in_a_minute_and_the_next_one_waits() {
        var session = live()
        repeat(10) { page ->
            session = machine.step(session, next(page + 1L, NOW.plus(page * 100L))).session
            session = machine.step(session, page("${page + 2}", message("s-$page", 100L - page))).session
        }
        val eleventh = machine.step(session, next(11, NOW.plus(2_000)))
        assertTrue(eleventh.effects.none { it is Submit })
        assertEquals(58_000, eleventh.effects.filterIsInstance<StartTimer>().single().delayMillis)
        val due = machine.step(eleventh.session, SessionInput.TimerFired(TimerKey.Paging(1), 0.5, NOW.plus(60_000)))
        assertEquals(1, due.effects.count { it is Submit })
    }

    @Test
    fun without_a_session_there_is_no_history() {
        assertEquals(ErrorCode.NOT_CONNECTED, machine.step(Session(), next(1)).effects.filterIsInstance<FailCall>().single().code)
    }

    private fun next(call: Long, now: Now = NOW) = SessionInput.NextHistory(CallId(call), ConversationId.MAIN, now)

    private fun page(older: String?, vararg messages: Message) =
        received(LinkEvent.HistoryArrived(HistoryPage(ConversationId.MAIN, messages.toList(), older?.let(::Cursor))))
}
