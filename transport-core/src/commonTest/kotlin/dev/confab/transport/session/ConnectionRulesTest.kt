package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.SessionState
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.PERMANENT
import dev.confab.transport.session.Samples.TRANSIENT
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.plus
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.SessionEffect.CloseLink
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.OpenLink
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.store.OutboxRecord
import dev.confab.transport.store.SessionRecord
import dev.confab.transport.store.StoredSession
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class ConnectionRulesTest {
    private val machine = Samples.machine()
    private val connect = SessionInput.Connect(CallId(1), "fresh", startNew = false, now = NOW)

    @Test
    fun the_key_of_a_session_is_stored_before_it_is_used() {
        val first = machine.step(Session(), connect)
        assertEquals("fresh", first.effects.filterIsInstance<SaveSession>().single().record.key)
        assertTrue(first.effects.none { it is OpenLink })

        val stored = machine.step(first.session, SessionInput.SessionSaved("fresh", NOW))
        assertEquals("fresh", stored.effects.filterIsInstance<OpenLink>().single().sessionKey)
    }

    @Test
    fun a_key_that_could_not_be_stored_is_not_used_by_the_next_connect_either() {
        val refused = machine.step(machine.step(Session(), connect).session, SessionInput.StoreFailed(null, "the disk is full", false, NOW))
        assertIs<SessionState.Error>(refused.session.state)

        val again = machine.step(refused.session, connect)
        assertTrue(again.effects.none { it is OpenLink })
        assertEquals("fresh", again.effects.filterIsInstance<SaveSession>().single().record.key)
        assertEquals(1, machine.step(again.session, SessionInput.SessionSaved("fresh", NOW)).effects.count { it is OpenLink })
    }

    @Test
    fun REL2_a_service_that_cannot_be_reached_leaves_what_an_earlier_run_did_not_prove_on_its_way() {
        val left = OutboxRecord(MessageId("m1"), 1, ConversationId.MAIN, Draft("text 1"), null)
        val restored = Session.restored(StoredSession(SessionRecord("key", null), listOf(left), emptyList(), emptyList()))
        var session = machine.step(restored, connect).session
        while (session.phase is Phase.Opening) {
            val failed = machine.step(session, SessionInput.LinkFailed(session.link, TRANSIENT, 0.5, NOW)).session
            session = machine.step(failed, SessionInput.TimerFired(TimerKey.Reconnect(failed.link + 1), 0.5, NOW)).session
        }
        assertIs<SessionState.Error>(session.state)
        assertEquals(listOf(MessageId("m1")), session.outbox.entries.map { it.messageId })

        val back = machine.step(session, connect).session
        val opened = machine.step(back, SessionInput.LinkOpened(back.link, Samples.info(newSession = true), NOW))
        assertEquals("text 1", assertIs<LinkCommand.SendMessage>(opened.effects.filterIsInstance<Submit>().single().command).draft.text)
    }

    @Test
    fun REL9_not_even_a_new_network_shortens_a_wait_that_the_service_asked_for() {
        val busy = TransportFailure(ErrorCode.of(429), "Too many.", FailureClass.TRANSIENT, 5_000)
        val waiting = machine.step(live(), SessionInput.LinkFailed(1, busy, 0.5, NOW)).session
        val soon = machine.step(waiting, SessionInput.NetworkAvailable(NOW.plus(1_000)))
        assertTrue(soon.effects.none { it is OpenLink })
        assertEquals(StartTimer(TimerKey.Reconnect(2), 4_000), soon.effects.single())
        assertTrue(machine.step(soon.session, SessionInput.NetworkAvailable(NOW.plus(5_000))).effects.any { it is OpenLink })
    }

    @Test
    fun REL9_a_service_that_closes_because_of_the_rate_is_not_asked_again_at_once() {
        fun delay(code: Int) = machine.step(
            live(),
            received(LinkEvent.Closed(CloseReason(code, "x"))),
        ).effects.filterIsInstance<StartTimer>().single().delayMillis
        assertTrue(delay(4029) >= 1_000, "${delay(4029)} ms")
        assertTrue(delay(1011) <= 250, "${delay(1011)} ms")
    }

    @Test
    fun a_known_session_keeps_its_key() {
        val step = machine.step(Session(sessionKey = "old"), connect)
        assertEquals("old", step.effects.filterIsInstance<OpenLink>().single().sessionKey)
    }

    @Test
    fun the_states_of_a_first_connect() {
        val storing = machine.step(Session(), connect).session
        assertEquals(SessionState.Connecting, storing.state)
        val opening = machine.step(storing, SessionInput.SessionSaved("fresh", NOW)).session
        assertEquals(SessionState.Connecting, opening.state)
        val connected = machine.step(opening, SessionInput.LinkConnected(1)).session
        assertEquals(SessionState.Connected, connected.state)
        val live = machine.step(connected, SessionInput.LinkOpened(1, Samples.info(newSession = true), NOW))
        assertEquals(SessionState.Configured(connected = true, newSession = true), live.session.state)
        assertEquals(CompleteCall(CallId(1), live.session.state), live.effects.single())
    }

    @Test
    fun a_first_connect_is_tried_three_times() {
        var session = opening()
        repeat(2) { tried ->
            val failed = machine.step(session, SessionInput.LinkFailed(session.link, TRANSIENT, 0.5, NOW))
            assertIs<SessionState.Reconnecting>(failed.session.state, "after attempt ${tried + 1}")
            session = machine.step(failed.session, SessionInput.TimerFired(TimerKey.Reconnect(session.link + 1), 0.5, NOW)).session
        }
        val last = machine.step(session, SessionInput.LinkFailed(session.link, TRANSIENT, 0.5, NOW))
        assertEquals(ErrorCode.WEBSOCKET_ERROR, assertIs<SessionState.Error>(last.session.state).code)
        assertEquals(CallId(1), last.effects.filterIsInstance<FailCall>().single().call)
    }

    @Test
    fun REL5_what_an_attempt_began_that_nobody_heard_of_is_read_back() {
        fun secondAttempt(newSession: Boolean): Step {
            val failed = machine.step(opening(), SessionInput.LinkFailed(1, TRANSIENT, 0.5, NOW)).session
            val again = machine.step(failed, SessionInput.TimerFired(TimerKey.Reconnect(2), 0.5, NOW)).session
            return machine.step(again, SessionInput.LinkOpened(2, Samples.info(newSession), NOW))
        }
        val fetch = LinkCommand.FetchHistory(ConversationId.MAIN, older = null)
        assertEquals(fetch, secondAttempt(newSession = false).effects.filterIsInstance<Submit>().single().command)
        assertTrue(secondAttempt(newSession = true).effects.none { it is Submit })
        assertTrue(machine.step(opening(), SessionInput.LinkOpened(1, Samples.info(), NOW)).effects.none { it is Submit })
    }

    @Test
    fun a_permanent_failure_is_not_tried_again() {
        val failed = machine.step(opening(), SessionInput.LinkFailed(1, PERMANENT, 0.5, NOW))
        assertEquals(ErrorCode.WEBSOCKET_ACCESS_DENIED, assertIs<SessionState.Error>(failed.session.state).code)
        assertTrue(failed.effects.none { it is StartTimer })
    }

    @Test
    fun REL6_the_first_loss_is_mended_at_once_and_the_wait_grows() {
        var session = live()
        val waits = mutableListOf<Long>()
        repeat(10) {
            val lost = machine.step(session, SessionInput.LinkFailed(session.link, TRANSIENT, 0.999, NOW))
            waits += lost.effects.filterIsInstance<StartTimer>().single().delayMillis
            val again = machine.step(lost.session, SessionInput.TimerFired(TimerKey.Reconnect(session.link + 1), 0.5, NOW))
            session = machine.step(again.session, SessionInput.LinkOpened(session.link + 1, Samples.info(), NOW)).session
        }
        assertEquals(listOf<Long>(249, 999, 1_998, 3_996, 7_992, 15_984, 29_970, 29_970, 29_970, 29_970), waits)
    }

    @Test
    fun REL6_the_wait_starts_anew_only_after_thirty_seconds_in_session() {
        fun waitAfter(inSessionMillis: Long): Long {
            val worn = live().copy(phase = Phase.Live(false, connected = true, newSession = false, attempts = 5, sinceTicks = NOW.ticks))
            val lost = machine.step(worn, SessionInput.LinkFailed(1, TRANSIENT, 0.999, NOW.plus(inSessionMillis)))
            return lost.effects.filterIsInstance<StartTimer>().single().delayMillis
        }
        assertEquals(15_984, waitAfter(29_999))
        assertEquals(249, waitAfter(30_000))
    }

    @Test
    fun REL6_a_session_that_stood_is_never_given_up() {
        var session = machine.step(live(), SessionInput.LinkFailed(1, TRANSIENT, 0.5, NOW)).session
        repeat(1_000) {
            val next = session.link + 1
            session = machine.step(session, SessionInput.TimerFired(TimerKey.Reconnect(next), 0.5, NOW)).session
            session = machine.step(session, SessionInput.LinkFailed(next, TRANSIENT, 0.5, NOW)).session
        }
        assertEquals(1_001, assertIs<SessionState.Reconnecting>(session.state).attempt)
    }

    @Test
    fun REL9_the_service_may_ask_for_a_longer_wait() {
        val failure = TransportFailure(ErrorCode.of(429), "Busy.", FailureClass.TRANSIENT, retryAfterMillis = 12_000)
        val lost = machine.step(live(), SessionInput.LinkFailed(1, failure, 0.5, NOW))
        assertEquals(12_000, lost.effects.filterIsInstance<StartTimer>().single().delayMillis)
    }

    @Test
    fun REL14_a_jump_of_the_wall_clock_moves_no_deadline() {
        for (jump in listOf(-3_600_000L, 3_600_000L)) {
            val jumped = Now(NOW.ticks + 100, NOW.epochMillis + jump)
            val session = live().let { with(Samples) { it.withOutbox(entry(1, OutboxEntry.Stage.STORING)) } }
            val sent = session.outbox.entries.single().let {
                machine.step(session, SessionInput.OutboxSaved(it.messageId, it.draft, jumped))
            }
            assertEquals(20_000, sent.effects.filterIsInstance<StartTimer>().single().delayMillis)
            val lost = machine.step(sent.session, SessionInput.LinkFailed(1, TRANSIENT, 0.999, jumped))
            assertEquals(249, lost.effects.filterIsInstance<StartTimer>().single().delayMillis)
            assertEquals(1, lost.session.outbox.entries.size)
        }
    }

    @Test
    fun a_link_of_the_past_is_ignored() {
        val session = live().copy(link = 5)
        val step = machine.step(session, SessionInput.LinkFailed(4, TRANSIENT, 0.5, NOW))
        assertEquals(session, step.session)
        assertEquals(emptyList(), step.effects)
    }

    @Test
    fun close_codes_decide_what_follows() {
        fun after(code: Int) = machine.step(live(), received(LinkEvent.Closed(CloseReason(code, "x")))).session.state
        assertEquals(SessionState.Closed(1000, "x"), after(1000))
        assertIs<SessionState.Error>(after(1008))
        for (code in listOf(1001, 1002, 1006, 1009, 1011, 1012, 1013, 4029, 4999)) {
            assertIs<SessionState.Reconnecting>(
                after(code),
                "code $code",
            )
        }
    }

    @Test
    fun the_service_ends_a_session() {
        fun after(reason: ClosedReason) = machine.step(live(), received(LinkEvent.SessionEnded(reason, null)))
        assertEquals(ErrorCode.SESSION_HAS_EXPIRED, assertIs<SessionState.Error>(after(ClosedReason.EXPIRED).session.state).code)
        assertEquals(ErrorCode.SESSION_NOT_FOUND, assertIs<SessionState.Error>(after(ClosedReason.NOT_FOUND).session.state).code)
        assertIs<SessionState.Closed>(after(ClosedReason.SESSION_LIMIT).session.state)
        for (reason in ClosedReason.entries) {
            assertTrue(after(reason).effects.any { it is CloseLink }, "$reason leaves the socket open")
        }
    }

    @Test
    fun disconnect_waits_for_the_link_to_close() {
        val closing = machine.step(live(), SessionInput.Disconnect(CallId(3)))
        assertIs<SessionState.Closing>(closing.session.state)
        assertTrue(closing.effects.none { it is CompleteCall })
        val closed = machine.step(closing.session, SessionInput.LinkClosed(1, NOW))
        assertIs<SessionState.Closed>(closed.session.state)
        assertEquals(CallId(3), closed.effects.filterIsInstance<CompleteCall>().single().call)
    }

    @Test
    fun disconnect_does_not_wait_for_ever() {
        val closing = machine.step(live(), SessionInput.Disconnect(CallId(3)))
        val overdue = machine.step(closing.session, SessionInput.TimerFired(TimerKey.Close(1), 0.5, NOW))
        assertIs<SessionState.Closed>(overdue.session.state)
    }

    @Test
    fun connect_while_the_link_closes_opens_a_new_one_right_after() {
        val closing = machine.step(live(), SessionInput.Disconnect(CallId(3))).session
        val wanted = machine.step(closing, connect).session
        val closed = machine.step(wanted, SessionInput.LinkClosed(1, NOW))
        assertEquals(2, closed.effects.filterIsInstance<OpenLink>().single().link)
    }

    @Test
    fun no_proof_in_time_replaces_the_link() {
        val session = live().let { with(Samples) { it.withOutbox(entry(1, OutboxEntry.Stage.IN_FLIGHT)) } }
        val key = TimerKey.Proof(session.outbox.entries.single().messageId, 1)
        val step = machine.step(session, SessionInput.TimerFired(key, 0.5, NOW))
        assertTrue(step.effects.any { it is CloseLink })
        assertIs<SessionState.Reconnecting>(step.session.state)
        assertEquals(OutboxEntry.Stage.QUEUED, step.session.outbox.entries.single().stage)
    }

    @Test
    fun a_closed_client_refuses_everything_but_being_closed() {
        val disposed = machine.step(live(), SessionInput.Close(CallId(3))).session
        assertIs<CompleteCall>(machine.step(disposed, SessionInput.Close(CallId(4))).effects.single())
        assertEquals(ErrorCode.CLIENT_CLOSED, assertIs<FailCall>(machine.step(disposed, connect).effects.single()).code)
    }

    private fun opening(): Session = machine.step(machine.step(Session(), connect).session, SessionInput.SessionSaved("fresh", NOW)).session
}
