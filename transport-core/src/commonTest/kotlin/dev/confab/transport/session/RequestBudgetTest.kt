package dev.confab.transport.session

import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.plus
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class RequestBudgetTest {
    @Test
    fun REL9_in_no_minute_more_requests_go_over_a_connection_than_the_service_allows() {
        val policy = RatePolicy.DEFAULT
        var budget = RequestBudget.ofNewConnection(policy, NOW)
        val times = ArrayList<Long>()
        var now = NOW
        repeat(500) {
            now = now.plus(maxOf(0, budget.freeAtTicks(policy) - now.ticks))
            budget = budget.charged(1, policy, now)
            times += now.ticks
        }
        val most = times.maxOf { start -> times.count { it in start until start + 60_000 } }
        assertTrue(most in 45..52, "$most in one minute")
    }

    @Test
    fun a_person_who_writes_does_not_notice_it() {
        val policy = RatePolicy.DEFAULT
        var budget = RequestBudget.ofNewConnection(policy, NOW)
        // Ten messages at the full pace, then one in two seconds for five minutes.
        val times = (0L until 10).map { it * 500 } + (1L..150).map { 5_000 + it * 2_000 }
        for (time in times) {
            val now = NOW.plus(time)
            assertTrue(budget.freeAtTicks(policy) <= now.ticks, "held back at $time ms")
            budget = budget.charged(1, policy, now)
        }
    }

    @Test
    fun without_a_limit_nothing_is_held_back() {
        val policy = RatePolicy(0, 5_000, 30_000)
        assertEquals(Long.MIN_VALUE, RequestBudget().charged(1_000, policy, NOW).freeAtTicks(policy))
    }
}
