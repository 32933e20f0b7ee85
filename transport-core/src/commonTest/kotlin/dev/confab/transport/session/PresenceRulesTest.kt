package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.plus
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.Submit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class PresenceRulesTest {
    private val machine = Samples.machine()

    @Test
    fun REL9_typing_is_told_once_in_five_seconds() {
        val first = machine.step(live(), typing(NOW))
        assertEquals(1, first.effects.count { it is Submit })
        val soon = machine.step(first.session, typing(NOW.plus(4_999)))
        assertIs<CompleteCall>(soon.effects.single())
        assertEquals(1, machine.step(soon.session, typing(NOW.plus(5_000))).effects.count { it is Submit })
    }

    @Test
    fun REL9_a_health_check_goes_out_once_in_thirty_seconds_and_all_who_ask_get_the_answer() {
        val first = machine.step(live(), health(1, NOW))
        assertEquals(1, first.effects.count { it is Submit })
        val second = machine.step(first.session, health(2, NOW.plus(10)))
        assertEquals(emptyList(), second.effects)
        val answered = machine.step(second.session, received(LinkEvent.HealthChecked(null)))
        assertEquals(listOf(CallId(1), CallId(2)), answered.effects.filterIsInstance<CompleteCall>().map { it.call })
        assertEquals(CompleteCall(CallId(3), Unit), machine.step(answered.session, health(3, NOW.plus(29_999))).effects.single())
        assertEquals(1, machine.step(answered.session, health(4, NOW.plus(30_000))).effects.count { it is Submit })
    }

    @Test
    fun who_waits_for_a_health_check_learns_that_the_connection_was_lost() {
        val asked = machine.step(live(), health(1, NOW)).session
        val lost = machine.step(asked, SessionInput.LinkFailed(Samples.LINK, Samples.TRANSIENT, 0.5, NOW))
        assertEquals(CallId(1), lost.effects.filterIsInstance<FailCall>().single().call)
    }

    @Test
    fun what_a_back_end_cannot_do_fails_at_once() {
        val mute = SessionMachine(SessionPolicies(), Capabilities(emptyMap(), Limits.NONE))
        val failure = assertIs<FailCall>(mute.step(live(), typing(NOW)).effects.single())
        assertEquals(ErrorCode.UNSUPPORTED, failure.code)
        assertTrue("SEND_TYPING" in failure.message)
    }

    private fun typing(now: Now) = SessionInput.IndicateTyping(CallId(9), ConversationId.MAIN, now)

    private fun health(call: Long, now: Now) = SessionInput.CheckHealth(CallId(call), now)
}
