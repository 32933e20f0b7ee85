package dev.confab.transport.faults

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.CallFault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.model.Capability
import dev.confab.transport.model.Direction
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.SessionState
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
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds

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

    @Test
    fun a_late_answer_of_the_chat_before_says_nothing_of_the_one_that_is_on(): Unit = talk {
        assumeTrue(client.capability(Capability.LEAVE_CONVERSATION).allowed)
        val old = session()
        val late = sandbox.faults().add(CallFault.DelayAnswer(polling, Duration.ofMillis(LATE_MILLIS)), FaultScope.once())
        // Without news the service would hold the question as long as it can.
        sandbox.agentTyping(old)
        while (sandbox.faults().list().none { it.id() == late && it.applied() > 0 }) delay(1.milliseconds)
        client.leaveConversation()
        client.startNewChat()
        val new = session()
        assertNotEquals(old, new)
        repeat(NEWS) { round ->
            sandbox.agentSay(new, "new $round")
            hears("new $round")
            // Long enough for the late answer, and for the polls after it.
            delay((LATE_MILLIS / 2).milliseconds)
        }
        client.send("here")
        assertIs<SessionState.Configured>(client.state.value)
        assertEquals(new, session())
        assertEquals(List(NEWS) { "new $it" } + "here", client.conversation.value.messages.map { it.text })
    }

    @Test
    fun REL5_the_last_words_of_an_agent_who_ends_the_chat_come_before_its_end(): Unit = talk {
        assumeTrue(client.capability(Capability.LEAVE_CONVERSATION).allowed)
        sandbox.agentSay(session(), "Goodbye")
        sandbox.agentDisconnect(session())
        client.state.first { it is SessionState.ReadOnly }
        assertEquals(listOf("Goodbye"), client.conversation.value.messages.map { it.text })
    }

    @Test
    fun an_end_while_the_guest_was_away_is_seen_on_coming_back(): Unit = talk {
        assumeTrue(client.capability(Capability.LEAVE_CONVERSATION).allowed)
        val chat = session()
        client.disconnect()
        sandbox.agentSay(chat, "Goodbye")
        sandbox.agentDisconnect(chat)
        assertIs<SessionState.ReadOnly>(client.connect())
        hears("Goodbye")
    }

    private suspend fun TalkScope.hears(text: String) {
        client.conversation.first { conversation -> conversation.messages.any { it.text == text } }
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
        const val LATE_MILLIS = 500L
        const val NEWS = 3
    }
}
