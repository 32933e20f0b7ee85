package dev.confab.transport.faults

import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.RetryBudget
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicLong
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** The budget of reconnects is all that clients share between threads. */
@OptIn(ExperimentalCoroutinesApi::class)
class RetryBudgetStressTest {
    @Test
    fun REL7_in_virtual_time_a_thousand_attempts_pass_at_the_rate_after_the_burst() = runTest {
        val budget = RetryBudget(POLICY) { currentTime }
        val passed = ArrayList<Long>()
        List(1_000) {
            launch {
                budget.await()
                passed += currentTime
            }
        }.joinAll()
        assertEquals(POLICY.burst, passed.count { it == 0L })
        assertEquals((1_000 - POLICY.burst) * MILLIS / POLICY.perSecond, passed.last())
        checkRate(passed)
    }

    @Test
    fun REL7_after_a_quiet_time_only_one_burst_may_pass() = runTest {
        var now = 0L
        val budget = RetryBudget(POLICY) { now }
        repeat(3 * POLICY.burst) { budget.reserve() }
        now += 3_600_000
        assertEquals(POLICY.burst, List(2 * POLICY.burst) { budget.reserve() }.count { it == 0L })
    }

    @Test
    fun REL7_threads_that_race_for_the_budget_never_get_more_than_burst_and_rate_allow() {
        val seed = ProofSettings.seed
        repeat(ROUNDS) { round ->
            val clock = AtomicLong(0)
            val budget = RetryBudget(POLICY) { clock.get() }
            val passed = race(seed + round, clock, budget)
            assertEquals(THREADS * RESERVES, passed.size)
            checkRate(passed.sorted(), "seed $seed, round $round")
        }
    }

    /** Each thread takes tokens while the clock runs; returns when each may be used. */
    private fun race(seed: Long, clock: AtomicLong, budget: RetryBudget): List<Long> {
        val threads = Executors.newFixedThreadPool(THREADS)
        try {
            val start = CyclicBarrier(THREADS)
            val work = List(THREADS) { thread ->
                Callable {
                    val random = Random(seed * THREADS + thread)
                    start.await()
                    List(RESERVES) {
                        val wait = budget.reserve()
                        // Read later than the budget did, so at most later than the true time.
                        val due = clock.get() + wait
                        if (random.nextInt(20) == 0) clock.addAndGet(random.nextLong(20))
                        due
                    }
                }
            }
            return threads.invokeAll(work).flatMap { it.get() }
        } finally {
            threads.shutdownNow()
        }
    }

    /** At no time have more passed than one burst and what the rate has brought since the start. */
    private fun checkRate(passed: List<Long>, where: String = "virtual time") {
        passed.forEachIndexed { index, millis ->
            val allowed = POLICY.burst + millis * POLICY.perSecond / MILLIS
            assertTrue(index + 1 <= allowed, "$where: attempt ${index + 1} passed after $millis ms; $allowed were allowed until then")
        }
    }

    private companion object {
        val POLICY = RetryBudgetPolicy(perSecond = 50, burst = 100)
        const val MILLIS = 1_000L
        const val THREADS = 4
        const val RESERVES = 500
        const val ROUNDS = 50
    }
}
