package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.FrameFault
import dev.confab.sandbox.fault.SessionFault
import dev.confab.transport.model.MessageStatus
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals

class RefusalTest {
    @Test
    fun REL4_a_refusal_that_arrives_twice_does_not_send_a_message_twice() {
        ProofBench(Scenario.SILENT).use { bench ->
            runBlocking(Dispatchers.Default) {
                withTimeout(DEADLINE_MILLIS) {
                    val client = bench.client(ProofBench.token(1))
                    client.connect()
                    // Behind the Join, which would be refused otherwise.
                    client.send("zero")
                    bench.sandbox.faults().add(SessionFault.RateLimit(0), FaultScope.once())
                    bench.sandbox.faults().add(FrameFault.Duplicate())
                    assertEquals(MessageStatus.Sent, client.send("one").status)
                    assertEquals(MessageStatus.Sent, client.send("two").status)
                    client.close()
                    assertEquals(listOf("zero", "one", "two"), bench.stored(ProofBench.token(1)))
                }
            }
        }
    }

    private companion object {
        const val DEADLINE_MILLIS = 60_000L
    }
}
