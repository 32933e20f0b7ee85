package dev.confab.transport.backend.webmessaging

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.ConnectionFault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.SessionFault
import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart.ButtonReply
import dev.confab.transport.model.MessagePart.FormReply
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.Reply
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import dev.confab.transport.testing.countThreads
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** A whole client against the sandbox. */
class WebMessagingSessionTest {
    private val confab = Confab.create()
    private val sandboxes = ArrayList<Sandbox>()

    @AfterEach
    fun stop() {
        confab.close()
        sandboxes.forEach(Sandbox::close)
    }

    @Test
    fun a_guest_and_an_agent_talk() = scenario(start(Scenario.ECHO)) { client ->
        assertEquals(SessionState.Configured(connected = true, newSession = true), client.connect())
        val sent = client.send("Where is my parcel?")
        assertEquals(MessageStatus.Sent, sent.status)
        awaitTexts(client, "Where is my parcel?", "Where is my parcel?")
        assertEquals(listOf(Direction.INBOUND, Direction.OUTBOUND), client.conversation.value.messages.map { it.direction })
    }

    @Test
    fun a_new_session_is_greeted_after_its_join() = scenario(start(Scenario.CONCIERGE)) { client ->
        val typing = async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.Typing } }
        client.connect()
        client.conversation.first { it.messages.isNotEmpty() }
        client.send("Hello")
        typing.await()
        client.conversation.first { it.messages.size >= 3 }
    }

    @Test
    fun REL3_two_hundred_messages_arrive_once_and_in_order() {
        val sandbox = start(Scenario.ECHO)
        scenario(sandbox) { client ->
            client.connect()
            (1..200).map { number -> async(start = CoroutineStart.UNDISPATCHED) { client.send("line $number") } }.awaitAll()
            client.conversation.first { conversation -> conversation.messages.count { it.direction == Direction.OUTBOUND } == 200 }
            assertEquals((1..200).map { "line $it" }, sandbox.messages().map { it.text() })
        }
    }

    @Test
    fun a_reply_of_each_kind_is_proved_by_its_echo() = scenario(start(Scenario.SILENT)) { client ->
        client.connect()
        val asked = MessageId("9b1f0c55aa5e4e0f8d5d3d0c1a2b3c4d")
        listOf(
            Reply.QuickReply(asked, "Yes", "YES"),
            Reply.CardAction(asked, "Choose", "PLAN"),
            Reply.DateChoice(asked, "2030-01-07T09:00:00.000Z", "Monday"),
            Reply.ListChoice(asked, "You chose", listOf(Reply.ListChoice.Item("i1", "Apples"), Reply.ListChoice.Item("i2", "Pears"))),
            Reply.FormAnswer(asked, "form-1", listOf(FormReply.Field("name", "Mira", "Mira"))),
        ).forEach { reply ->
            val sent = client.send(Draft.reply(reply))
            assertEquals(MessageStatus.Sent, sent.status)
            assertEquals(reply.text, sent.text)
            assertEquals(reply.items(), sent.parts.count { it is ButtonReply || it is FormReply }, "$reply")
            assertEquals(asked.value, sent.replyTo)
        }
    }

    private fun Reply.items(): Int = if (this is Reply.ListChoice) items.size else 1

    @Test
    fun REL4_a_reply_whose_echo_was_lost_is_settled_from_the_history() {
        val sandbox = start(Scenario.SILENT)
        scenario(sandbox) { client ->
            client.connect()
            client.send("first")
            sandbox.faults().add(SessionFault.DropAfterStore(), FaultScope.once())
            client.send(Draft.reply(Reply.QuickReply(MessageId("q1"), "Yes", "YES")))
            assertEquals(listOf("first", "Yes"), sandbox.messages().map { it.text() })
        }
    }

    @Test
    fun a_cut_in_the_middle_loses_nothing() {
        val sandbox = start(Scenario.ECHO)
        scenario(sandbox) { client ->
            client.connect()
            val sendings = (1..60).map { number -> async(start = CoroutineStart.UNDISPATCHED) { client.send("line $number") } }
            client.conversation.first { conversation -> conversation.messages.count { it.status == MessageStatus.Sent } > 20 }
            sandbox.dropConnections()
            sendings.awaitAll()
            assertEquals((1..60).map { "line $it" }, sandbox.messages().map { it.text() }.distinct())
        }
    }

    @Test
    fun a_service_that_is_killed_and_started_again_gets_the_rest() {
        val first = start(Scenario.ECHO)
        scenario(first) { client ->
            client.connect()
            val sendings = (1..60).map { number -> async(start = CoroutineStart.UNDISPATCHED) { client.send("line $number") } }
            client.conversation.first { conversation -> conversation.messages.count { it.status == MessageStatus.Sent } > 20 }
            first.close()
            client.state.first { it is SessionState.Reconnecting }
            val second = start(Scenario.ECHO, first.port())
            sendings.awaitAll()
            val stored = first.messages().map { it.text() } + second.messages().map { it.text() }
            assertEquals((1..60).map { "line $it" }, stored.distinct())
        }
    }

    @Test
    fun a_session_is_resumed_by_its_token() {
        val sandbox = start(Scenario.SILENT)
        val token = "3f6d2e10-8a41-4a8e-9a01-6f0b7f6c0001"
        repeat(2) { round ->
            scenario(sandbox, options(sandbox).token(token)) { client ->
                assertEquals(SessionState.Configured(connected = true, newSession = round == 0), client.connect())
            }
        }
    }

    @Test
    fun what_the_service_refuses_wedges_the_message_and_names_the_reason() {
        val sandbox = start(Scenario.SILENT)
        scenario(sandbox) { client ->
            client.connect()
            val failure = assertFailsWith<MessagingException> { client.send("x".repeat(5_000)) }
            assertEquals(ErrorCode.MESSAGE_TOO_LONG, failure.code)
            assertEquals(MessageStatus.Sent, client.send("x".repeat(4_096)).status)
        }
    }

    @Test
    fun REL9_the_default_pace_breaks_no_rule_of_the_service() {
        val sandbox = Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).build()).also(sandboxes::add)
        scenario(sandbox, config = MessagingClientConfig.defaults()) { client ->
            client.connect()
            (1..6).map { number -> async(start = CoroutineStart.UNDISPATCHED) { client.send("line $number") } }.awaitAll()
            assertEquals(0, sandbox.ledger().count { it.direction() == "sent" && "TooManyRequests" in it.payload() })
        }
    }

    @Test
    fun an_unknown_deployment_is_told_with_the_way_out() {
        val sandbox = start(Scenario.SILENT)
        val options = WebMessagingOptions.builder("b0000000-0000-4000-8000-000000000002").loopbackEndpoint(sandbox.url())
        scenario(sandbox, options) { client ->
            val failure = assertFailsWith<MessagingException> { client.connect() }
            assertTrue("b0000000-0000-4000-8000-000000000002" in failure.message.orEmpty(), failure.message)
            assertIs<SessionState.Error>(client.state.value)
        }
    }

    @Test
    fun a_port_where_nobody_listens_is_told() {
        val sandbox = start(Scenario.SILENT)
        sandbox.close()
        scenario(sandbox) { client ->
            val failure = assertFailsWith<MessagingException> { client.connect() }
            assertTrue(sandbox.url() in failure.message.orEmpty(), failure.message)
        }
    }

    @Test
    fun REL8_a_peer_that_only_keeps_the_connection_open_is_left() {
        val sandbox = start(Scenario.SILENT)
        scenario(sandbox, options(sandbox).ping(intervalMillis = 100, graceMillis = 200)) { client ->
            client.connect()
            val back = async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.Resumed } }
            sandbox.faults().add(ConnectionFault.StallAnswers(), FaultScope.once())
            back.await()
            assertIs<SessionState.Configured>(client.state.value)
        }
    }

    @Test
    fun REL5_what_an_agent_said_while_the_connection_was_away_is_filled_in() {
        val sandbox = start(Scenario.SILENT)
        scenario(sandbox, options(sandbox).token(TOKEN)) { client ->
            client.connect()
            sandbox.agentSay(TOKEN, "before")
            client.conversation.first { it.messages.size == 1 }
            sandbox.dropConnections()
            repeat(60) { sandbox.agentSay(TOKEN, "meanwhile $it") }
            client.conversation.first { it.messages.size == 61 }
            assertEquals(listOf("before") + (0..59).map { "meanwhile $it" }, client.conversation.value.messages.map { it.text })
        }
    }

    @Test
    fun REL4_an_echo_that_was_swallowed_is_found_in_the_history_and_nothing_is_sent_twice() {
        val sandbox = start(Scenario.SILENT)
        sandbox.faults().add(SessionFault.DropAfterStore(), FaultScope.once())
        scenario(sandbox) { client ->
            client.connect()
            assertEquals(MessageStatus.Sent, client.send("only once").status)
            assertEquals(MessageStatus.Sent, client.send("only once").status)
            assertEquals(listOf("only once", "only once"), sandbox.messages().map { it.text() })
        }
    }

    @Test
    fun REL13_two_hundred_sessions_need_no_more_threads_than_two() {
        val sandbox = start(Scenario.SILENT)
        val clients = ArrayList<MessagingClient>()
        runBlocking(Dispatchers.Default) {
            withTimeout(SCENARIO_MILLIS) {
                suspend fun grow(sessions: Int) {
                    while (clients.size < sessions) confab.client(options(sandbox).build(), FAST).also { clients += it }.connect()
                }
                grow(2)
                // Some threads of the shared pools start late; none may start for a session.
                val few = countThreads()
                grow(200)
                val many = countThreads()
                assertTrue(many <= few + Runtime.getRuntime().availableProcessors() + 8, "threads grew from $few to $many")
                assertTrue(clients.all { it.state.value is SessionState.Configured })
                clients.forEach { it.close() }
            }
        }
    }

    @Test
    fun REL12_a_hundred_clients_leave_no_thread_and_no_session_behind() {
        val sandbox = start(Scenario.SILENT)
        scenario(sandbox) { it.connect() }
        val before = countThreads()
        repeat(100) { scenario(sandbox) { it.connect() } }
        assertTrue(countThreads() <= before + 8, "threads grew from $before to ${countThreads()}")
    }

    private fun start(scenario: Scenario, port: Int = 0): Sandbox =
        Sandbox.start(SandboxOptions.builder().scenario(scenario).port(port).messagesPerSecond(0).build()).also(sandboxes::add)

    private fun options(sandbox: Sandbox): WebMessagingOptions.Builder =
        WebMessagingOptions.builder("a0000000-0000-4000-8000-000000000001").loopbackEndpoint(sandbox.url())

    private fun scenario(
        sandbox: Sandbox,
        options: WebMessagingOptions.Builder = options(sandbox),
        config: MessagingClientConfig = FAST,
        body: suspend CoroutineScope.(MessagingClient) -> Unit,
    ) {
        runBlocking(Dispatchers.Default) {
            withTimeout(SCENARIO_MILLIS) {
                val client = confab.client(options.build(), config)
                try {
                    body(client)
                } finally {
                    client.close()
                }
            }
        }
    }

    private suspend fun awaitTexts(client: MessagingClient, vararg texts: String) {
        client.conversation.first { conversation -> conversation.messages.map { it.text } == texts.toList() }
    }

    private companion object {
        const val TOKEN = "3f6d2e10-8a41-4a8e-9a01-6f0b7f6c0002"
        const val SCENARIO_MILLIS = 60_000L
        val FAST: MessagingClientConfig =
            MessagingClientConfig
                .builder()
                .rate(RatePolicy(0, 5_000, 30_000))
                .reconnect(ReconnectPolicy(Backoff(50, 50, 200), 3, 30_000, 10_000))
                .build()
    }
}
