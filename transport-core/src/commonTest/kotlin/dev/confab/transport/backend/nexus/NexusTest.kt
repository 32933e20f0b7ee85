package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.ExperimentalConfabApi
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessageId
import dev.confab.transport.testing.events
import dev.confab.transport.testing.next
import io.ktor.http.parseQueryString
import kotlinx.coroutines.test.runTest
import kotlin.io.encoding.Base64
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

@OptIn(ExperimentalConfabApi::class)
class NexusTest {
    private val rest = FakeRest()

    /** Each entry as JSON, without its index where [bare]. */
    private val log = ArrayList<String>()
    private var bare = false
    private var selfUri = "/nexus/v3/chat/sessions/s1"
    private var losesAnswers = false
    private var active = true
    private var status: FakeRest.Answer? = null

    init {
        rest.answer = { asked -> status ?: answer(asked) }
    }

    private fun answer(asked: FakeRest.Asked): FakeRest.Answer = when {
        asked.method == "POST" && asked.url.endsWith("/sessions") -> FakeRest.Answer(
            200,
            """{"status": {"code": "SUCCESS"}, "data": {"entity": {"id": "s1", "selfUri": "$selfUri"}, "clientToken": "$TOKEN"}}""",
        )

        asked.method == "POST" -> {
            store("Text", "me", parseQueryString(asked.body)["data[text]"].orEmpty())
            if (losesAnswers) rest.broken()
            FakeRest.Answer(200, """{"status": {"code": "SUCCESS"}}""")
        }

        asked.method == "GET" && asked.url.endsWith("/s1") ->
            FakeRest.Answer(200, """{"data": {"entity": {"id": "s1"}, "active": $active}}""")

        else -> {
            val after = parseQueryString(asked.url.substringAfter('?', ""))["after"]?.toInt() ?: 0
            FakeRest.Answer(200, """{"data": {"messages": [${log.drop(after).joinToString()}], "hasMore": false}}""")
        }
    }

    private fun store(type: String, who: String, text: String) {
        val known = if (bare) "" else """"id": "e${log.size + 1}", "index": ${log.size + 1}, "timestamp": ${log.size + 1},"""
        val nickname = if (who == "me") "Ada" else "Robin"
        val from = if (bare) """{"nickname": "$nickname"}""" else """{"participantId": "$who", "nickname": "x"}"""
        log += """{$known "type": "$type", "text": "$text", "from": $from}"""
    }

    @Test
    fun a_session_begins_with_the_form_and_the_headers() = runTest {
        val link = options().guest(NexusGuest.builder().firstName("Ada").nickname("Ada").emailAddress("a@example.test").build())
            .stream("uat").userData(mapOf("order" to "A-1")).build().createTransport(rest.http).open(request())
        val asked = rest.asked.first()
        val form = parseQueryString(asked.body)
        assertEquals(
            listOf("Ada", "Ada", "a@example.test", "chat", "uat", "A-1"),
            listOf("firstName", "nickname", "email", "endpoint", "stream", "order").map { form["data[$it]"] },
        )
        assertEquals("the-key", asked.headers["x-api-key"])
        assertNull(asked.headers["x-nexus-client-key"])
        assertTrue(link.info.newSession)
        link.close(NORMAL)
    }

    @Test
    fun the_claims_of_the_token_are_the_session_data() {
        val data = NexusSessionData.ofToken(TOKEN)
        assertEquals(listOf("s1", "me", "t1", TOKEN), listOf(data.sessionId, data.participantId, data.transportId, data.token))
        assertFalse("s1" in data.toString())
        assertFailsWith<IllegalArgumentException> { NexusSessionData.ofToken("no token") }
        assertFailsWith<IllegalArgumentException> { NexusSessionData.ofToken("a.%%%.c") }
    }

    @Test
    fun a_message_is_proved_by_the_next_reading_and_others_arrive_once() = runTest {
        val link = open()
        val events = events(link)
        store("Text", "robin", "Welcome")
        link.submit(send("Hello"))
        assertEquals("Welcome", events.next<LinkEvent.MessageArrived> { true }.message.text)
        val proof = events.next<LinkEvent.MessageArrived> { true }
        assertEquals("m1", proof.correlation?.value)
        store("Text", "robin", "How are you?")
        assertEquals("How are you?", events.next<LinkEvent.MessageArrived> { true }.message.text)
        assertTrue(rest.asked.drop(1).all { it.headers["x-nexus-client-key"] == TOKEN && it.headers["x-api-key"] == "the-key" })
        link.close(NORMAL)
    }

    @Test
    fun entries_that_tell_nothing_but_their_words_are_read_by_their_place() = runTest {
        bare = true
        val link = open()
        val events = events(link)
        store("Text", "robin", "Welcome")
        link.submit(send("Hello"))
        val welcome = events.next<LinkEvent.MessageArrived> { true }
        assertEquals(Direction.OUTBOUND, welcome.message.direction)
        assertEquals("m1", events.next<LinkEvent.MessageArrived> { true }.correlation?.value)
        store("Text", "robin", "Bye")
        assertEquals("Bye", events.next<LinkEvent.MessageArrived> { true }.message.text)
        link.close(NORMAL)
    }

    @Test
    fun REL4_an_answer_that_got_lost_ends_the_link_and_the_list_tells() = runTest {
        val transport = options().build().createTransport(rest.http)
        val link = transport.open(request())
        val events = events(link)
        losesAnswers = true
        link.submit(send("Did it arrive?"))
        assertEquals(
            FailureClass.TRANSIENT,
            assertFailsWith<TransportException> {
                events.next<LinkEvent.Closed> { true }
            }.failure.failureClass,
        )
        losesAnswers = false
        val next = transport.open(request(link.info.resumeState))
        val nextEvents = events(next)
        next.submit(LinkCommand.FetchHistory(ConversationId.MAIN, null))
        assertEquals(listOf("Did it arrive?"), nextEvents.next<LinkEvent.HistoryArrived> { true }.page.messages.map { it.text })
        next.close(NORMAL)
    }

    @Test
    fun SEC2_the_token_goes_to_no_other_host() = runTest {
        listOf(
            "https://evil.example/nexus/v3/chat/sessions/s1",
            "//evil.example/s1",
            "/a/../b",
            "http://nexus.example.com/nexus/v3/chat/sessions/s1",
        ).forEach {
            selfUri = it
            assertEquals(ErrorCode.ADDRESS_REFUSED, assertFailsWith<TransportException>(it) { open() }.code)
        }
        assertTrue(rest.asked.all { it.url == "https://nexus.example.com/nexus/v3/chat/sessions" })
    }

    @Test
    fun names_of_errors_say_what_to_do() = runTest {
        fun refuses(http: Int, code: String) {
            status = FakeRest.Answer(http, """{"status": {"code": "$code", "message": "no $TOKEN"}}""")
        }
        refuses(403, "INVALID_CONTACT_CENTER")
        assertTrue("apiKey" in assertFailsWith<TransportException> { open() }.failure.message)
        refuses(400, "INVALID_ENDPOINT")
        assertEquals(FailureClass.PERMANENT, assertFailsWith<TransportException> { open() }.failure.failureClass)
        refuses(200, "SOMETHING_NEW")
        val failure = assertFailsWith<TransportException> { open() }.failure
        assertEquals(FailureClass.PERMANENT, failure.failureClass)
        assertFalse(TOKEN in failure.message)
    }

    @Test
    fun what_no_public_document_confirms_is_off_unless_asked_for() = runTest {
        val plain = options().build().createTransport(rest.http)
        assertFalse(plain.capabilities[Capability.SEND_TYPING].allowed)
        assertFalse(plain.capabilities[Capability.LEAVE_CONVERSATION].allowed)
        val chat = NexusChat.create()
        val link = options().build().withChat(chat).createTransport(rest.http).open(request())
        assertEquals(ErrorCode.UNSUPPORTED, assertFailsWith<TransportException> { chat.indicateTyping(true) }.code)
        assertEquals("s1", chat.sessionData?.sessionId)
        link.close(NORMAL)
        val proposing = options().proposedOperations(true).build().withChat(chat).createTransport(rest.http)
        assertTrue(proposing.capabilities[Capability.LEAVE_CONVERSATION].allowed)
        val other = proposing.open(request())
        val events = events(other)
        store("Text", "robin", "Welcome")
        assertEquals("Welcome", events.next<LinkEvent.MessageArrived> { true }.message.text)
        assertTrue(rest.asked.any { "after=0" in it.url })
        chat.indicateTyping(true)
        assertTrue(rest.asked.any { parseQueryString(it.body)["data[type]"] == "TypingStarted" })
        other.close(NORMAL)
    }

    @Test
    fun the_end_by_an_agent_is_asked_for_when_somebody_leaves() = runTest {
        val transport = options().proposedOperations(true).build().createTransport(rest.http)
        val link = transport.open(request())
        val events = events(link)
        // One of two agents leaves.
        store("ParticipantLeft", "robin", "")
        store("Text", "sam", "I am still here")
        assertEquals("I am still here", events.next<LinkEvent.MessageArrived> { true }.message.text)
        assertTrue(rest.asked.count { it.url.endsWith("/s1") } >= 1)
        active = false
        store("ParticipantLeft", "sam", "")
        assertTrue(events.next<LinkEvent.ConversationDisconnected> { true }.readOnly)
        link.close(NORMAL)
        // Who comes back later is told, too, and everything can be read.
        val again = transport.open(request(link.info.resumeState))
        assertTrue(again.info.readOnly)
        again.close(NORMAL)
    }

    @Test
    fun the_asynchronous_mode_keeps_its_session_with_the_caller() = runTest {
        val kept = Kept()
        val options = options().async(kept).build()
        options.createTransport(rest.http).open(request()).close(NORMAL)
        assertEquals("s1", kept.data?.sessionId)
        store("Text", "robin", "While you were away")
        val link = options.createTransport(rest.http).open(request())
        assertFalse(link.info.newSession)
        val events = events(link)
        link.submit(LinkCommand.FetchHistory(ConversationId.MAIN, null))
        assertEquals(listOf("While you were away"), events.next<LinkEvent.HistoryArrived> { true }.page.messages.map { it.text })
        status = FakeRest.Answer(404)
        assertEquals(ClosedReason.NOT_FOUND, events.next<LinkEvent.SessionEnded> { true }.reason)
        assertNull(kept.data)
        link.close(NORMAL)
    }

    private class Kept : NexusSessionStore {
        var data: NexusSessionData? = null

        override suspend fun load(): NexusSessionData? = data

        override suspend fun save(data: NexusSessionData) {
            this.data = data
        }

        override suspend fun delete(data: NexusSessionData) {
            this.data = null
        }
    }

    private fun options() = NexusOptions.builder("chat")
        .dataUrl("https://nexus.example.com/nexus/v3/chat/sessions")
        .apiKey("the-key")
        .guest(NexusGuest.builder().nickname("Ada").build())
        .pollIntervalMillis(20)

    private suspend fun open(): Link = options().build().createTransport(rest.http).open(request())

    private fun request(resumeState: String? = null) = OpenRequest("key", resumeState, startNew = false) { }

    private fun send(text: String) = LinkCommand.SendMessage(ConversationId.MAIN, MessageId("m1"), Draft(text))

    private companion object {
        val NORMAL = CloseReason(CloseReason.NORMAL, "The test is over.")
        val TOKEN = listOf("""{"alg":"HS256"}""", """{"sessionId":"s1","transportId":"t1","participantId":"me"}""")
            .joinToString(".") { Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT).encode(it.encodeToByteArray()) } + ".sig"
    }
}
