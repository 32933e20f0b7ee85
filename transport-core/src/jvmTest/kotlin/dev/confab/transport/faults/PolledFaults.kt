package dev.confab.transport.faults

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.CallFault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.model.Direction
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import dev.confab.transport.runtime.RetryBudget
import dev.confab.transport.runtime.SessionClock
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Whole clients over a wire of requests that misbehaves, compared with what the sandbox stored. */
abstract class PolledFaults {
    /** How to reach [sandbox], as fast as a test wants it. */
    protected abstract fun options(sandbox: Sandbox): TransportOptions

    protected open fun settings(): SandboxOptions.Builder = SandboxOptions.builder()

    /** The names of the calls for sending and for asking for news. */
    protected abstract val sending: String
    protected abstract val polling: String

    /** The session of the only client, as the sandbox calls it. */
    protected abstract fun session(): String

    private class Talk(val sandbox: Sandbox, val client: DefaultMessagingClient, val events: StateFlow<List<MessagingEvent>>) {
        fun stored(): List<String> = sandbox.messages().map { it.text() }
    }

    @Test
    fun REL1_REL3_every_message_arrives_once_and_in_order_although_answers_get_lost() = talk {
        sandbox.faults().add(CallFault.LoseAnswer(sending), FaultScope(null, null, 1, 2))
        sandbox.faults().add(CallFault.LoseAnswer(sending), FaultScope(null, null, 6, 1))
        sandbox.faults().add(CallFault.LoseAnswer(polling), FaultScope(null, null, 3, 4))
        val texts = (1..12).map { "text $it" }
        val sent = texts.map { text -> async(start = CoroutineStart.UNDISPATCHED) { client.send(text) } }.awaitAll()
        assertEquals(texts, stored())
        assertTrue(sent.all { it.status == MessageStatus.Sent && it.serverId != null })
        assertEquals(texts, client.conversation.value.messages.filter { it.direction == Direction.INBOUND }.map { it.text })
    }

    @Test
    fun REL4_two_equal_texts_of_which_the_answers_got_lost_are_stored_once_each() = talk {
        sandbox.faults().add(CallFault.LoseAnswer(sending), FaultScope(null, null, 0, 1))
        client.send("again")
        sandbox.faults().add(CallFault.LoseAnswer(sending), FaultScope(null, null, 0, 1))
        client.send("again")
        assertEquals(listOf("again", "again"), stored())
        assertEquals(2, client.conversation.value.messages.map { it.serverId }.toSet().size)
    }

    @Test
    fun REL1_a_service_that_is_in_trouble_for_a_while_gets_the_message_once() = talk {
        sandbox.faults().add(CallFault.Fail(sending, 503, "DOWN", 0), FaultScope(null, null, 0, 3))
        client.send("patience")
        assertEquals(listOf("patience"), stored())
    }

    @Test
    fun REL5_what_an_agent_says_while_polls_fail_comes_once_and_in_order() = talk {
        sandbox.faults().add(CallFault.Fail(polling, 503, "DOWN", 0), FaultScope(null, null, 2, 9))
        sandbox.faults().add(CallFault.LoseAnswer(polling), FaultScope(null, null, 14, 4))
        val said = (1..30).map { "answer $it" }
        val chat = session()
        said.forEach { sandbox.agentSay(chat, it) }
        client.conversation.first { conversation -> conversation.messages.count { it.direction == Direction.OUTBOUND } >= said.size }
        assertEquals(said, client.conversation.value.messages.filter { it.direction == Direction.OUTBOUND }.map { it.text })
        // Applications are told after the conversation shows it.
        val told = events.map(::spoken).first { it.size >= said.size }
        assertEquals(said, told)
    }

    private fun spoken(events: List<MessagingEvent>): List<String> = events.filterIsInstance<MessagingEvent.MessageInserted>().map {
        it.message
    }.filter { it.direction == Direction.OUTBOUND }.map { it.text }

    private fun talk(body: suspend TalkScope.() -> Unit) {
        val engine = defaultEngine(NetworkSettings.DEFAULT)
        val http = confabHttpClient(engine, NetworkSettings.DEFAULT)
        val sandbox = Sandbox.start(settings().scenario(Scenario.SILENT).messagesPerSecond(0).build())
        try {
            runBlocking(Dispatchers.Default) {
                withTimeout(PATIENCE_MILLIS) {
                    val clock = SessionClock.system()
                    val environment = ClientEnvironment(clock, Random.Default, RetryBudget(RetryBudgetPolicy.DEFAULT) { clock.now().ticks })
                    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default.limitedParallelism(1))
                    val client =
                        DefaultMessagingClient(options(sandbox).createTransport(http), ProofBench.config().build(), scope, environment)
                    val events = MutableStateFlow(emptyList<MessagingEvent>())
                    val watching =
                        launch(start = CoroutineStart.UNDISPATCHED) { client.events.collect { event -> events.update { it + event } } }
                    client.connect()
                    TalkScope(this, Talk(sandbox, client, events)).body()
                    client.close()
                    watching.cancel()
                }
            }
        } finally {
            sandbox.close()
            http.close()
            engine.close()
        }
    }

    private class TalkScope(scope: CoroutineScope, private val talk: Talk) : CoroutineScope by scope {
        val sandbox get() = talk.sandbox
        val client get() = talk.client
        val events get() = talk.events

        fun stored() = talk.stored()
    }

    private companion object {
        const val PATIENCE_MILLIS = 60_000L
    }
}
