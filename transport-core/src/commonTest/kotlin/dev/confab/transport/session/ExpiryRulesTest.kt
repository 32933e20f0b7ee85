package dev.confab.transport.session

import dev.confab.transport.backend.Expiry
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.ExpiryPolicy
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.message
import dev.confab.transport.session.Samples.plus
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

class ExpiryRulesTest {
    private val machine = Samples.machine()
    private val endsAt = NOW.epochMillis / 1_000 + 1_000

    @Test
    fun the_duration_is_told_once_and_when_it_changes() {
        val first = machine.step(live(), health(3_600, endsAt))
        assertEquals(3_600, events(first).filterIsInstance<MessagingEvent.SessionDuration>().single().durationSeconds)
        assertTrue(events(machine.step(first.session, health(3_600, endsAt))).none { it is MessagingEvent.SessionDuration })
        val changed = machine.step(first.session, health(7_200, endsAt))
        assertEquals(7_200, events(changed).filterIsInstance<MessagingEvent.SessionDuration>().single().durationSeconds)
    }

    @Test
    fun the_service_is_asked_ten_seconds_before_the_notice_which_comes_five_minutes_before_the_end() {
        val heard = machine.step(live(), health(3_600, endsAt))
        assertEquals(690_000, timer(heard))
        val asked = machine.step(heard.session, due(690_000))
        assertIs<LinkCommand.CheckHealth>(asked.effects.filterIsInstance<Submit>().single().command)
        assertEquals(10_000, timer(asked))
        val answered = machine.step(asked.session, received(LinkEvent.HealthChecked(null), NOW.plus(690_010))).session
        val noticed = machine.step(answered, due(700_000))
        assertEquals(300, events(noticed).filterIsInstance<MessagingEvent.SessionExpirationNotice>().single().expiresInSeconds)
        assertEquals(302_000, timer(noticed))
        val after = machine.step(noticed.session, due(1_002_000))
        assertIs<LinkCommand.CheckHealth>(after.effects.filterIsInstance<Submit>().single().command)
        assertFalse(after.session.expiry.timer)
    }

    @Test
    fun what_is_said_moves_the_end_without_a_new_timer() {
        val heard = machine.step(live(), health(3_600, endsAt)).session
        val spoken = machine.step(heard, said(690_000 - 1))
        assertTrue(spoken.effects.none { it is StartTimer })
        val rung = machine.step(spoken.session, due(690_000))
        assertTrue(rung.effects.none { it is Submit } && events(rung).isEmpty())
        assertEquals(690_000 - 1 + 3_600_000 - 310_000 - 690_000, timer(rung))
    }

    @Test
    fun what_is_said_after_the_notice_takes_it_back_and_asks_the_service() {
        val noticed = machine.step(machine.step(live(), health(3_600, endsAt)).session, due(700_000)).session
        val spoken = machine.step(noticed, said(701_000))
        assertTrue(MessagingEvent.SessionExpirationNoticeRemoved in events(spoken))
        assertTrue(spoken.effects.any { it is Submit && it.command is LinkCommand.CheckHealth })
    }

    @Test
    fun an_end_that_is_near_already_is_noticed_at_once() {
        val heard = machine.step(live(), health(3_600, NOW.epochMillis / 1_000 + 100))
        assertEquals(0, timer(heard))
        val noticed = machine.step(heard.session, due(0))
        assertEquals(100, events(noticed).filterIsInstance<MessagingEvent.SessionExpirationNotice>().single().expiresInSeconds)
    }

    @Test
    fun REL14_a_device_clock_that_is_wrong_moves_no_notice() {
        for (wrong in listOf(-3_600_000L, 3_600_000L)) {
            val device = Now(NOW.ticks, NOW.epochMillis + wrong)
            // The agent's message carries the service's time.
            val heard = machine.step(live(), received(Samples.arrived(message("a1", NOW.epochMillis)), device)).session
            val told = machine.step(heard, received(LinkEvent.HealthChecked(Expiry(3_600, endsAt)), device))
            assertEquals(690_000, timer(told), "a clock that is off by $wrong ms")
        }
    }

    @Test
    fun a_lost_link_takes_the_notice_back() {
        val noticed = machine.step(machine.step(live(), health(3_600, endsAt)).session, due(700_000)).session
        val lost = machine.step(noticed, SessionInput.LinkFailed(1, Samples.TRANSIENT, 0.5, NOW.plus(701_000)))
        assertTrue(MessagingEvent.SessionExpirationNoticeRemoved in events(lost))
        assertFalse(lost.session.expiry.timer)
    }

    @Test
    fun the_notice_interval_is_a_setting_and_read_only_sessions_end_too() {
        val soon = Samples.machine(SessionPolicies(expiry = ExpiryPolicy(60)))
        assertEquals(930_000, timer(soon.step(live(readOnly = true), health(3_600, endsAt))))
    }

    @Test
    fun REL9_the_check_after_the_end_waits_for_the_limit_of_health_checks() {
        val noticed = machine.step(machine.step(live(), health(3_600, endsAt)).session, due(700_000)).session
        val asked = machine.step(noticed, SessionInput.CheckHealth(CallId(9), NOW.plus(990_000))).session
        val answered = machine.step(asked, received(LinkEvent.HealthChecked(null), NOW.plus(990_010))).session
        val rung = machine.step(answered, due(1_002_000))
        assertTrue(rung.effects.none { it is Submit })
        assertEquals(18_000, timer(rung))
    }

    @Test
    fun a_check_that_is_under_way_at_the_end_stands_for_the_one_after_it() {
        val noticed = machine.step(machine.step(live(), health(3_600, endsAt)).session, due(700_000)).session
        val asked = machine.step(noticed, SessionInput.CheckHealth(CallId(9), NOW.plus(1_001_000))).session
        val rung = machine.step(asked, due(1_002_000))
        assertTrue(rung.effects.none { it is Submit || it is StartTimer })
    }

    private fun health(duration: Long, at: Long) = received(LinkEvent.HealthChecked(Expiry(duration, at)))

    private fun due(millis: Long) = SessionInput.TimerFired(TimerKey.Expiry(1), 0.5, NOW.plus(millis))

    private fun said(millis: Long) = received(Samples.arrived(message("a-$millis", NOW.epochMillis + millis)), NOW.plus(millis))

    private fun events(step: Step) = step.effects.filterIsInstance<Deliver>().map { it.event }

    private fun timer(step: Step) = step.effects.filterIsInstance<StartTimer>().single { it.key is TimerKey.Expiry }.delayMillis
}
