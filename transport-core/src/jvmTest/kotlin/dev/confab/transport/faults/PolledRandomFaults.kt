package dev.confab.transport.faults

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.CallFault
import dev.confab.sandbox.fault.Fault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.SessionFault
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import dev.confab.transport.runtime.RetryBudget
import dev.confab.transport.runtime.SessionClock
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Test
import java.time.Duration
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds

/**
 * One client over a wire of requests, while the dice decide which call fails and how, and when the agent speaks. What the service stored is
 * compared with what was sent, and what was told with what was said. [ProofSettings] tells how to run a schedule again.
 */
abstract class PolledRandomFaults {
    /** How to reach [sandbox], as fast as a test wants it. */
    protected abstract fun options(sandbox: Sandbox): TransportOptions

    /** The session of the only client, as the sandbox calls it. */
    protected abstract fun session(): String

    /** Calls that are hit, by the names of the sandbox. */
    protected abstract val sending: String
    protected abstract val others: List<String>

    private val seed = ProofSettings.seed
    private val applied = HashMap<String, Int>()

    @Test
    fun REL1_REL3_REL4_REL5_nothing_is_lost_doubled_or_out_of_order_whatever_fails(): Unit = bench { sandbox, session ->
        val chat = session()
        sandbox.faults().add(CallFault.LoseAnswer(sending), FaultScope.once())
        val making = launch { makeTrouble(sandbox, chat, session.spoken) }
        val sent = withTimeoutOrNull(SETTLING_MILLIS) { session.sendAll(this, MESSAGES) { true } }
        making.cancelAndJoin()
        harvest(sandbox)
        val last = "agent ${session.spoken.size + 1}"
        sandbox.agentSay(chat, last)
        session.spoken += last
        session.awaitOutbound(session.spoken.size, SETTLING_MILLIS)
        // Applications are told after the conversation shows it.
        withTimeoutOrNull(SETTLING_MILLIS) { while (session.told.size < session.spoken.size) delay(1.milliseconds) }
        val stored = sandbox.messages().map { it.text() }
        ProofSettings.report(
            "random faults over ${this@PolledRandomFaults.javaClass.simpleName}, seed $seed: ${stored.size} messages, $applied",
        )
        assertTrue(sent != null, "seed $seed: after $SETTLING_MILLIS ms somebody still waits for the end of a send")
        assertEquals(emptyMap(), session.failed.toMap(), "seed $seed")
        assertEquals(Difference.NONE, Difference.of(session.accepted, stored), "seed $seed: what the service stored")
        assertEquals(session.accepted, session.inbound.map { it.text }, "seed $seed: the own messages in the conversation")
        assertEquals(Difference.NONE, Difference.of(session.spoken, session.outbound.map { it.text }), "seed $seed: what the agent said")
        assertEquals(Difference.NONE, Difference.of(session.spoken, session.told.map { it.text }), "seed $seed: what was told")
        assertTrue(applied.values.sum() > 0, "seed $seed: nothing failed")
    }

    private suspend fun makeTrouble(sandbox: Sandbox, chat: String, spoken: MutableList<String>) {
        val random = Random(seed)
        repeat(THROWS) {
            delay(random.nextLong(PAUSE_MILLIS).milliseconds)
            if (random.nextInt(4) == 0) {
                val text = "agent ${spoken.size + 1}"
                sandbox.agentSay(chat, text)
                spoken += text
            } else if (random.nextInt(30) == 0) {
                applied.merge("cut", sandbox.dropConnections(), Int::plus)
            } else if (sandbox.faults().list().count { it.active() } < OPEN_FAULTS) {
                sandbox.faults().add(fault(random), FaultScope.once().startingAfter(random.nextInt(4)))
            }
        }
    }

    private fun fault(random: Random): Fault {
        val operation = if (random.nextBoolean()) sending else others.random(random)
        return when (random.nextInt(8)) {
            0 -> SessionFault.DropBeforeStore()
            1 -> SessionFault.DropAfterStore()
            2, 3 -> CallFault.LoseAnswer(operation)
            4 -> CallFault.DelayAnswer(operation, Duration.ofMillis(random.nextLong(1, 80)))
            else -> CallFault.Fail(operation, listOf(0, 429, 500, 503).random(random), "", 0)
        }
    }

    private fun harvest(sandbox: Sandbox) {
        sandbox.faults().list().forEach { applied.merge(it.fault().verb(), it.applied(), Int::plus) }
        sandbox.faults().clear()
    }

    private fun bench(body: suspend CoroutineScope.(Sandbox, FaultySession) -> Unit) {
        val engine = defaultEngine(NetworkSettings.DEFAULT)
        val http = confabHttpClient(engine, NetworkSettings.DEFAULT)
        val sandbox = Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).messagesPerSecond(0).build())
        try {
            runBlocking(Dispatchers.Default) {
                val clock = SessionClock.system()
                val environment = ClientEnvironment(clock, Random.Default, RetryBudget(RetryBudgetPolicy.DEFAULT) { clock.now().ticks })
                val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default.limitedParallelism(1))
                val client =
                    DefaultMessagingClient(options(sandbox).createTransport(http), ProofBench.config().build(), scope, environment)
                val session = FaultySession("", client)
                val observing = session.connect(this)
                body(sandbox, session)
                session.close()
                observing.cancel()
            }
        } finally {
            sandbox.close()
            http.close()
            engine.close()
        }
    }

    private companion object {
        const val MESSAGES = 120
        const val THROWS = 200
        const val PAUSE_MILLIS = 40L
        const val OPEN_FAULTS = 3
        const val SETTLING_MILLIS = 60_000L
    }
}
