package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.RecoveryPolicy
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
import dev.confab.transport.session.ManySamples.list
import dev.confab.transport.session.ManySamples.listed
import dev.confab.transport.session.ManySamples.own
import dev.confab.transport.session.ManySamples.page
import dev.confab.transport.session.ManySamples.relinked
import dev.confab.transport.session.ManySamples.said
import dev.confab.transport.session.ManySamples.sends
import dev.confab.transport.session.ManySamples.sent
import dev.confab.transport.session.ManySamples.wish
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.plus
import dev.confab.transport.store.SessionRecord
import dev.confab.transport.store.StoredSession
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Conversations that were made here, and how they begin. */
class BeginningRulesTest {
    private val machine = ManySamples.machine()
    private val live = ManySamples.live(machine)

    @Test
    fun a_draft_is_stored_and_asks_nobody() {
        val step = machine.step(live, wish(ConversationWish.Create(LOCAL, NewConversation("Subject", listOf("bob@example.org")))))
        assertEquals(emptyList(), step.commands)
        assertEquals(LOCAL, step.effects.filterIsInstance<SessionEffect.SaveConversation>().single().record.id)
        assertEquals(LOCAL, assertIs<MessagingEvent.ConversationAdded>(step.events.single()).conversation.id)
        assertEquals(ConversationStatus.DRAFT, machine.conversations(step.session).single().status)
        val long = machine.step(live, wish(ConversationWish.Create(LOCAL, NewConversation("x".repeat(51), emptyList()))))
        assertEquals(ErrorCode.SUBJECT_TOO_LONG, long.failed.single().code)
    }

    @Test
    fun a_draft_without_participants_takes_no_message() {
        val made = machine.step(live, wish(ConversationWish.Create(LOCAL, NewConversation.EMPTY))).session
        assertEquals(ErrorCode.NO_PARTICIPANTS, machine.step(made, ManySamples.send(1, LOCAL)).failed.single().code)
    }

    @Test
    fun REL4_the_list_of_the_next_link_tells_that_a_conversation_had_begun() {
        val lost = machine.relinked(machine.sent(machine.drafted(live), 1, LOCAL).session)
        assertEquals(ConversationStatus.OPENING, machine.conversations(lost).single().status)
        val step = machine.hear(
            lost,
            list(listed(TWO, own(1, "other"), subject = "Subject"), listed(ONE, own(2, "text 1"), subject = "Subject")),
        )
        assertEquals(listOf(CallId(1_001)), step.completed.map { it.call })
        assertEquals("c1", step.session.conversation(LOCAL).serverId)
        assertEquals(listOf<String?>("s2"), step.session.ids(LOCAL))
        assertEquals(emptyList(), step.commands)
        assertEquals("c1", step.effects.filterIsInstance<SessionEffect.SaveConversation>().first { it.record.id == LOCAL }.record.serverId)
        assertEquals(setOf(LOCAL, TWO), step.session.conversations.keys)
    }

    @Test
    fun REL4_what_the_list_does_not_hold_twice_is_sent_again() {
        val lost = machine.relinked(machine.sent(machine.drafted(live), 1, LOCAL).session)
        val step = machine.hear(lost, list(listed(ONE, own(2, "text 1"), subject = "Another subject")))
        assertEquals(emptyList(), step.commands)
        val timer = step.effects.filterIsInstance<SessionEffect.StartTimer>().single { it.key is TimerKey.Listing }
        val due = machine.step(step.session, SessionInput.TimerFired(timer.key, 0.0, NOW.plus(timer.delayMillis)))
        assertEquals(listOf<LinkCommand>(LinkCommand.ListConversations), due.commands)
        val again = machine.hear(due.session, list(listed(ONE, own(2, "text 1"), subject = "Another subject")), NOW.plus(timer.delayMillis))
        assertEquals(listOf(LOCAL), again.sends.map { it.conversation })
        assertEquals(2, again.sends.single().attempt)
    }

    @Test
    fun REL4_a_beginning_further_back_than_the_list_shows_is_read_to_its_start() {
        val lost = machine.relinked(machine.sent(machine.drafted(live), 1, LOCAL).session)
        val step = machine.hear(lost, list(listed(ONE, said(8), said(9), older = true, subject = "Subject")))
        assertEquals(listOf(ONE), step.commands.map { assertIs<LinkCommand.FetchHistory>(it).conversation })
        val read = machine.hear(step.session, LinkEvent.HistoryArrived(page(ONE, own(1, "text 1"), said(7))))
        assertEquals(listOf(CallId(1_001)), read.completed.map { it.call })
        assertEquals(listOf<String?>("s1", "s7", "s8", "s9"), read.session.ids(LOCAL))
    }

    @Test
    fun two_drafts_that_are_alike_are_told_apart_by_their_messages() {
        val other = ConversationId("other")
        val drafts = machine.drafted(machine.drafted(live), id = other)
        val lost = machine.relinked(machine.sent(machine.sent(drafts, 1, LOCAL).session, 2, other).session)
        val step = machine.hear(
            lost,
            list(listed(ONE, own(1, "text 2"), subject = "Subject"), listed(TWO, own(2, "text 1"), subject = "Subject")),
        )
        assertEquals("c2" to "c1", step.session.conversation(LOCAL).serverId to step.session.conversation(other).serverId)
        assertEquals(2, step.completed.size)
    }

    private fun twins(machine: SessionMachine, texts: Pair<String, String> = "text 1" to "text 2"): Session {
        val drafts = machine.drafted(machine.drafted(live), id = OTHER)
        val first = machine.sent(drafts, 1, LOCAL, texts.first).session
        return machine.relinked(machine.sent(first, 2, OTHER, texts.second).session)
    }

    @Test
    fun REL4_two_drafts_that_cannot_be_told_apart_are_never_taken_for_each_other() {
        val hold = RecoveryPolicy(20, RecoveryPolicy.WhenUncertain.HOLD)
        val holding = ManySamples.machine(SessionPolicies(rate = RatePolicy(0, 5_000, 30_000), recovery = hold))
        val both = list(listed(ONE, said(8), older = true, subject = "Subject"), listed(TWO, said(9), older = true, subject = "Subject"))
        val held = holding.hear(twins(holding), both)
        assertEquals(setOf(ErrorCode.SEND_UNCERTAIN), held.failed.map { it.code }.toSet())
        assertEquals(2, held.failed.size)
        listOf(LOCAL, OTHER).forEach { assertNull(held.session.conversation(it).serverId, "$it") }
        assertEquals(setOf(LOCAL, OTHER, ONE, TWO), held.session.conversations.keys, "what the service has is shown as what it is")

        val again = machine.hear(twins(machine), both)
        assertEquals(listOf(LOCAL to "text 1", OTHER to "text 2"), again.sends.map { it.conversation to it.draft.text })
        listOf(LOCAL, OTHER).forEach { assertNull(again.session.conversation(it).serverId, "$it") }
    }

    @Test
    fun REL4_of_two_drafts_the_one_that_is_recognised_makes_the_other_clear() {
        val step = machine.hear(
            twins(machine),
            list(listed(ONE, said(8), older = true, subject = "Subject"), listed(TWO, own(2, "text 1"), subject = "Subject")),
        )
        assertEquals("c2" to "c1", step.session.conversation(LOCAL).serverId to step.session.conversation(OTHER).serverId)
    }

    @Test
    fun REL4_a_conversation_that_others_began_so_is_not_taken_for_one_of_ours_by_what_was_said_later() {
        val step = machine.hear(twins(machine), list(listed(ONE, own(1, "text 2"), own(2, "text 1"), subject = "Subject")))
        assertNull(step.session.conversation(LOCAL).serverId)
        assertEquals("c1", step.session.conversation(OTHER).serverId)
    }

    @Test
    fun REL4_two_drafts_with_the_same_words_are_settled_in_the_order_in_which_they_left() {
        val step = machine.hear(
            twins(machine, "same" to "same"),
            list(listed(ONE, own(9, "same"), subject = "Subject"), listed(TWO, own(3, "same"), subject = "Subject")),
        )
        assertEquals("c2" to "c1", step.session.conversation(LOCAL).serverId to step.session.conversation(OTHER).serverId)
    }

    @Test
    fun a_hint_that_is_faster_than_the_answer_makes_no_second_conversation() {
        val sending = machine.sent(machine.drafted(live), 1, LOCAL).session
        val hinted = machine.hear(sending, change(listed(ONE, own(1, "text 1"), said(2), subject = "Subject")))
        assertEquals(emptyList(), hinted.events)
        val opened = machine.hear(hinted.session, LinkEvent.ConversationOpened(LOCAL, ONE))
        val proved = machine.hear(opened.session, LinkEvent.MessageArrived(ONE, own(1, "text 1"), MessageId("m1")))
        assertEquals(listOf<String?>("s1", "s2"), proved.session.ids(LOCAL))
        assertEquals(setOf(LOCAL), proved.session.conversations.keys)
    }

    @Test
    fun one_that_only_looks_like_it_is_added_once_the_beginning_is_known() {
        val sending = machine.sent(machine.drafted(live), 1, LOCAL).session
        val hinted = machine.hear(sending, change(listed(ONE, own(1, "text 1"), subject = "Subject")))
        val opened = machine.hear(hinted.session, LinkEvent.ConversationOpened(LOCAL, TWO))
        assertEquals(setOf(LOCAL, ONE), opened.session.conversations.keys)
    }

    @Test
    fun a_refused_beginning_is_kept_and_may_be_tried_again_or_let_go() {
        val sending = machine.sent(machine.drafted(live), 1, LOCAL).session
        val refused = machine.hear(sending, LinkEvent.Refused(MessageId("m1"), 1, Samples.TOO_LONG)).session
        assertEquals(ConversationStatus.FAILED, machine.conversations(refused).single().status)
        val retried = machine.step(refused, SessionInput.Retry(CallId(5), MessageId("m1"), null, NOW))
            .then { machine.step(it, ManySamples.saved(1)) }
        assertEquals(listOf(LOCAL), retried.sends.map { it.conversation })
        val discarded = machine.step(refused, wish(ConversationWish.Discard(LOCAL)))
        assertEquals(emptyList(), machine.conversations(discarded.session))
        assertTrue(discarded.effects.any { it is SessionEffect.RemoveOutbox })
    }

    @Test
    fun one_that_may_have_begun_cannot_be_let_go_or_changed() {
        val sending = machine.sent(machine.drafted(live), 1, LOCAL).session
        val wishes = listOf(
            ConversationWish.Discard(LOCAL),
            ConversationWish.Leave(LOCAL),
            ConversationWish.Subject(LOCAL, "x"),
            ConversationWish.Sensitive(LOCAL, Sensitivity.PRIVATE),
            ConversationWish.Add(LOCAL, listOf("ann@example.org")),
            ConversationWish.Remove(LOCAL, listOf("bob@example.org")),
        )
        wishes.forEach { assertEquals(ErrorCode.WRONG_STATE, machine.step(sending, wish(it)).failed.single().code, "$it") }
    }

    @Test
    fun REL4_after_a_restart_the_list_decides_as_after_a_loss() {
        val sending = machine.step(machine.drafted(live), ManySamples.send(1, LOCAL))
        val rows = sending.effects.filterIsInstance<SessionEffect.SaveOutbox>().map { it.record }
        val made = machine.step(live, wish(ConversationWish.Create(LOCAL, NewConversation("Subject", listOf("bob@example.org")))))
        val conversations = made.effects.filterIsInstance<SessionEffect.SaveConversation>().map { it.record }
        val stored = StoredSession(SessionRecord("key", null), rows, emptyList(), emptyList(), conversations)
        val restored = machine.prepared(Session.restored(stored))
        assertEquals("Subject" to ConversationStatus.OPENING, machine.conversations(restored).single().let { it.subject to it.status })

        val opening = machine.step(restored, SessionInput.Connect(CallId(1), "fresh", false, NOW)).session
        val opened = machine.step(opening, SessionInput.LinkOpened(opening.link, Samples.info(), NOW)).session
        val step = machine.hear(opened, list(listed(ONE, own(2, "text 1"), subject = "Subject")))
        assertEquals(MessageStatus.Sent, step.session.conversation(LOCAL).find(MessageId("m1"))?.status)
        assertEquals("c1", step.session.conversation(LOCAL).serverId)
        assertNull(step.session.conversations[ONE])
    }

    private companion object {
        val OTHER = ConversationId("other")
    }
}
