package dev.confab.transport.runtime

import dev.confab.transport.policy.RetryBudgetPolicy
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalCoroutinesApi::class)
class RetryBudgetTest {
    @Test
    fun REL7_five_thousand_attempts_pass_at_the_rate_of_the_budget() = runTest {
        val budget = RetryBudget(RetryBudgetPolicy(perSecond = 50, burst = 100)) { currentTime }
        val passed = ArrayList<Long>()
        repeat(5_000) {
            launch {
                budget.await()
                passed += currentTime
            }
        }
        testScheduler.advanceUntilIdle()
        assertEquals(5_000, passed.size)
        assertEquals(100, passed.count { it == 0L }, "the burst")
        for (second in 0L..98L) {
            val inSecond = passed.count { it in second * 1_000 + 1..(second + 1) * 1_000 }
            assertTrue(inSecond <= 50, "$inSecond attempts in second $second")
        }
    }

    @Test
    fun REL7_a_quiet_time_earns_no_more_than_the_burst() {
        var now = 0L
        val budget = RetryBudget(RetryBudgetPolicy(perSecond = 10, burst = 5)) { now }
        now = 3_600_000
        assertEquals(listOf<Long>(0, 0, 0, 0, 0, 100, 200), List(7) { budget.reserve() })
    }
}
