package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.session.ManySamples.LOCAL
import dev.confab.transport.session.ManySamples.ONE
import dev.confab.transport.session.ManySamples.TWO
import dev.confab.transport.session.ManySamples.change
import dev.confab.transport.session.ManySamples.commands
import dev.confab.transport.session.ManySamples.completed
import dev.confab.transport.session.ManySamples.drafted
import dev.confab.transport.session.ManySamples.events
import dev.confab.transport.session.ManySamples.failed
import dev.confab.transport.session.ManySamples.hear
import dev.confab.transport.session.ManySamples.ids
import dev.confab.transport.session.ManySamples.inserted
import dev.confab.transport.session.ManySamples.list
import dev.confab.transport.session.ManySamples.listed
import dev.confab.transport.session.ManySamples.own
import dev.confab.transport.session.ManySamples.page
import dev.confab.transport.session.ManySamples.relinked
import dev.confab.transport.session.ManySamples.said
import dev.confab.transport.session.ManySamples.sends
import dev.confab.transport.session.ManySamples.sent
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

class ListingRulesTest {
    private val machine = ManySamples.machine()

    @Test
    fun the_first_list_brings_the_conversations_with_their_messages() {
        val step = machine.hear(ManySamples.unlisted(), list(listed(ONE, said(1), said(2), unread = 2), listed(TWO, said(3))))
        assertEquals(listOf(ONE, TWO), step.events.map { assertIs<MessagingEvent.ConversationAdded>(it).conversation.id })
        assertEquals(listOf("s1", "s2"), step.session.ids(ONE))
        assertEquals(listOf(TWO, ONE), machine.conversations(step.session).map { it.id }, "where something happened last stands in front")
        assertEquals(2, machine.conversations(step.session).last().unreadCount)
    }

    @Test
    fun nothing_is_sent_before_the_list() {
        val waiting = machine.sent(machine.drafted(ManySamples.unlisted()), 1, LOCAL)
        assertEquals(emptyList(), waiting.sends)
        assertEquals(listOf(LOCAL), machine.hear(waiting.session, list()).sends.map { it.conversation })
    }

    @Test
    fun a_change_that_goes_on_where_the_last_one_ended_is_inserted() {
        val step = machine.hear(ManySamples.live(machine, listed(ONE, said(1))), change(listed(ONE, said(1), said(2), older = true)))
        assertEquals(listOf<String?>("s2"), step.inserted)
        assertEquals(emptyList(), step.commands)
    }

    @Test
    fun REL5_a_change_with_a_hole_before_it_is_read_back_and_told_in_order() {
        val before = ManySamples.live(machine, listed(ONE, said(1)))
        val hole = machine.hear(before, change(listed(ONE, said(4), said(5), older = true)))
        assertEquals(emptyList(), hole.inserted)
        assertEquals(listOf(ONE), hole.commands.map { assertIs<LinkCommand.FetchHistory>(it).conversation })

        val read = machine.hear(hole.session, LinkEvent.HistoryArrived(page(ONE, said(1), said(2), said(3))))
        assertEquals(listOf<String?>("s2", "s3", "s4", "s5"), read.inserted)
        assertFalse(read.events.any { it is MessagingEvent.Resumed }, "no connection was made again")
    }

    @Test
    fun REL5_a_proof_does_not_hide_what_was_said_before_it() {
        val live = ManySamples.live(machine, listed(ONE, said(1)))
        val proved = machine.hear(machine.sent(live, 1, ONE).session, LinkEvent.MessageArrived(ONE, own(9, "text 1"), MessageId("m1")))
        // What came in between was not told of yet, and the proof is newer.
        val step = machine.hear(proved.session, change(listed(ONE, said(8), own(9, "text 1"), older = true)))
        assertEquals(listOf(ONE), step.commands.map { assertIs<LinkCommand.FetchHistory>(it).conversation })
        val read = machine.hear(step.session, LinkEvent.HistoryArrived(page(ONE, said(1), said(7))))
        assertEquals(listOf<String?>("s7", "s8"), read.inserted)
        assertEquals(listOf<String?>("s1", "s7", "s8", "s9"), read.session.ids(ONE))
    }

    @Test
    fun an_own_message_that_is_listed_before_its_proof_is_shown_once() {
        val sending = machine.sent(ManySamples.live(machine, listed(ONE, said(1))), 1, ONE).session
        val hinted = machine.hear(sending, change(listed(ONE, said(1), own(2, "text 1"), said(3))))
        assertEquals(listOf<String?>("s3"), hinted.inserted)
        val proved = machine.hear(hinted.session, LinkEvent.MessageArrived(ONE, own(2, "text 1"), MessageId("m1")))
        assertEquals(listOf<String?>("s1", "s2", "s3"), proved.session.ids(ONE))
        assertEquals(emptyList(), proved.inserted)
    }

    @Test
    fun the_same_words_from_another_device_are_another_message() {
        val sending = machine.sent(ManySamples.live(machine, listed(ONE, said(1))), 1, ONE).session
        val hinted = machine.hear(sending, change(listed(ONE, said(1), own(2, "text 1"))))
        val proved = machine.hear(hinted.session, LinkEvent.MessageArrived(ONE, own(3, "text 1"), MessageId("m1")))
        assertEquals(listOf<String?>("s2"), proved.inserted)
        assertEquals(listOf<String?>("s1", "s2", "s3"), proved.session.ids(ONE))
    }

    @Test
    fun REL5_the_outcome_of_a_reconnect_is_told_once_with_what_was_missed_in_all() {
        val again = machine.relinked(ManySamples.live(machine, listed(ONE, said(1)), listed(TWO, said(2))))
        val first = machine.hear(again, list(listed(ONE, said(1), said(3)), listed(TWO, said(6), said(7), older = true)))
        assertEquals(listOf<String?>("s3"), first.inserted)
        assertFalse(first.events.any { it is MessagingEvent.Resumed })

        val last = machine.hear(first.session, LinkEvent.HistoryArrived(page(TWO, said(2), said(5))))
        assertEquals(listOf<String?>("s5", "s6", "s7"), last.inserted)
        assertEquals(ResumeOutcome.Continuous(4), last.events.filterIsInstance<MessagingEvent.Resumed>().single().outcome)
    }

    @Test
    fun REL5_a_hole_that_cannot_be_read_is_told_and_names_the_conversation() {
        val again = machine.relinked(ManySamples.live(machine, listed(ONE, said(1)), listed(TWO, said(2))))
        val first = machine.hear(again, list(listed(ONE, said(1)), listed(TWO, said(6), older = true)))
        val last = machine.hear(first.session, LinkEvent.HistoryFailed(TWO, Samples.PERMANENT))
        val gap = assertIs<ResumeOutcome.Gap>(last.events.filterIsInstance<MessagingEvent.Resumed>().single().outcome)
        assertEquals("s2", gap.from)
        assertTrue("c2" in gap.reason, gap.reason)
        assertEquals(listOf<String?>("s6"), last.inserted)
    }

    @Test
    fun a_conversation_goes_on_as_soon_as_it_is_read_whatever_the_others_do() {
        val live = ManySamples.live(machine, listed(ONE, said(1)), listed(TWO, said(2)))
        val again = listOf(1 to ONE, 2 to TWO).fold(machine.relinked(live)) { session, (number, id) ->
            machine.sent(session, number, id).session
        }
        val first = machine.hear(again, list(listed(ONE, said(1)), listed(TWO, said(7), older = true)))
        assertEquals(listOf(ONE), first.sends.map { it.conversation })
        val last = machine.hear(first.session, LinkEvent.HistoryArrived(page(TWO, said(2))))
        assertEquals(listOf(TWO), last.sends.map { it.conversation })
    }

    @Test
    fun what_a_complete_list_does_not_hold_is_gone_and_its_messages_are_kept() {
        val live = ManySamples.live(machine, listed(ONE, said(1)), listed(TWO, said(2)))
        val again = machine.relinked(machine.sent(live, 1, TWO).session)
        val step = machine.hear(again, list(listed(ONE, said(1))))
        val removed = step.events.filterIsInstance<MessagingEvent.ConversationRemoved>().single()
        assertEquals(TWO to ConversationRemoval.GONE, removed.conversation to removed.reason)
        assertEquals(listOf(CallId(1_001) to ErrorCode.CONVERSATION_ENDED), step.failed.map { it.call to it.code })
        assertIs<MessageStatus.Wedged>(step.session.conversation(TWO).find(MessageId("m1"))?.status)
        assertEquals(listOf(ONE), machine.conversations(step.session).map { it.id })
        assertTrue(SessionEffect.RemoveConversation(TWO) in step.effects)

        val retried = machine.step(step.session, SessionInput.Retry(CallId(5), MessageId("m1"), null, Samples.NOW))
        assertEquals(ErrorCode.CONVERSATION_ENDED, retried.failed.single().code)
        val discarded = machine.step(step.session, SessionInput.Discard(CallId(5), MessageId("m1"), Samples.NOW))
        assertEquals(CallId(5), discarded.completed.single().call)
        assertFalse(TWO in discarded.session.conversations)
    }

    @Test
    fun one_that_comes_back_is_added_anew() {
        val live = ManySamples.live(machine, listed(ONE, said(1)))
        val left = machine.hear(live, change(listed(ONE, active = false)))
        assertEquals(
            ConversationRemoval.LEFT_ELSEWHERE,
            left.events.filterIsInstance<MessagingEvent.ConversationRemoved>().single().reason,
        )
        val back = machine.hear(left.session, change(listed(ONE, said(1), said(2))))
        assertEquals(ONE, back.events.filterIsInstance<MessagingEvent.ConversationAdded>().single().conversation.id)
        assertEquals(listOf<String?>("s1", "s2"), back.session.ids(ONE))
    }

    @Test
    fun the_main_conversation_begins_with_its_first_message_and_anew_after_it_was_left() {
        val main = ManySamples.machine(main = NewConversation("Help", listOf("bob@example.org")))
        val session = main.hear(main.prepared(ManySamples.unlisted()), list()).session
        val sending = main.sent(session, 1, ConversationId.MAIN)
        assertEquals("Help", sending.sends.single().opening?.subject)
        val opened = main.hear(sending.session, LinkEvent.ConversationOpened(ConversationId.MAIN, ONE)).session
        val proved = main.hear(opened, LinkEvent.MessageArrived(ONE, own(1, "text 1"), MessageId("m1")))
        assertEquals(MessageStatus.Sent, proved.session.conversation(ConversationId.MAIN).find(MessageId("m1"))?.status)
        assertEquals(listOf(ONE), main.sent(proved.session, 2, ConversationId.MAIN).sends.map { it.conversation })

        val gone = main.hear(proved.session, LinkEvent.ConversationGone(ONE, ConversationRemoval.CLOSED))
        assertEquals(
            listOf("ConversationRemoved(main, CLOSED)", "ConversationAdded(Conversation(main, 0 messages))"),
            gone.events.map { it.toString() },
        )
        assertEquals(ConversationStatus.DRAFT, main.main(gone.session).status)
        assertEquals("Help", main.sent(gone.session, 3, ConversationId.MAIN).sends.single().opening?.subject)
    }

    @Test
    fun without_a_main_conversation_what_names_none_is_refused() {
        val live = ManySamples.live(machine)
        val step = machine.step(live, ManySamples.send(1, ConversationId.MAIN))
        assertEquals(ErrorCode.INVALID_ARGUMENT, step.failed.single().code)
        val unknown = machine.step(live, ManySamples.send(1, ONE))
        assertEquals(ErrorCode.CONVERSATION_NOT_FOUND, unknown.failed.single().code)
        val draft = machine.step(live, SessionInput.EditDraft(CallId(1), ConversationId.MAIN, Draft("x")))
        assertEquals(ErrorCode.INVALID_ARGUMENT, draft.failed.single().code)
    }

    @Test
    fun a_closed_one_stays_and_takes_no_messages() {
        val closed = listed(ONE, said(1)).let {
            ListedConversation(it.info.toBuilder().closed(true).build(), it.newest)
        }
        val live = ManySamples.live(machine, closed)
        assertEquals(ConversationStatus.CLOSED, machine.conversations(live).single().status)
        assertEquals(ErrorCode.CONVERSATION_ENDED, machine.step(live, ManySamples.send(1, ONE)).failed.single().code)
    }
}
