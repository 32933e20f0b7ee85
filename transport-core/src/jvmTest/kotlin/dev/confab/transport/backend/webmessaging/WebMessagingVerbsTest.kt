package dev.confab.transport.backend.webmessaging

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.webmessaging.Deployment
import dev.confab.transport.Confab
import dev.confab.transport.ConnectOptions
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What a guest can do with the session as a whole, against the sandbox. */
class WebMessagingVerbsTest {
    private val confab = Confab.create()
    private val sandboxes = ArrayList<Sandbox>()

    @AfterEach
    fun stop() {
        confab.close()
        sandboxes.forEach(Sandbox::close)
    }

    @Test
    fun a_conversation_that_has_ended_is_followed_by_a_new_one() {
        val sandbox = start(deployment().conversationDisconnect(Deployment.ConversationDisconnect.READ_ONLY))
        scenario(sandbox) { client ->
            client.connect()
            client.send("one")
            assertEquals(ErrorCode.WRONG_STATE, assertFailsWith<MessagingException> { client.startNewChat() }.code)
            sandbox.agentDisconnect(TOKEN)
            client.state.first { it == SessionState.ReadOnly }
            assertTrue(client.capability(Capability.START_NEW_CHAT).allowed)
            assertFalse(client.capability(Capability.SEND_TEXT).allowed)
            assertEquals(SessionState.Configured(connected = true, newSession = true), client.startNewChat())
            assertEquals(emptyList(), client.conversation.value.messages)
            client.send("two")
            assertEquals(listOf("one", "two"), sandbox.messages().map { it.text() })
            val actions = actions(sandbox)
            assertEquals(listOf("configureSession", "closeSession", "configureSession"), actions.filter { "Session" in it })
        }
    }

    @Test
    fun an_open_session_begins_a_new_conversation_on_demand() = scenario(start(deployment())) { client ->
        client.connect()
        client.send("one")
        assertEquals(
            SessionState.Configured(connected = true, newSession = true),
            client.connect(ConnectOptions.DEFAULT.withStartNew(true)),
        )
        assertEquals(emptyList(), client.conversation.value.messages)
        assertIs<SessionState.Configured>(client.configureSession(ConnectOptions.DEFAULT))
    }

    @Test
    fun a_cleared_conversation_is_gone_here_and_there() {
        val sandbox = start(deployment().conversationClear(true))
        scenario(sandbox) { client ->
            client.connect()
            client.send("one")
            val told = async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.ConnectionClosed } }
            client.clearConversation()
            assertIs<SessionState.Closed>(client.state.value)
            assertEquals(emptyList(), client.conversation.value.messages)
            assertEquals(ClosedReason.CLEARED, assertIs<MessagingEvent.ConnectionClosed>(told.await()).reason)
            assertEquals(SessionState.Configured(connected = true, newSession = true), client.connect())
        }
    }

    @Test
    fun a_deployment_that_forbids_clearing_is_not_asked() {
        val sandbox = start(deployment().conversationClear(false))
        scenario(sandbox) { client ->
            client.connect()
            assertFalse(client.capability(Capability.CLEAR_CONVERSATION).allowed)
            val failure = assertFailsWith<MessagingException> { client.clearConversation() }
            assertEquals(ErrorCode.CLEAR_CONVERSATION_FAILURE, failure.code)
            assertTrue(sandbox.ledger().none { "\"Clear\"" in it.payload() })
        }
    }

    @Test
    fun an_expired_session_is_an_error_and_the_next_connect_begins_a_new_one() {
        val sandbox = start(deployment())
        scenario(sandbox) { client ->
            client.connect()
            sandbox.expireSession(TOKEN)
            val state = client.state.first { it is SessionState.Error }
            assertEquals(ErrorCode.SESSION_HAS_EXPIRED, assertIs<SessionState.Error>(state).code)
            assertEquals(SessionState.Configured(connected = true, newSession = true), client.connect())
        }
    }

    @Test
    fun an_expired_token_that_the_service_refuses_is_replaced_by_a_fresh_one() {
        val sandbox = start(deployment()) { refuseExpiredToken(true) }
        scenario(sandbox) { client ->
            client.connect()
            sandbox.expireSession(TOKEN)
            client.state.first { it is SessionState.Error }
            assertEquals(ErrorCode.SESSION_HAS_EXPIRED, assertFailsWith<MessagingException> { client.connect() }.code)
            assertEquals(SessionState.Configured(connected = true, newSession = true), client.connect())
        }
    }

    @Test
    fun the_fourth_connection_closes_the_first_with_the_reason() {
        val sandbox = start(deployment())
        scenario(sandbox) { first ->
            first.connect()
            val told = async(start = CoroutineStart.UNDISPATCHED) { first.events.first { it is MessagingEvent.ConnectionClosed } }
            val others = List(3) { confab.client(options(sandbox).build(), FAST).also { it.connect() } }
            assertEquals(ClosedReason.SESSION_LIMIT, assertIs<MessagingEvent.ConnectionClosed>(told.await()).reason)
            assertIs<SessionState.Closed>(first.state.value)
            others.forEach { it.close() }
        }
    }

    @Test
    fun the_way_back_leads_to_the_start_of_the_conversation() {
        val sandbox = start(deployment())
        scenario(sandbox) { it.connect() }
        repeat(60) { sandbox.agentSay(TOKEN, "line $it") }
        scenario(sandbox) { client ->
            client.connect()
            val pages = List(3) { client.history.next() }
            assertEquals(listOf(false, false, true), pages.map { it.startOfConversation })
            assertEquals((0..59).map { "line $it" }, client.conversation.value.messages.map { it.text })
        }
    }

    @Test
    fun custom_attributes_go_with_the_greeting_and_are_proved_by_it() {
        val sandbox = start(deployment().autoStart(true))
        scenario(sandbox) { client ->
            client.addCustomAttributes(mapOf("tier" to "gold"))
            assertEquals(CustomAttributes.Status.PENDING, client.customAttributes.value.status)
            client.connect()
            client.customAttributes.first { it.status == CustomAttributes.Status.SENT }
            assertTrue(sandbox.ledger().any { "\"Join\"" in it.payload() && "\"gold\"" in it.payload() })
        }
    }

    @Test
    fun the_session_tells_how_long_it_lives_and_answers_a_health_check_when_it_can_only_be_read() {
        val sandbox = start(deployment().conversationDisconnect(Deployment.ConversationDisconnect.READ_ONLY))
        scenario(sandbox) { client ->
            val told = async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.SessionDuration } }
            client.connect()
            assertTrue(assertIs<MessagingEvent.SessionDuration>(told.await()).durationSeconds > 0)
            client.send("one")
            sandbox.agentDisconnect(TOKEN)
            client.state.first { it == SessionState.ReadOnly }
            client.healthCheck()
        }
    }

    @Test
    fun typing_is_skipped_where_the_deployment_does_not_want_it() {
        val sandbox = start(deployment().typing(false))
        scenario(sandbox) { client ->
            client.connect()
            assertFalse(client.capability(Capability.SEND_TYPING).allowed)
            client.indicateTyping()
            client.send("one")
            assertTrue(sandbox.ledger().none { "\"Typing\"" in it.payload() })
        }
    }

    private fun actions(sandbox: Sandbox): List<String> =
        sandbox.ledger().mapNotNull { Regex("\"action\":\"(\\w+)\"").find(it.payload())?.groupValues?.get(1) }

    private fun deployment(): Deployment.Builder = Deployment.builder(Deployment.DEFAULT_ID)

    private fun start(deployment: Deployment.Builder, more: SandboxOptions.Builder.() -> Unit = {}): Sandbox = Sandbox
        .start(
            SandboxOptions
                .builder()
                .scenario(Scenario.SILENT)
                .messagesPerSecond(0)
                .deployment(deployment.build())
                .apply(more)
                .build(),
        ).also(sandboxes::add)

    private fun options(sandbox: Sandbox): WebMessagingOptions.Builder =
        WebMessagingOptions.builder(Deployment.DEFAULT_ID).loopbackEndpoint(sandbox.url()).token(TOKEN)

    private fun scenario(sandbox: Sandbox, body: suspend CoroutineScope.(MessagingClient) -> Unit) {
        runBlocking(Dispatchers.Default) {
            withTimeout(SCENARIO_MILLIS) {
                val client = confab.client(options(sandbox).build(), FAST)
                try {
                    body(client)
                } finally {
                    client.close()
                }
            }
        }
    }

    private companion object {
        const val TOKEN = "3f6d2e10-8a41-4a8e-9a01-6f0b7f6c0003"
        const val SCENARIO_MILLIS = 60_000L
        val FAST: MessagingClientConfig =
            MessagingClientConfig
                .builder()
                .rate(RatePolicy(0, 5_000, 30_000))
                .reconnect(ReconnectPolicy(Backoff(50, 50, 200), 3, 30_000, 10_000))
                .build()
    }
}
