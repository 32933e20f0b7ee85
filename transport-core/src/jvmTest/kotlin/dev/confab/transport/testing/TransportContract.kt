package dev.confab.transport.testing

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import io.ktor.client.engine.HttpClientEngine
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.flow.produceIn
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import java.util.UUID
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What every transport promises (see `Transport` and `Link`), checked against a real service over real sockets. */
abstract class TransportContract {
    abstract fun startService(): ServiceUnderTest

    private lateinit var service: ServiceUnderTest
    private lateinit var engine: HttpClientEngine
    private val http by lazy { confabHttpClient(engine, NetworkSettings("test")) }

    @BeforeEach
    fun start() {
        service = startService()
        engine = defaultEngine(NetworkSettings.DEFAULT)
    }

    @AfterEach
    fun stop() {
        service.close()
        http.close()
        engine.close()
    }

    @Test
    fun open_returns_when_the_service_accepted_the_session() = scenario {
        val connected = CompletableDeferred<Unit>()
        val link = service.transport(http).open(request { connected.complete(Unit) })
        assertTrue(connected.isCompleted, "onConnected was not called")
        assertTrue(link.info.newSession)
        assertFalse(link.info.readOnly)
        link.close(NORMAL)
    }

    @Test
    fun a_known_session_is_resumed() = scenario {
        val key = newKey()
        val first = service.transport(http).open(request(key))
        first.close(NORMAL)
        val link = service.transport(http).open(OpenRequest(key, first.info.resumeState, startNew = false) {})
        assertFalse(link.info.newSession)
        link.close(NORMAL)
    }

    @Test
    fun a_sent_message_is_proved_under_its_id_and_stored_once() = scenario {
        val link = service.transport(http).open(request())
        val events = eventsOf(link)
        val id = MessageId("11111111-1111-4111-8111-111111111111")
        link.submit(LinkCommand.SendMessage(ConversationId.MAIN, id, Draft("Grüße 📦"), 1, service.opening))
        val proof = events.next<LinkEvent.MessageArrived> { it.correlation?.value == "11111111-1111-4111-8111-111111111111" }
        assertEquals("Grüße 📦", proof.message.text)
        assertEquals(Direction.INBOUND, proof.message.direction)
        assertTrue(proof.message.serverId != null && proof.message.timeMillis != null)
        assertEquals(listOf("Grüße 📦"), service.storedTexts())
        link.close(NORMAL)
    }

    @Test
    fun messages_of_the_service_arrive_in_order() = scenario {
        val key = newKey()
        val link = service.transport(http).open(request(key))
        val events = eventsOf(link)
        (1..50).forEach { service.say(key, "answer $it") }
        val said = LinkedHashMap<String?, String>()
        while (said.size < 50) said += spoken(events.receive()).associate { it.serverId to it.text }
        assertEquals((1..50).map { "answer $it" }, said.values.toList())
        link.close(NORMAL)
    }

    /** Messages of the service that an event tells; a list of conversations tells again what it told before. */
    private fun spoken(event: LinkEvent): List<Message> = when (event) {
        is LinkEvent.MessageArrived -> listOf(event.message)
        is LinkEvent.ConversationsListed -> event.items.flatMap { it.newest.messages }
        else -> emptyList()
    }.filter { it.direction == Direction.OUTBOUND && it.notice == null }

    @Test
    fun a_cut_connection_fails_the_events_and_may_be_tried_again() = scenario {
        val link = service.transport(http).open(request())
        val ending = CompletableDeferred<Throwable?>()
        launch {
            ending.complete(runCatching { link.events.toList() }.exceptionOrNull())
        }
        service.cut()
        val failure = assertIs<TransportException>(ending.await()).failure
        assertEquals(FailureClass.TRANSIENT, failure.failureClass)
        link.close(NORMAL)
    }

    @Test
    fun submitting_to_a_dead_link_fails() = scenario {
        val link = service.transport(http).open(request())
        val ending = CompletableDeferred<Unit>()
        launch {
            runCatching { link.events.toList() }
            ending.complete(Unit)
        }
        service.cut()
        ending.await()
        assertFailsWith<TransportException> {
            repeat(1_000) { link.submit(LinkCommand.SendMessage(ConversationId.MAIN, MessageId("m$it"), Draft("lost"))) }
        }
        link.close(NORMAL)
    }

    @Test
    fun close_is_idempotent_and_ends_the_events() = scenario {
        val link = service.transport(http).open(request())
        val collected = CompletableDeferred<Unit>()
        launch {
            runCatching { link.events.toList() }
            collected.complete(Unit)
        }
        link.close(NORMAL)
        link.close(NORMAL)
        collected.await()
    }

    @Test
    fun an_unknown_deployment_is_refused_for_good() = scenario {
        val failure = assertFailsWith<TransportException> { service.strangerTransport(http).open(request()) }.failure
        assertEquals(FailureClass.PERMANENT, failure.failureClass)
    }

    @Test
    fun a_service_that_is_not_there_may_be_tried_again() = scenario {
        val transport = service.transport(http)
        service.close()
        val failure = assertFailsWith<TransportException> { transport.open(request()) }.failure
        assertEquals(FailureClass.TRANSIENT, failure.failureClass)
    }

    @Test
    fun cancelling_an_opening_leaves_nothing_behind() = scenario {
        repeat(20) {
            val opening = launch { service.transport(http).open(request()).close(NORMAL) }
            opening.cancelAndJoin()
        }
        val link = service.transport(http).open(request())
        link.close(NORMAL)
    }

    private fun scenario(body: suspend CoroutineScope.() -> Unit) {
        runBlocking(Dispatchers.Default) { withTimeout(SCENARIO_MILLIS) { body() } }
    }

    private fun CoroutineScope.eventsOf(link: Link): ReceiveChannel<LinkEvent> = link.events.produceIn(this)

    private suspend inline fun <reified T : LinkEvent> ReceiveChannel<LinkEvent>.next(matches: (T) -> Boolean): T {
        while (true) {
            val event = receive()
            if (event is T && matches(event)) return event
        }
    }

    private fun request(key: String = newKey(), onConnected: suspend () -> Unit = {}) =
        OpenRequest(key, null, startNew = false, onConnected = onConnected)

    private fun newKey() = UUID.randomUUID().toString()

    private companion object {
        val NORMAL = CloseReason(CloseReason.NORMAL, "The test is over.")
        const val SCENARIO_MILLIS = 60_000L
    }
}
