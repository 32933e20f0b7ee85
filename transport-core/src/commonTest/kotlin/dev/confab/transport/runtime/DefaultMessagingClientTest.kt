package dev.confab.transport.runtime

import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.testing.FakeTransport
import dev.confab.transport.testing.messagingClientTest
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class DefaultMessagingClientTest {
    private val unpaced = MessagingClientConfig.builder().rate(RatePolicy(0, 5_000, 30_000)).build()

    @Test
    fun a_message_is_sent_when_its_proof_arrived() = messagingClientTest {
        val link = connect()
        val sending = send("Hello")
        val command = link.expectMessage("Hello")
        assertTrue(sending.isActive)
        assertEquals(
            MessageStatus.Sending,
            client.conversation.value.messages
                .single()
                .status,
        )
        link.prove(command)
        assertEquals(MessageStatus.Sent, sending.await().status)
    }

    @Test
    fun the_states_of_a_session() = messagingClientTest {
        connect()
        client.disconnect()
        assertEquals(
            listOf("Idle", "Connecting", "Connected", "Configured", "Closing", "Closed"),
            states.map { it::class.simpleName },
        )
    }

    @Test
    fun REL3_messages_go_out_in_the_order_of_the_calls() = messagingClientTest(unpaced) {
        val link = connect()
        val sendings = (1..20).map { send("message $it") }
        (1..20).forEach { link.prove(link.expectMessage("message $it")) }
        sendings.forEach { assertEquals(MessageStatus.Sent, it.await().status) }
        assertEquals((1..20).map { "message $it" }, texts())
    }

    @Test
    fun a_cut_connection_loses_nothing() = messagingClientTest(unpaced) {
        val first = connect()
        val one = send("one")
        val two = send("two")
        first.expectMessage("one")
        first.cut()
        val second = expectLink()
        second.prove(second.expectMessage("one"))
        second.prove(second.expectMessage("two"))
        one.await()
        two.await()
        assertIs<SessionState.Configured>(client.state.value)
        assertEquals(1, states.count { it is SessionState.Reconnecting && it.attempt == 1 })
    }

    @Test
    fun messages_may_be_sent_while_the_connection_is_away() = messagingClientTest(unpaced) {
        val first = connect()
        transport.unreachable(times = 3)
        first.cut()
        awaitState { it is SessionState.Reconnecting && it.attempt == 3 }
        val sending = send("from the tunnel")
        val second = expectLink()
        second.prove(second.expectMessage("from the tunnel"))
        assertEquals(MessageStatus.Sent, sending.await().status)
    }

    @Test
    fun a_service_that_does_not_answer_is_left_for_another_link() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("Hello?")
        first.expectMessage("Hello?")
        val second = expectLink()
        assertNotNull(first.closedWith)
        second.prove(second.expectMessage("Hello?"))
        sending.await()
        assertTrue(transport.requestTimes[1] - transport.requestTimes[0] in 20_000..20_250)
    }

    @Test
    fun a_connect_that_gets_no_answer_ends_at_its_deadline_and_is_tried_again() = messagingClientTest {
        transport.hang()
        val link = connect()
        assertNull(link.closedWith)
        assertTrue(transport.requestTimes[1] - transport.requestTimes[0] >= 30_000)
    }

    @Test
    fun a_refused_deployment_fails_the_connect_and_says_why() = messagingClientTest {
        transport.refuse(TransportFailure(ErrorCode.WEBSOCKET_ACCESS_DENIED, "The deployment is unknown."))
        val failure = assertFailsWith<MessagingException> { client.connect() }
        assertEquals(ErrorCode.WEBSOCKET_ACCESS_DENIED, failure.code)
        assertEquals(1, transport.requests.size)
    }

    @Test
    fun cancelling_the_call_takes_back_what_is_queued_and_only_that() = messagingClientTest(unpaced) {
        val link = connect()
        val inFlight = send("in flight")
        val queued = send("queued")
        val command = link.expectMessage("in flight")
        while (texts().size < 2) yield()
        inFlight.cancel()
        queued.cancel()
        inFlight.join()
        queued.join()
        link.prove(command)
        client.conversation.first { conversation -> conversation.messages.all { it.status != MessageStatus.Sending } }
        assertEquals(
            listOf(MessageStatus.Sent, MessageStatus.Cancelled),
            client.conversation.value.messages
                .map { it.status },
        )
    }

    @Test
    fun a_closed_client_fails_who_waits_and_who_comes_later() = messagingClientTest {
        val link = connect()
        supervisorScope {
            val waiting = async { client.send("never proved") }
            link.expectMessage("never proved")
            client.close()
            assertEquals(ErrorCode.CLIENT_CLOSED, assertFailsWith<MessagingException> { waiting.await() }.code)
        }
        assertEquals(ErrorCode.CLIENT_CLOSED, assertFailsWith<MessagingException> { client.send("too late") }.code)
        assertNotNull(link.closedWith)
        client.close()
    }

    @Test
    fun REL12_close_ends_a_client_that_is_still_connecting() = messagingClientTest {
        transport.hang()
        coroutineScope {
            val connecting = launch { assertFailsWith<MessagingException> { client.connect() } }
            while (transport.requests.isEmpty()) yield()
            client.close()
            connecting.join()
        }
    }

    @Test
    fun two_callers_share_one_connect() = messagingClientTest {
        coroutineScope {
            val both = List(2) { async { client.connect() } }
            expectLink()
            both.forEach { assertIs<SessionState.Configured>(it.await()) }
        }
        assertEquals(1, transport.requests.size)
    }

    @Test
    fun events_are_told_in_order() = messagingClientTest {
        val link = connect()
        link.emit(LinkEvent.Typing(ConversationId.MAIN, true, 5_000, null))
        link.say("a1", "Good morning")
        client.events.first { it is MessagingEvent.MessageInserted }
        assertEquals(listOf("Typing", "MessageInserted"), events.map { it::class.simpleName })
    }

    @Test
    fun REL11_a_collector_that_does_not_read_stops_the_reading_from_the_service_but_not_the_sending() =
        messagingClientTest(MessagingClientConfig.builder().rate(RatePolicy(0, 0, 0)).eventBuffer(4).build()) {
            val link = connect()
            coroutineScope {
                val stuck = launch { client.events.collect { delay(Long.MAX_VALUE) } }
                yield()
                repeat(1_000) { link.say("a$it", "message $it") }
                assertNull(withTimeoutOrNull(1_000) { client.conversation.first { it.messages.size == 1_000 } })
                assertTrue(client.conversation.value.messages.size < 100, "the link was read without bound")
                val sending = async { client.send("still works") }
                link.expectMessage("still works")
                sending.cancel()
                stuck.cancel()
            }
            client.conversation.first { it.messages.size == 1_001 }
        }

    @Test
    fun REL11_a_proof_that_waits_behind_a_collector_is_not_late() =
        messagingClientTest(MessagingClientConfig.builder().rate(RatePolicy(0, 0, 0)).eventBuffer(4).build()) {
            val link = connect()
            coroutineScope {
                val stuck = launch { client.events.collect { delay(Long.MAX_VALUE) } }
                yield()
                repeat(1_000) { link.say("a$it", "message $it") }
                val sending = async { client.send("Hello") }
                link.prove(link.expectMessage("Hello"))
                delay(10 * 20_000)
                assertNull(link.closedWith, "the link was left although nobody read it")
                stuck.cancel()
                assertEquals(MessageStatus.Sent, sending.await().status)
            }
            assertEquals(1, transport.requests.size)
        }

    @Test
    fun a_message_that_is_not_proved_although_the_service_was_heard_again_has_the_link_left() =
        messagingClientTest(MessagingClientConfig.builder().rate(RatePolicy(0, 0, 0)).eventBuffer(4).build()) {
            val link = connect()
            coroutineScope {
                val stuck = launch { client.events.collect { delay(Long.MAX_VALUE) } }
                yield()
                repeat(200) { link.say("a$it", "message $it") }
                val sending = async { client.send("Hello") }
                link.expectMessage("Hello")
                delay(50_000)
                stuck.cancel()
                val second = expectLink()
                second.prove(second.expectMessage("Hello"))
                sending.await()
            }
        }

    @Test
    fun REL11_callers_who_send_and_take_back_while_nobody_collects_make_events_within_bounds() =
        messagingClientTest(MessagingClientConfig.builder().rate(RatePolicy(0, 0, 0)).eventBuffer(4).build()) {
            val link = connect()
            supervisorScope {
                val stuck = launch { client.events.collect { delay(Long.MAX_VALUE) } }
                yield()
                send("stays in flight").cancelAfter { link.expectMessage("stays in flight") }
                repeat(2_000) { withTimeoutOrNull(5) { client.send("taken back $it") } }
                val made = texts().size
                assertTrue(made in 100..400, "$made messages, each with two events")
                assertNull(client.trySend(Draft("must fit")))
                val blocked = async { client.send("waits for room") }
                yield()
                client.close()
                assertEquals(ErrorCode.CLIENT_CLOSED, assertFailsWith<MessagingException> { blocked.await() }.code)
                stuck.cancel()
            }
        }

    private suspend fun Deferred<*>.cancelAfter(block: suspend () -> Unit) {
        block()
        cancel()
    }

    @Test
    fun a_session_keeps_its_key_over_reconnects() = messagingClientTest {
        connect().cut()
        expectLink()
        assertEquals(1, transport.requests.map { it.sessionKey }.distinct().size)
    }

    @Test
    fun a_key_that_the_options_prescribe_is_used() = messagingClientTest(sessionKey = "given") {
        connect()
        assertEquals("given", transport.requests.single().sessionKey)
    }

    @Test
    fun a_read_only_session_is_told_as_such() = messagingClientTest {
        transport.accept(FakeTransport.info(readOnly = true))
        connect()
        assertEquals(SessionState.ReadOnly, client.state.value)
        assertEquals(ErrorCode.SESSION_READ_ONLY, assertFailsWith<MessagingException> { client.send("Hello") }.code)
    }

    @Test
    fun typing_reaches_the_link() = messagingClientTest {
        val link = connect()
        client.indicateTyping()
        assertIs<LinkCommand.IndicateTyping>(link.expectCommand())
    }

    @Test
    fun disconnect_and_connect_again() = messagingClientTest {
        connect()
        client.disconnect()
        assertIs<SessionState.Closed>(client.state.value)
        connect()
        assertIs<SessionState.Configured>(client.state.value)
    }
}
