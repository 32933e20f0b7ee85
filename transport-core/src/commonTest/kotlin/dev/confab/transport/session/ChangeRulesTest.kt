package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.StorePolicy
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.entry
import dev.confab.transport.session.Samples.info
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.message
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.Samples.withOutbox
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.OpenLink
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

class ChangeRulesTest {
    private val machine = Samples.machine()
    private val call = CallId(50)
    private val newChat = SessionInput.StartNewChat(call, NOW)
    private val clear = SessionInput.ClearConversation(call, NOW)
    private val leave = SessionInput.LeaveConversation(call, NOW)

    @Test
    fun a_new_chat_ends_with_an_empty_conversation_and_the_new_state() {
        val ended = live(readOnly = true).with(live().conversation(ConversationId.MAIN).insert(message("old", 1)))
        val asked = stored(machine.step(ended, newChat))
        assertEquals(LinkCommand.Configure(true, emptyMap()), asked.effects.filterIsInstance<Submit>().single().command)
        assertEquals(SessionState.ReadOnly, asked.session.state)

        val begun = machine.step(asked.session, received(LinkEvent.InfoChanged(info(newSession = true))))
        assertEquals(SessionState.Configured(connected = true, newSession = true), begun.session.state)
        assertEquals(CompleteCall(call, begun.session.state), begun.effects.filterIsInstance<CompleteCall>().single())
        assertEquals(emptyList(), begun.session.conversation(ConversationId.MAIN).messages)
        assertNull(begun.session.change)
    }

    @Test
    fun REL2_a_new_chat_is_stored_before_the_service_hears_of_it() {
        val asked = machine.step(live(readOnly = true), newChat)
        assertEquals(1, asked.effects.filterIsInstance<SaveSession>().single().record.newChatPosition)
        assertTrue(asked.effects.none { it is Submit })

        val other = machine.step(asked.session, SessionInput.SessionSaved("key", NOW))
        assertTrue(other.effects.none { it is Submit }, "that was an earlier row")
        assertEquals(1, stored(asked).effects.count { it is Submit })

        val lost = machine.step(asked.session, SessionInput.LinkFailed(1, Samples.TRANSIENT, 0.5, NOW)).session
        val opening = machine.step(lost, SessionInput.TimerFired(TimerKey.Reconnect(2), 0.5, NOW))
        assertTrue(opening.effects.none { it is OpenLink })
        val saved = machine.step(opening.session, SessionInput.SessionSaved("key", NOW, newChatPosition = 1))
        assertTrue(saved.effects.filterIsInstance<OpenLink>().single().startNew)
    }

    @Test
    fun REL2_nothing_goes_into_a_new_conversation_while_the_store_would_ask_for_another_one() {
        val asked = stored(machine.step(live(), SessionInput.Connect(call, "x", startNew = true, now = NOW))).session
        val waiting = machine.step(asked, Samples.send(1)).session
        val sent = machine.step(waiting, SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW)).session
        val begun = machine.step(sent, received(LinkEvent.InfoChanged(info(newSession = true))))
        assertNull(begun.effects.filterIsInstance<SaveSession>().last().record.newChatPosition)
        assertTrue(begun.effects.none { it is Submit })
        assertEquals(1, stored(begun).effects.count { it is Submit })
    }

    @Test
    fun a_new_chat_that_cannot_be_stored_is_not_begun_unless_the_policy_goes_on_in_memory() {
        val failed = SessionInput.StoreFailed(null, "the disk is full", false, NOW)
        for (policy in StorePolicy.entries) {
            val machine = Samples.machine(SessionPolicies(store = policy))
            val answer = machine.step(machine.step(live(readOnly = true), newChat).session, failed)
            val goesOn = policy == StorePolicy.CONTINUE_IN_MEMORY
            assertEquals(if (goesOn) 1 else 0, answer.effects.count { it is Submit }, "$policy")
            assertEquals(if (goesOn) null else ErrorCode.STORE_FAILURE, answer.effects.filterIsInstance<FailCall>().singleOrNull()?.code)
            assertEquals(if (goesOn) Change.Kind.NEW_CHAT else null, answer.session.change?.kind)
        }
    }

    @Test
    fun a_late_copy_of_an_old_message_does_not_enter_the_new_conversation() {
        val ended = live(readOnly = true).with(live().conversation(ConversationId.MAIN).insert(message("old", 1)))
        val begun = machine.step(
            stored(machine.step(ended, newChat)).session,
            received(LinkEvent.InfoChanged(info(newSession = true))),
        ).session
        val late = machine.step(begun, received(Samples.arrived(message("old", 1))))
        assertEquals(emptyList(), late.session.conversation(ConversationId.MAIN).messages)
    }

    @Test
    fun REL1_what_was_not_proved_in_the_old_conversation_is_given_up_visibly_and_may_be_sent_into_the_new_one() {
        val doubtful = entry(1, OutboxEntry.Stage.QUEUED).copy(doubt = OutboxEntry.Doubt("s0"))
        val asked = stored(machine.step(live(readOnly = true).withOutbox(doubtful), newChat)).session
        val told = machine.step(asked, received(LinkEvent.InfoChanged(info(newSession = true))))
        assertEquals(ErrorCode.CONVERSATION_ENDED, told.effects.filterIsInstance<FailCall>().single().code)
        val begun = stored(told)
        val kept = begun.session.conversation(ConversationId.MAIN).messages.single()
        assertEquals(ErrorCode.CONVERSATION_ENDED, assertIs<MessageStatus.Wedged>(kept.status).code)
        assertEquals(emptyList(), begun.session.outbox.doubtful, "no history of the new conversation tells of it")

        val again = machine.step(begun.session, SessionInput.Retry(CallId(51), MessageId("m1"), null, NOW)).session
        val stored = machine.step(again, SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW))
        assertIs<LinkCommand.SendMessage>(stored.effects.filterIsInstance<Submit>().single().command)
    }

    @Test
    fun REL1_a_message_in_doubt_is_not_sent_twice_because_of_a_new_chat_that_nobody_heard_of() {
        val doubtful = entry(1, OutboxEntry.Stage.QUEUED).copy(doubt = OutboxEntry.Doubt(null))
        val asked = stored(machine.step(live(readOnly = true).withOutbox(doubtful), newChat)).session
        val left = machine.step(asked, SessionInput.Disconnect(CallId(51))).session
        assertNull(left.change)
        assertEquals(ErrorCode.SEND_UNCERTAIN, left.outbox.wedged.single().code)
    }

    @Test
    fun what_is_sent_while_the_new_conversation_begins_goes_into_it() {
        val asked = stored(machine.step(live(), SessionInput.Connect(call, "x", startNew = true, now = NOW))).session
        val sent = machine.step(
            machine.step(asked, Samples.send(1)).session,
            SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW),
        )
        assertTrue(sent.effects.none { it is Submit }, "nothing goes into the old conversation")
        val begun = stored(machine.step(sent.session, received(LinkEvent.InfoChanged(info(newSession = true)))))
        assertEquals(
            MessageId("m1"),
            assertIs<LinkCommand.SendMessage>(begun.effects.filterIsInstance<Submit>().single().command).messageId,
        )
    }

    @Test
    fun a_link_that_dies_in_the_middle_is_replaced_by_one_for_the_new_conversation() {
        val asked = stored(machine.step(live(readOnly = true), newChat)).session
        val lost = machine.step(asked, SessionInput.LinkFailed(1, Samples.TRANSIENT, 0.5, NOW)).session
        val opening = machine.step(lost, SessionInput.TimerFired(TimerKey.Reconnect(2), 0.5, NOW))
        assertTrue(opening.effects.filterIsInstance<OpenLink>().single().startNew)
        val opened = machine.step(opening.session, SessionInput.LinkOpened(2, info(newSession = true), NOW))
        assertEquals(call, opened.effects.filterIsInstance<CompleteCall>().single().call)
        assertNull(opened.session.change)
    }

    @Test
    fun a_service_that_does_not_answer_loses_its_link_and_not_the_wish() {
        val asked = stored(machine.step(live(readOnly = true), newChat))
        assertEquals(15_000, asked.effects.filterIsInstance<StartTimer>().single().delayMillis)
        val overdue = machine.step(asked.session, SessionInput.TimerFired(TimerKey.Change(1), 0.5, NOW)).session
        assertIs<SessionState.Reconnecting>(overdue.state)
        assertEquals(Change.Kind.NEW_CHAT, overdue.change?.kind)
    }

    @Test
    fun a_close_of_our_own_connection_does_not_end_a_new_chat() {
        val asked = stored(machine.step(live(readOnly = true), newChat)).session
        val closed = machine.step(asked, received(LinkEvent.SessionEnded(ClosedReason.SESSION_LIMIT, null)))
        assertIs<SessionState.Reconnecting>(closed.session.state)
        assertEquals(Change.Kind.NEW_CHAT, closed.session.change?.kind)
    }

    @Test
    fun who_asks_meanwhile_shares_the_new_chat() {
        val asked = stored(machine.step(live(readOnly = true), newChat)).session
        val second = machine.step(asked, SessionInput.StartNewChat(CallId(51), NOW))
        assertEquals(emptyList(), second.effects)
        val begun = machine.step(second.session, received(LinkEvent.InfoChanged(info(newSession = true))))
        assertEquals(listOf(call, CallId(51)), begun.effects.filterIsInstance<CompleteCall>().map { it.call })
    }

    @Test
    fun a_new_chat_needs_one_that_has_ended() {
        assertEquals(ErrorCode.WRONG_STATE, failure(machine.step(live(), newChat)).code)
        assertEquals(ErrorCode.NOT_CONNECTED, failure(machine.step(Session(), newChat)).code)
    }

    @Test
    fun a_wish_that_comes_while_the_link_is_opened_is_fulfilled_right_after() {
        val opening = machine.step(Session(sessionKey = "key"), SessionInput.Connect(CallId(1), "x", startNew = false, now = NOW)).session
        val wished = machine.step(opening, SessionInput.Connect(call, "x", startNew = true, now = NOW)).session
        val opened = stored(machine.step(wished, SessionInput.LinkOpened(1, info(), NOW)))
        assertTrue(opened.effects.none { it is CompleteCall })
        assertEquals(LinkCommand.Configure(true, emptyMap()), opened.effects.filterIsInstance<Submit>().single().command)
    }

    @Test
    fun clearing_empties_the_conversation_and_closes_the_session() {
        val full = live().with(live().conversation(ConversationId.MAIN).insert(message("s1", 1, Direction.INBOUND)))
        val asked = machine.step(full, clear)
        assertIs<LinkCommand.ClearConversation>(asked.effects.filterIsInstance<Submit>().single().command)
        val cleared = machine.step(asked.session, received(LinkEvent.SessionEnded(ClosedReason.CLEARED, null)))
        assertIs<SessionState.Closed>(cleared.session.state)
        assertEquals("key", cleared.session.sessionKey)
        assertEquals(emptyList(), cleared.session.conversation(ConversationId.MAIN).messages)
        assertEquals(call, cleared.effects.filterIsInstance<CompleteCall>().single().call)
        val told = cleared.effects.filterIsInstance<Deliver>().map { it.event }
        assertIs<MessagingEvent.ConversationCleared>(told[0])
        assertEquals(ClosedReason.CLEARED, assertIs<MessagingEvent.ConnectionClosed>(told[1]).reason)
    }

    @Test
    fun a_close_without_a_reason_while_clearing_is_the_end_of_it() {
        val asked = machine.step(live(), clear).session
        val closed = machine.step(asked, received(LinkEvent.SessionEnded(ClosedReason.SESSION_LIMIT, null)))
        assertTrue(closed.effects.any { it is Deliver && it.event == MessagingEvent.ConversationCleared })
    }

    @Test
    fun a_deployment_that_forbids_clearing_is_not_asked() {
        val forbidding = live().copy(info = info().withDenied(mapOf(Capability.CLEAR_CONVERSATION to "The deployment does not allow it.")))
        val refused = machine.step(forbidding, clear)
        assertEquals(ErrorCode.CLEAR_CONVERSATION_FAILURE, failure(refused).code)
        assertTrue(refused.effects.none { it is Submit })
    }

    @Test
    fun a_refused_clearing_leaves_everything_as_it_was() {
        val asked = machine.step(live().withOutbox(entry(1, OutboxEntry.Stage.QUEUED)), clear).session
        val forbidden = TransportFailure(ErrorCode.CLEAR_CONVERSATION_FAILURE, "Forbidden.")
        val refused = machine.step(asked, received(LinkEvent.ChangeRefused(forbidden)))
        assertEquals(ErrorCode.CLEAR_CONVERSATION_FAILURE, failure(refused).code)
        assertIs<LinkCommand.SendMessage>(refused.effects.filterIsInstance<Submit>().single().command)
        assertNull(refused.session.change)
    }

    @Test
    fun REL9_a_wish_that_comes_too_fast_is_asked_again_when_the_service_allows() {
        val asked = machine.step(live(), clear).session
        val refused = machine.step(asked, received(LinkEvent.ChangeRefused(Samples.TOO_FAST)))
        assertEquals(3_000, refused.effects.filterIsInstance<StartTimer>().single().delayMillis)
        val again = machine.step(refused.session, SessionInput.TimerFired(TimerKey.Change(1), 0.5, NOW))
        assertIs<LinkCommand.ClearConversation>(again.effects.filterIsInstance<Submit>().single().command)
    }

    @Test
    fun a_clearing_whose_answer_was_lost_is_told_by_the_next_link() {
        val asked = machine.step(live().copy(wasLive = true), clear).session
        val lost = machine.step(asked, SessionInput.LinkFailed(1, Samples.TRANSIENT, 0.5, NOW))
        assertEquals(ErrorCode.CLEAR_CONVERSATION_FAILURE, failure(lost).code)
        val opening = machine.step(lost.session, SessionInput.TimerFired(TimerKey.Reconnect(2), 0.5, NOW)).session
        val opened = machine.step(opening, SessionInput.LinkOpened(2, info(newSession = true), NOW))
        assertTrue(opened.effects.any { it is Deliver && it.event == MessagingEvent.ConversationCleared })
    }

    @Test
    fun leaving_ends_the_conversation_which_can_be_read_and_followed_by_a_new_one() {
        val asked = machine.step(live().withOutbox(entry(1, OutboxEntry.Stage.QUEUED)), leave)
        assertIs<LinkCommand.LeaveConversation>(asked.effects.filterIsInstance<Submit>().single().command)
        val left = machine.step(asked.session, received(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true)))
        assertEquals(SessionState.ReadOnly, left.session.state)
        assertEquals(call, left.effects.filterIsInstance<CompleteCall>().single().call)
        assertIs<MessagingEvent.ConversationDisconnected>(left.effects.filterIsInstance<Deliver>().last().event)
        assertEquals(listOf(ErrorCode.SESSION_READ_ONLY), left.session.outbox.wedged.map { it.code })
        assertNull(left.session.change)
        val again = machine.step(left.session, leave)
        assertEquals(call, again.effects.filterIsInstance<CompleteCall>().single().call)
    }

    @Test
    fun a_leaving_that_the_service_refuses_or_that_is_cut_off_leaves_everything_as_it_was() {
        val asked = machine.step(live().copy(wasLive = true), leave).session
        val refused = machine.step(asked, received(LinkEvent.ChangeRefused(TransportFailure(ErrorCode.of(403), "Forbidden."))))
        assertEquals(ErrorCode.of(403), failure(refused).code)
        assertNull(refused.session.change)
        val lost = machine.step(asked, SessionInput.LinkFailed(1, Samples.TRANSIENT, 0.5, NOW))
        assertEquals(ErrorCode.NOT_CONNECTED, failure(lost).code)
        assertNull(lost.session.change)
    }

    @Test
    fun an_answer_that_nobody_asked_for_begins_no_new_conversation() {
        val full = live().with(live().conversation(ConversationId.MAIN).insert(message("s1", 1)))
        val told = machine.step(full, received(LinkEvent.InfoChanged(info(newSession = true)))).session
        assertEquals(1, told.conversation(ConversationId.MAIN).messages.size)
        assertEquals(SessionState.ReadOnly, machine.step(full, received(LinkEvent.InfoChanged(info(readOnly = true)))).session.state)
    }

    @Test
    fun configuring_an_open_session_asks_the_service_and_returns_the_state() {
        val asked = machine.step(live(), SessionInput.Connect(call, "x", startNew = false, now = NOW, anew = true))
        assertEquals(LinkCommand.Configure(false, emptyMap()), asked.effects.filterIsInstance<Submit>().single().command)
        val told = machine.step(asked.session, received(LinkEvent.InfoChanged(info())))
        assertEquals(call, told.effects.filterIsInstance<CompleteCall>().single().call)
    }

    private fun failure(step: Step) = step.effects.filterIsInstance<FailCall>().single()

    /** The store has written the row of the session. */
    private fun stored(step: Step): Step {
        val record = step.effects.filterIsInstance<SaveSession>().last().record
        return machine.step(step.session, SessionInput.SessionSaved(record.key, NOW, record.newChatPosition))
    }
}
