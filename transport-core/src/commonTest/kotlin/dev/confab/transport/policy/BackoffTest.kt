package dev.confab.transport.policy

import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class BackoffTest {
    private val backoff = Backoff(firstMaxMillis = 250, baseMillis = 500, capMillis = 30_000)

    @Test
    fun the_ceiling_doubles_from_the_second_attempt_up_to_the_cap() {
        val ceilings = (1..9).map(backoff::ceilingMillis)

        assertEquals(listOf<Long>(250, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000), ceilings)
    }

    @Test
    fun the_ceiling_stays_at_the_cap_however_many_attempts_there_were() {
        assertEquals(30_000, backoff.ceilingMillis(Int.MAX_VALUE))
    }

    @Test
    fun the_delay_covers_zero_up_to_the_ceiling() {
        assertEquals(0, backoff.delayMillis(attempt = 4, roll = 0.0))
        assertEquals(2_000, backoff.delayMillis(attempt = 4, roll = 0.5))
        assertEquals(3_999, backoff.delayMillis(attempt = 4, roll = 0.99999))
    }

    @Test
    fun no_roll_leads_beyond_the_ceiling() {
        val random = Random(seed = 1)
        for (attempt in 1..40) {
            repeat(100) {
                val delay = backoff.delayMillis(attempt, random.nextDouble())
                assertTrue(delay >= 0 && delay < backoff.ceilingMillis(attempt), "Attempt $attempt waits $delay ms.")
            }
        }
    }

    @Test
    fun a_roll_outside_its_range_is_refused() {
        for (roll in listOf(-0.1, 1.0, Double.NaN)) {
            assertFailsWith<IllegalArgumentException>("roll $roll") { backoff.delayMillis(attempt = 1, roll = roll) }
        }
    }

    @Test
    fun attempts_count_from_one() {
        assertFailsWith<IllegalArgumentException> { backoff.ceilingMillis(attempt = 0) }
    }

    @Test
    fun numbers_that_cannot_work_are_refused() {
        assertFailsWith<IllegalArgumentException> { Backoff(firstMaxMillis = -1, baseMillis = 500, capMillis = 30_000) }
        assertFailsWith<IllegalArgumentException> { Backoff(firstMaxMillis = 250, baseMillis = 0, capMillis = 30_000) }
        assertFailsWith<IllegalArgumentException> { Backoff(firstMaxMillis = 250, baseMillis = 500, capMillis = 499) }
    }
}
