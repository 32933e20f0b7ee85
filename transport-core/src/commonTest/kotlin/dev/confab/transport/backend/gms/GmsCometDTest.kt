package dev.confab.transport.backend.gms

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import dev.confab.transport.testing.events
import dev.confab.transport.testing.next
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class GmsCometDTest {
    private val dispatcher = StandardTestDispatcher()
    private val fake = FakeCometD(dispatcher)
    private val chat = GmsChat.create()

    @Test
    fun a_chat_begins_after_handshake_and_subscription() = runTest(dispatcher) {
        val link = open()
        assertTrue(link.info.newSession)
        assertEquals(listOf("/meta/handshake", "/meta/subscribe"), fake.channels().take(2))
        assertEquals("requestChat", fake.operations().first())
        assertEquals("Ada", fake.received.first { it.obj("data") != null }.obj("data")?.text("nickname"))
        assertTrue(fake.rest.asked.first { "connect" in it.url }.body.contains("\"timeout\":0"))
        link.close(NORMAL)
        assertEquals("/meta/disconnect", fake.channels().last { it == "/meta/disconnect" })
    }

    @Test
    fun SEC9_the_cookie_of_the_handshake_goes_with_every_later_request_and_with_files() = runTest(dispatcher) {
        val link = open()
        val later = fake.rest.asked.drop(1)
        assertTrue(later.any { it.url.endsWith("/genesys/2/chat-ntf") })
        assertTrue(
            later.isNotEmpty() && later.all { it.headers["Cookie"] == "BAYEUX_BROWSER=b1" },
            later.map {
                it.url +
                    it.headers["Cookie"]
            }.toString(),
        )
        link.close(NORMAL)
        val other = FakeCometD(dispatcher)
        transport(other).open(request()).close(NORMAL)
        assertFalse(other.rest.asked.first().headers.contains("Cookie"))
    }

    @Test
    fun a_message_is_proved_by_its_event_and_others_arrive() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.say("Welcome")
        assertEquals(Direction.OUTBOUND, events.next<LinkEvent.MessageArrived> { true }.message.direction)
        link.submit(send("Hello"))
        val proof = events.next<LinkEvent.MessageArrived> { it.correlation != null }
        assertEquals("chat-1/0000000003", proof.message.serverId)
        val published = fake.received.single { it.obj("data")?.text("operation") == "sendMessage" }.obj("data")
        assertEquals("SECRET-KEY", published?.text("secureKey"))
        link.close(NORMAL)
    }

    @Test
    fun REL5_a_forgotten_client_shakes_hands_again_and_gets_what_it_missed() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.say("one")
        assertEquals("one", events.next<LinkEvent.MessageArrived> { true }.message.text)
        fake.lose("two")
        fake.forgets = true
        assertEquals("two", events.next<LinkEvent.MessageArrived> { true }.message.text)
        fake.say("three")
        assertEquals("three", events.next<LinkEvent.MessageArrived> { true }.message.text)
        assertEquals(2, fake.handshakes)
        val asked = fake.received.first { it.obj("data")?.text("operation") == "requestNotifications" }.obj("data")
        assertEquals("3", asked?.text("transcriptPosition"))
        link.close(NORMAL)
    }

    @Test
    fun REL5_a_gap_between_events_is_asked_for() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.lose("one")
        fake.say("two")
        assertEquals(listOf("one", "two"), List(2) { events.next<LinkEvent.MessageArrived> { true }.message.text })
        link.close(NORMAL)
    }

    @Test
    fun REL5_what_follows_a_gap_waits_for_it() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.lose("first")
        fake.say("second")
        fake.say("third")
        val came = List(3) { events.next<LinkEvent.MessageArrived> { true }.message.text }
        assertEquals(listOf("first", "second", "third"), came)
        link.close(NORMAL)
    }

    @Test
    fun a_publish_that_the_service_did_not_take_is_sent_again_after_a_handshake() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.forgets = true
        link.submit(send("Hello"))
        assertEquals("Hello", events.next<LinkEvent.MessageArrived> { it.correlation != null }.message.text)
        assertEquals(1, fake.log.count { it.second == "Hello" })
        link.close(NORMAL)
    }

    @Test
    fun a_refusal_that_comes_as_an_event_is_of_the_message_on_its_way() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.refusal = """{"statusCode": 2, "chatEnded": false, "errors": [{"code": 204}]}"""
        link.submit(send("Too long"))
        val refused = events.next<LinkEvent.Refused> { true }
        assertEquals("m1", refused.correlation?.value)
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, refused.failure.code)
        link.close(NORMAL)
    }

    @Test
    fun the_end_of_the_chat_makes_it_readable_only() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.end()
        assertTrue(events.next<LinkEvent.ConversationDisconnected> { true }.readOnly)
        link.close(NORMAL)
    }

    @Test
    fun a_known_chat_goes_on_with_notifications_and_its_history_is_what_came() = runTest(dispatcher) {
        val first = open()
        val firstEvents = events(first)
        fake.say("before")
        firstEvents.next<LinkEvent.MessageArrived> { true }
        first.close(NORMAL)
        fake.lose("meanwhile")
        // As after a restart of the process: nothing is in memory.
        val link = transport(fake).open(request(first.info.resumeState))
        assertFalse(link.info.newSession)
        val events = events(link)
        assertEquals("meanwhile", events.next<LinkEvent.MessageArrived> { it.message.text == "meanwhile" }.message.text)
        link.submit(LinkCommand.FetchHistory(ConversationId.MAIN, null))
        assertEquals(listOf("before", "meanwhile"), events.next<LinkEvent.HistoryArrived> { true }.page.messages.map { it.text })
        link.close(NORMAL)
    }

    @Test
    fun going_to_the_background_names_the_position_and_closes_the_link() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.say("Welcome")
        events.next<LinkEvent.MessageArrived> { true }
        chat.enterBackground()
        assertEquals(CloseReason.NORMAL, events.next<LinkEvent.Closed> { true }.reason.code)
        val goodbye = fake.received.single { it.text("channel") == "/meta/disconnect" }
        assertEquals("3", goodbye.obj("ext")?.text("transcriptPosition"))
        link.close(NORMAL)
    }

    @Test
    fun a_service_that_wants_nobody_back_ends_the_link() = runTest(dispatcher) {
        val link = open()
        val events = events(link)
        fake.advice = "none"
        assertFailsWith<TransportException> { events.next<LinkEvent.Closed> { true } }
        assertEquals(1, fake.dismissals)
        link.close(NORMAL)
    }

    @Test
    fun what_polling_alone_has_is_refused() = runTest(dispatcher) {
        val link = open()
        assertEquals(ErrorCode.UNSUPPORTED, assertFailsWith<TransportException> { chat.refresh(1) }.code)
        link.close(NORMAL)
    }

    private suspend fun open(): Link = transport(fake, chat).open(request())

    private fun transport(fake: FakeCometD, chat: GmsChat = GmsChat.create()): Transport {
        val settings = GmsCometD.builder("https://gms.example.com/genesys/cometd", FakeCometD.CHANNEL).build()
        val guest = GmsGuest.builder().nickname("Ada").build()
        return GmsOptions.builder().cometD(settings).guest(guest).build().withChat(chat).createTransport(fake.rest.http)
    }

    private fun request(resumeState: String? = null) = OpenRequest("key", resumeState, startNew = false) { }

    private fun send(text: String) = LinkCommand.SendMessage(ConversationId.MAIN, MessageId("m1"), Draft(text))

    private companion object {
        val NORMAL = CloseReason(CloseReason.NORMAL, "The test is over.")
    }
}
