package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.SessionState
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.ended
import dev.confab.transport.session.Samples.entry
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.message
import dev.confab.transport.session.Samples.withOutbox
import dev.confab.transport.session.SessionEffect.CloseLink
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.OpenLink
import dev.confab.transport.session.SessionEffect.SaveSession
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class EndingRulesTest {
    private val machine = Samples.machine()
    private val connect = SessionInput.Connect(CallId(1), "other", startNew = false, now = NOW)

    @Test
    fun REL1_who_waits_for_a_message_is_told_when_the_service_ends_the_session_and_the_message_is_kept() {
        val session = live().withOutbox(entry(1, OutboxEntry.Stage.IN_FLIGHT), entry(2, OutboxEntry.Stage.QUEUED, call = null))
        val ends = listOf(
            Samples.received(LinkEvent.Closed(CloseReason(1000, "Bye."))),
            Samples.ended(ClosedReason.SESSION_LIMIT, null),
            Samples.ended(ClosedReason.UNKNOWN, null),
            Samples.ended(ClosedReason.SIGNED_IN, null),
        )
        ends.forEach { end ->
            val step = machine.step(session, end)
            assertIs<Phase.Closed>(step.session.phase)
            assertEquals(listOf(CallId(1_001)), step.effects.filterIsInstance<FailCall>().map { it.call }, "$end")
            assertTrue(step.session.outbox.wedged(MessageId("m1"))!!.entry.mayHaveArrived)
        }
        val closed = machine.step(session, ends.first()).session
        assertEquals(listOf(MessageId("m2")), closed.outbox.entries.map { it.messageId }, "nobody waits for it")
        val ours = machine.step(session, SessionInput.Disconnect(CallId(7)))
        assertEquals(emptyList(), ours.effects.filterIsInstance<FailCall>())
    }

    @Test
    fun a_guest_who_signed_in_elsewhere_or_logged_out_comes_back_under_a_fresh_key() {
        for (reason in listOf(ClosedReason.SIGNED_IN, ClosedReason.LOGGED_OUT)) {
            val step = machine.step(talked(), ended(reason, null))
            assertIs<SessionState.Closed>(step.session.state)
            assertEquals("fresh", step.effects.filterIsInstance<SaveSession>().single().record.key)
            assertEquals(emptyList(), step.session.conversation(ConversationId.MAIN).messages)
            assertTrue(step.effects.any { it is CloseLink })
        }
        assertTrue(told(ended(ClosedReason.LOGGED_OUT, null)).any { it == MessagingEvent.Logout })
    }

    @Test
    fun a_fresh_key_is_stored_before_it_is_used() {
        val rotated = machine.step(live(), ended(ClosedReason.SIGNED_IN, null)).session
        val early = machine.step(rotated, connect)
        assertTrue(early.effects.none { it is OpenLink })
        val stored = machine.step(early.session, SessionInput.SessionSaved("fresh", NOW))
        assertEquals("fresh", stored.effects.filterIsInstance<OpenLink>().single().sessionKey)
    }

    @Test
    fun the_row_of_an_old_key_does_not_stand_for_the_fresh_one() {
        val rotated = machine.step(machine.step(live(), ended(ClosedReason.SIGNED_IN, null)).session, connect).session
        assertTrue(machine.step(rotated, SessionInput.SessionSaved("key", NOW)).effects.none { it is OpenLink })
    }

    @Test
    fun a_session_of_a_signed_in_guest_is_left_for_a_fresh_one() {
        val inSession = machine.step(talked(), ended(ClosedReason.AUTHENTICATION_REQUIRED, Samples.DOWNGRADE))
        val opening = Session(sessionKey = "key", phase = Phase.Opening(1, false, false, Phase.Stage.CONNECTED, 0), link = 1)
        val refused = machine.step(opening, SessionInput.LinkFailed(1, Samples.DOWNGRADE, 0.5, NOW, "fresh"))
        for (step in listOf(inSession, refused)) {
            assertEquals(ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED, assertIs<SessionState.Error>(step.session.state).code)
            assertEquals("fresh", step.effects.filterIsInstance<SaveSession>().single().record.key)
            val again = machine.step(machine.step(step.session, SessionInput.SessionSaved("fresh", NOW)).session, connect)
            assertEquals("fresh", again.effects.filterIsInstance<OpenLink>().single().sessionKey)
        }
    }

    @Test
    fun an_expired_session_is_an_error_and_its_words_stay_readable() {
        for ((reason, code) in listOf(
            ClosedReason.EXPIRED to ErrorCode.SESSION_HAS_EXPIRED,
            ClosedReason.NOT_FOUND to ErrorCode.SESSION_NOT_FOUND,
        )) {
            val step = machine.step(talked(), ended(reason, null))
            assertEquals(code, assertIs<SessionState.Error>(step.session.state).code)
            assertEquals("key", step.session.sessionKey)
            assertEquals(1, step.session.conversation(ConversationId.MAIN).messages.size)
        }
    }

    @Test
    fun a_key_that_the_service_refuses_as_expired_is_replaced() {
        val opening = Session(sessionKey = "key", phase = Phase.Opening(1, false, false, Phase.Stage.CONNECTED, 0), link = 1)
        val expired = TransportFailure(ErrorCode.SESSION_HAS_EXPIRED, "Expired.")
        val step = machine.step(opening, SessionInput.LinkFailed(1, expired, 0.5, NOW, "fresh"))
        assertEquals(ErrorCode.SESSION_HAS_EXPIRED, assertIs<SessionState.Error>(step.session.state).code)
        assertEquals("fresh", step.session.sessionKey)
    }

    @Test
    fun a_service_that_wants_to_know_who_the_guest_is_is_left_and_may_be_tried_again() {
        val failure = TransportFailure(ErrorCode.AUTH_FAILED, "Session authentication failed.")
        val step = machine.step(live(), ended(ClosedReason.AUTHENTICATION_REQUIRED, failure))
        assertEquals(ErrorCode.AUTH_FAILED, assertIs<SessionState.Error>(step.session.state).code)
        assertTrue(step.effects.any { it is CloseLink }, "no socket is left open")
        assertTrue(told(ended(ClosedReason.AUTHENTICATION_REQUIRED, failure)).any { it == MessagingEvent.AuthorizationRequired })
        assertEquals("key", machine.step(step.session, connect).effects.filterIsInstance<OpenLink>().single().sessionKey)
    }

    @Test
    fun each_reason_is_told_with_the_link_closed() {
        for (reason in ClosedReason.entries) {
            val step = machine.step(live(), ended(reason, null))
            val closed = step.effects.filterIsInstance<Deliver>().map { it.event }.filterIsInstance<MessagingEvent.ConnectionClosed>()
            assertEquals(listOf(reason), closed.map { it.reason })
            assertEquals(1, step.effects.count { it is CloseLink }, "$reason")
        }
    }

    @Test
    fun a_close_frame_after_the_end_changes_nothing() {
        val closed = machine.step(live(), ended(ClosedReason.SESSION_LIMIT, null)).session
        val late = machine.step(closed, Samples.received(LinkEvent.Closed(CloseReason(1000, "Bye."))))
        assertEquals(closed, late.session)
        assertEquals(emptyList(), late.effects)
    }

    private fun talked() = live().with(live().conversation(ConversationId.MAIN).insert(message("s1", 1)))

    private fun told(input: SessionInput) = machine.step(live(), input).effects.filterIsInstance<Deliver>().map { it.event }
}
