package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.transport.model.ResumeOutcome
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** The network itself breaks: a relay between client and service cuts connections after a random number of bytes, both ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TcpProxyTest {
    private val seed = ProofSettings.seed
    private val random = Random(seed)
    private val bench = ProofBench(Scenario.ECHO)
    private val relay = TcpRelay(bench.sandbox.port(), ::fate)
    private val session = FaultySession(ProofBench.token(1), bench.client(ProofBench.token(1), relay.url))
    private var cutPages = 0

    @Volatile
    private var cutting = false

    @BeforeAll
    fun go() {
        runBlocking(Dispatchers.Default) {
            withTimeout(DEADLINE_MILLIS) {
                val observing = session.connect(this)
                cutting = true
                bench.sandbox.dropConnections()
                session.sendAll(this, MESSAGES) { true }
                session.awaitOutbound(MESSAGES, SETTLING_MILLIS)
                session.close()
                observing.cancel()
            }
        }
        val gaps = session.outcomes.count { it is ResumeOutcome.Gap }
        ProofSettings.report(
            "relay, seed $seed: ${session.proved.size} of $MESSAGES messages proved over ${relay.connections.size} connections, " +
                "${relay.cuts} of them cut, ${session.outcomes.size} reconnects with $gaps gaps",
        )
        assertTrue(relay.cuts > 10, "seed $seed: hardly anything was cut")
    }

    @AfterAll
    fun stop() {
        relay.close()
        bench.close()
    }

    @Test
    fun REL1_a_network_that_cuts_anywhere_loses_no_message() {
        assertEquals(session.accepted.toSet(), session.proved.keys, "seed $seed")
        assertEquals(session.accepted, bench.stored(session.token).distinct(), "seed $seed")
    }

    @Test
    fun REL3_a_network_that_cuts_anywhere_reorders_no_message() {
        val stored = bench.stored(session.token)
        assertEquals(session.accepted.filter { it in stored }, stored.distinct(), "seed $seed")
    }

    @Test
    fun REL4_a_network_that_cuts_anywhere_doubles_no_message() {
        val stored = bench.stored(session.token)
        assertEquals(stored.distinct(), stored, "seed $seed")
    }

    @Test
    fun REL5_a_network_that_cuts_anywhere_leaves_no_gap_in_the_conversation() {
        assertEquals(Difference.NONE, Difference.of(session.accepted, session.inbound.map { it.text }), "seed $seed")
        assertEquals(
            Difference.NONE,
            Difference.of(
                session.accepted,
                session.outbound.map {
                    it.text
                },
            ),
            "seed $seed: what the agent repeated",
        )
        assertEquals(session.outbound.map { it.id }.toSet().size, session.told.size, "seed $seed: told twice")
    }

    /**
     * A WebSocket never lives long. A page of history is given up after four failures, so it comes through at the third attempt at the
     * latest, and nobody has to guess.
     */
    private fun fate(request: String): TcpRelay.Fate {
        val webSocket = request.startsWith("GET /v1?")
        val spared = !cutting || (!webSocket && (cutPages == 2 || random.nextInt(3) > 0))
        if (!webSocket) cutPages = if (spared) 0 else cutPages + 1
        if (spared) return TcpRelay.Fate.UNCUT
        val up = random.nextBoolean()
        return TcpRelay.Fate(
            up = if (up) random.nextLong(1, 6_000) else Long.MAX_VALUE,
            down = if (up) Long.MAX_VALUE else random.nextLong(1, 16_000),
            reset = random.nextBoolean(),
        )
    }

    private companion object {
        const val MESSAGES = 300
        const val DEADLINE_MILLIS = 60_000L
        const val SETTLING_MILLIS = 10_000L
    }
}
