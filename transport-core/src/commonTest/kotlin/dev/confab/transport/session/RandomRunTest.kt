package dev.confab.transport.session

import kotlin.random.Random
import kotlin.test.Test

/**
 * Feeds the machine with long random runs of whatever may happen, in a little world with a service that stores, answers, keeps silent and is
 * cut off, and checks what must hold after every step and at the end.
 */
class RandomRunTest {
    @Test
    fun REL1_no_message_is_lost_or_doubled_in_random_runs() {
        val seed = Random.nextLong()
        repeat(RUNS) { run -> RandomWorld(seed + run).run(STEPS) }
    }

    private companion object {
        const val RUNS = 300
        const val STEPS = 600
    }
}
