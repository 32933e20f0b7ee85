package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.ConnectionFault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.transport.backend.webmessaging.WebMessagingOptions
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.OutboxPolicy
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.measureTime

/** A service that takes everything and says nothing, while TCP stays open. */
@Tag("proof")
class DeadPeerTest {
    @Test
    fun REL8_a_silent_service_is_left_within_interval_and_grace_and_nothing_is_lost() {
        // The wait for a proof is far longer, so that only the missing answers to pings can tell.
        val config = ProofBench.config().outbox(OutboxPolicy(256, 1L shl 20, proofTimeoutMillis = 120_000)).build()
        ProofBench(Scenario.SILENT).use { bench ->
            runBlocking(Dispatchers.Default) {
                withTimeout(DEADLINE_MILLIS) {
                    val client = bench.client(ProofBench.token(1), config = config)
                    client.connect()
                    bench.sandbox.faults().add(ConnectionFault.StallAnswers(), FaultScope.once())
                    val back = async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.Resumed } }
                    val sending = async(start = CoroutineStart.UNDISPATCHED) { client.send("into the silence") }
                    val noticed = measureTime { back.await() }.inWholeMilliseconds
                    assertEquals(MessageStatus.Sent, sending.await().status)
                    client.close()
                    ProofSettings.report("a silent service was left after $noticed ms; interval and grace are $LIMIT_MILLIS ms")
                    assertTrue(noticed <= LIMIT_MILLIS + LATE_MILLIS, "noticed after $noticed ms")
                    assertEquals(listOf("into the silence"), bench.stored(ProofBench.token(1)))
                }
            }
        }
    }

    @Test
    fun REL8_the_default_is_a_ping_in_15_seconds_and_10_seconds_of_grace() {
        val options = WebMessagingOptions.builder(ProofBench.token(1)).loopbackEndpoint("http://127.0.0.1:1").build()
        assertEquals(15_000L to 10_000L, options.pingIntervalMillis to options.pingGraceMillis)
    }

    private companion object {
        const val LIMIT_MILLIS = ProofBench.PING_MILLIS + ProofBench.GRACE_MILLIS

        /** The next connection is part of it, and a busy machine is late; without pings it would take the 120 s of the proof. */
        const val LATE_MILLIS = 30_000L
        const val DEADLINE_MILLIS = 60_000L
    }
}
