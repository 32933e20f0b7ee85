package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.transport.runtime.SessionClock
import dev.confab.transport.session.Now
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds

/** The wall clock of the machine jumps back and forth by an hour while connections are cut. */
class ClockJumpTest {
    private class JumpingClock : SessionClock {
        private val real = SessionClock.system()

        @Volatile
        var offMillis = 0L

        override fun now(): Now = real.now().let { Now(it.ticks, it.epochMillis + offMillis) }
    }

    @Test
    fun REL14_clock_jumps_of_an_hour_lose_and_double_nothing() {
        val seed = ProofSettings.seed
        val random = Random(seed)
        val clock = JumpingClock()
        var jumps = 0
        ProofBench(Scenario.ECHO, clock).use { bench ->
            val session = FaultySession(ProofBench.token(1), bench.client(ProofBench.token(1)))
            runBlocking(Dispatchers.Default) {
                withTimeout(DEADLINE_MILLIS) {
                    val observing = session.connect(this)
                    val jumping =
                        launch {
                            while (true) {
                                clock.offMillis = random.nextLong(-HOUR_MILLIS, HOUR_MILLIS)
                                jumps++
                                if (random.nextInt(8) == 0) bench.sandbox.dropConnections()
                                delay(random.nextLong(1, 40).milliseconds)
                            }
                        }
                    session.sendAll(this, MESSAGES) { true }
                    session.awaitOutbound(MESSAGES, DEADLINE_MILLIS)
                    jumping.cancel()
                    session.close()
                    observing.cancel()
                }
            }
            val stored = bench.stored(session.token)
            ProofSettings.report("$jumps clock jumps, seed $seed: ${stored.size} messages, ${session.outcomes.size} reconnects")
            assertEquals(session.accepted, stored, "seed $seed")
            assertEquals(Difference.NONE, Difference.of(stored, session.inbound.map { it.text }), "seed $seed")
            assertEquals(Difference.NONE, Difference.of(stored, session.outbound.map { it.text }), "seed $seed")
            assertTrue(session.outcomes.isNotEmpty(), "seed $seed: no connection was cut")
        }
    }

    private companion object {
        const val MESSAGES = 300
        const val HOUR_MILLIS = 3_600_000L
        const val DEADLINE_MILLIS = 60_000L
    }
}
