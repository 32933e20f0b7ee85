package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.ConnectionFault
import dev.confab.transport.MessagingClient
import dev.confab.transport.model.MessagingException
import dev.confab.transport.testing.countThreads
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Test
import java.io.File
import java.io.IOException
import java.net.URI
import java.nio.file.Files
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.measureTime

/** Counts what there is before and after a thousand lives of a client. */
class CensusTest {
    @Test
    fun REL12_a_thousand_closed_clients_leave_no_thread_socket_connection_or_coroutine_behind() {
        val seed = ProofSettings.seed
        ProofBench(Scenario.ECHO).use { bench ->
            runBlocking(Dispatchers.Default) {
                // What is made once and stays: pools, selectors, loaded classes.
                lives(bench, Random(seed), 0 until WARM_UP)
                awaitConnections(bench, 0)
                val before = Census.now()
                val took = measureTime { lives(bench, Random(seed + 1), WARM_UP until WARM_UP + LIVES) }
                awaitConnections(bench, 0)
                assertEquals(WARM_UP + LIVES, bench.jobs.size)
                assertTrue(bench.jobs.all { it.isCompleted && it.children.none() }, "seed $seed: coroutines are left")
                val after = awaitCensus(before)
                ProofSettings.report("$LIVES lives in ${took.inWholeMilliseconds} ms, seed $seed: $before before, $after after")
                assertTrue(after.threads <= before.threads + THREADS_BY_CHANCE, "seed $seed: threads grew from $before to $after")
                assertTrue(after.sockets <= before.sockets + SOCKETS_BY_CHANCE, "seed $seed: sockets grew from $before to $after")
            }
        }
    }

    @Test
    fun REL12_close_may_be_called_twice_and_by_many_at_once() {
        ProofBench(Scenario.SILENT).use { bench ->
            runBlocking(Dispatchers.Default) {
                val client = bench.client(ProofBench.token(1))
                client.connect()
                val all = withTimeoutOrNull(CLOSE_MILLIS) {
                    List(20) { launch { client.close() } }.joinAll()
                    client.close()
                }
                assertEquals(Unit, all, "close() did not return within $CLOSE_MILLIS ms")
                assertTrue(bench.jobs.single().isCompleted)
            }
        }
    }

    @Test
    fun REL12_a_client_is_closed_in_time_although_its_service_has_fallen_silent() {
        ProofBench(Scenario.SILENT).use { bench ->
            runBlocking(Dispatchers.Default) {
                val client = bench.client(ProofBench.token(1))
                client.connect()
                bench.sandbox.faults().add(ConnectionFault.StallAnswers())
                assertEquals(Unit, withTimeoutOrNull(CLOSE_MILLIS) { client.close() }, "close() did not return within $CLOSE_MILLIS ms")
                assertTrue(bench.jobs.single().isCompleted)
            }
        }
    }

    /** A few at a time, so that the machine is busy and the order is not always the same. */
    private suspend fun lives(bench: ProofBench, random: Random, numbers: IntRange) = coroutineScope {
        val dice = numbers.associateWith { random.nextInt(100) to random.nextLong(1, 20) }
        List(LIVES_AT_A_TIME) { worker ->
            launch {
                for (number in numbers.filter { it % LIVES_AT_A_TIME == worker }) {
                    val (way, millis) = dice.getValue(number)
                    live(bench.client(ProofBench.token(number)), way, millis)
                }
            }
        }.joinAll()
    }

    private suspend fun live(client: MessagingClient, way: Int, millis: Long) = coroutineScope {
        val observing = launch { client.events.collect { } }
        val living =
            launch {
                try {
                    client.connect()
                    client.send("Hello")
                    if (way < MID_LIFE) awaitCancellation()
                } catch (_: MessagingException) {
                    // It was closed meanwhile, as some are here.
                }
            }
        // Some are closed in the middle of whatever they are doing, the others when they are done.
        if (way < MID_LIFE) delay(millis.milliseconds) else living.join()
        client.close()
        living.cancelAndJoin()
        observing.cancelAndJoin()
    }

    private suspend fun awaitConnections(bench: ProofBench, count: Int) {
        val health = URI("${bench.sandbox.url()}/sandbox/health").toURL()
        var seen = ""
        val reached = withTimeoutOrNull(PATIENCE_MILLIS) {
            while (true) {
                seen = health.readText()
                if (Regex("\"connections\":$count\\b").containsMatchIn(seen)) break
                delay(POLL_MILLIS)
            }
        }
        assertEquals(Unit, reached, "the service still has connections: $seen")
    }

    /** What the operating system and the pools take a moment to let go. */
    private suspend fun awaitCensus(before: Census): Census {
        withTimeoutOrNull(PATIENCE_MILLIS) {
            while (Census.now().isMoreThan(before)) delay(POLL_MILLIS)
        }
        return Census.now()
    }

    /**
     * @property threads see [countThreads].
     * @property sockets of the whole process, so that both ends of a connection count; 0 where the system does not tell.
     */
    private data class Census(val threads: Int, val sockets: Int) {
        fun isMoreThan(before: Census): Boolean =
            threads > before.threads + THREADS_BY_CHANCE || sockets > before.sockets + SOCKETS_BY_CHANCE

        companion object {
            fun now(): Census = Census(
                countThreads(),
                File("/proc/self/fd").listFiles().orEmpty().count(::isSocket),
            )

            private fun isSocket(descriptor: File): Boolean = try {
                "socket:" in Files.readSymbolicLink(descriptor.toPath()).toString()
            } catch (_: IOException) {
                // It was closed meanwhile.
                false
            }
        }
    }

    private companion object {
        const val WARM_UP = 50
        const val LIVES = 1_000
        const val LIVES_AT_A_TIME = 8

        /** In percent, those that are closed in the middle. */
        const val MID_LIFE = 20
        const val CLOSE_MILLIS = 10_000L
        const val PATIENCE_MILLIS = 60_000L
        const val POLL_MILLIS = 50L

        /** Kept for a while by the shared HTTP client and by this test's own; a thousand clients that left something would leave hundreds. */
        const val THREADS_BY_CHANCE = 4
        const val SOCKETS_BY_CHANCE = 8
    }
}
