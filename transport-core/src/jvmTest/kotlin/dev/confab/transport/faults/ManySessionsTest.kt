package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.transport.MessagingClient
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.testing.countThreads
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Hundreds of sessions of one process. */
@Tag("proof")
class ManySessionsTest {
    @Test
    fun REL7_sessions_that_are_dropped_together_come_back_within_the_budget_of_the_process() {
        ProofBench(Scenario.SILENT).use { bench ->
            TcpRelay(bench.sandbox.port()).use { relay ->
                runBlocking(Dispatchers.Default) {
                    withTimeout(DEADLINE_MILLIS) {
                        val clients = connect(List(DROPPED) { bench.client(ProofBench.token(it), relay.url) })
                        val returning =
                            clients.map { client ->
                                async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.Resumed } }
                            }
                        val seen = relay.connections.size
                        val start = System.nanoTime()
                        assertEquals(DROPPED, bench.sandbox.dropConnections())
                        returning.awaitAll()
                        val connects = relay.connections.drop(seen).filter { it.request.startsWith("GET /v1?") }.map { it.nanos - start }
                        ProofSettings.report(budgetReport(connects))
                        check(connects.sorted())
                        close(clients)
                    }
                }
            }
        }
    }

    @Test
    fun REL13_two_hundred_sessions_need_no_more_threads_than_twenty() {
        ProofBench(Scenario.SILENT).use { bench ->
            runBlocking(Dispatchers.Default) {
                withTimeout(DEADLINE_MILLIS) {
                    val few = connect(List(FEW) { bench.client(ProofBench.token(it)) })
                    sendAll(few)
                    val before = countThreads()
                    val more = connect(List(MANY - FEW) { bench.client(ProofBench.token(FEW + it)) })
                    sendAll(few + more)
                    val after = countThreads()
                    ProofSettings.report("$before threads with $FEW sessions, $after with $MANY")
                    assertTrue(after <= before + THREADS_BY_CHANCE, "threads grew from $before with $FEW sessions to $after with $MANY")
                    assertEquals(FEW + MANY, bench.sandbox.messages().size)
                    close(few + more)
                }
            }
        }
    }

    /** An attempt may be late, as machines are; it can never be early: so many may have passed at a time, and no more. */
    private fun check(sortedNanos: List<Long>) {
        val policy = RetryBudgetPolicy.DEFAULT
        sortedNanos.forEachIndexed { index, nanos ->
            val allowed = policy.burst + policy.perSecond * (nanos / NANOS) + 1
            assertTrue(
                index + 1 <= allowed,
                "connect ${index + 1} came ${nanos / NANOS} s after the drop; $allowed were allowed until then",
            )
        }
    }

    private fun budgetReport(nanos: List<Long>): String {
        val perSecond = nanos.groupingBy { it / NANOS.toLong() }.eachCount().toSortedMap()
        return "$DROPPED sessions dropped together made ${nanos.size} connects, by second: $perSecond"
    }

    private suspend fun connect(clients: List<MessagingClient>): List<MessagingClient> = coroutineScope {
        val room = Semaphore(CONNECTS_AT_A_TIME)
        clients.map { launch { room.withPermit { it.connect() } } }.joinAll()
        clients
    }

    private suspend fun sendAll(clients: List<MessagingClient>) = coroutineScope { clients.map { launch { it.send("Hello") } }.joinAll() }

    private suspend fun close(clients: List<MessagingClient>) = coroutineScope { clients.map { launch { it.close() } }.joinAll() }

    private companion object {
        const val DROPPED = 300
        const val FEW = 20
        const val MANY = 200
        const val CONNECTS_AT_A_TIME = 50
        const val DEADLINE_MILLIS = 60_000L
        const val NANOS = 1e9

        /** Pools grow to the number of cores when they are needed, not with the sessions. */
        const val THREADS_BY_CHANCE = 6
    }
}
