package dev.confab.transport.backend.gms

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.model.CardAction
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.Presence
import dev.confab.transport.testing.events
import dev.confab.transport.testing.next
import io.ktor.http.parseQueryString
import kotlinx.coroutines.flow.produceIn
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class GmsRestTest {
    private val fake = FakeGms()

    @Test
    fun a_chat_begins_with_the_guest_and_its_facts() = runTest {
        val options = fake.options()
            .guest(
                GmsGuest.builder().nickname(
                    "Ada",
                ).emailAddress("ada@example.test").subject("Invoice").userData(mapOf("order" to "A-1")).build(),
            )
            .userData(mapOf("order" to "none", "TimeZone" to "-480"))
            .apiKey("the-key")
            .basicAuth("user", "password")
            .build()
        val link = options.createTransport(fake.rest.http).open(request())
        val asked = fake.rest.asked.first()
        val form = parseQueryString(asked.body)
        assertEquals("POST", asked.method)
        assertEquals("https://gms.example.com/genesys/2/chat/customer-support", asked.url)
        assertEquals(
            listOf("Ada", "ada@example.test", "Invoice", "A-1", "-480"),
            listOf("nickname", "emailAddress", "subject", "userData[order]", "userData[TimeZone]").map {
                form[it]
            },
        )
        assertEquals("the-key", asked.headers["apikey"])
        assertEquals("Basic dXNlcjpwYXNzd29yZA==", asked.headers["Authorization"])
        assertTrue(link.info.newSession)
        assertEquals(1_048_576L, link.info.limits.maxAttachmentBytes)
        link.close(NORMAL)
    }

    @Test
    fun every_later_operation_carries_the_triple_with_the_newest_alias() = runTest {
        val link = open()
        val events = events(link)
        fake.alias = "118"
        link.submit(send("Hello"))
        events.next<LinkEvent.MessageArrived> { it.correlation != null }
        link.submit(send("Again", "m2"))
        events.next<LinkEvent.MessageArrived> { it.correlation?.value == "m2" }
        val sent = fake.rest.asked.filter { it.url.endsWith("/send") }.map { parseQueryString(it.body) }
        assertEquals(listOf("117", "118"), sent.map { it["alias"] })
        assertTrue(sent.all { it["userId"] == "007C" && it["secureKey"] == "SECRET-KEY" })
        assertTrue(fake.rest.asked.any { it.url.endsWith("/chat-1/send") })
        link.close(NORMAL)
    }

    @Test
    fun a_message_is_proved_by_its_own_entry_in_the_answer() = runTest {
        val link = open()
        val events = events(link)
        link.submit(send("Grüße 📦"))
        val proof = events.next<LinkEvent.MessageArrived> { it.correlation != null }
        assertEquals("chat-1/0000000002", proof.message.serverId)
        assertEquals("Grüße 📦", proof.message.text)
        assertEquals(Direction.INBOUND, proof.message.direction)
        link.close(NORMAL)
    }

    @Test
    fun a_message_is_proved_by_the_next_poll_where_the_answer_shows_nothing() = runTest {
        fake.echoesAtOnce = false
        val link = open()
        val events = events(link)
        link.submit(send("Hello"))
        assertEquals("Hello", events.next<LinkEvent.MessageArrived> { it.correlation != null }.message.text)
        link.close(NORMAL)
    }

    @Test
    fun REL5_polls_bring_what_others_say_once_and_in_order() = runTest {
        val link = open()
        val events = events(link)
        repeat(20) { fake.say("answer $it") }
        link.submit(send("Hello"))
        val texts = List(21) { events.next<LinkEvent.MessageArrived> { true }.message.text }
        assertEquals((0 until 20).map { "answer $it" } + "Hello", texts)
        link.close(NORMAL)
    }

    @Test
    fun typing_joining_leaving_pushed_addresses_and_files_have_their_events() = runTest {
        val link = open()
        val events = events(link)
        fake.log += FakeGms.Entry("ParticipantJoined", "Agent", null)
        fake.log += FakeGms.Entry("TypingStarted", "Agent", "Hel")
        fake.log += FakeGms.Entry("TypingStopped", "Agent", null)
        fake.log += FakeGms.Entry("PushUrl", "Agent", "javascript:alert(1)")
        fake.log += FakeGms.Entry("FileUploaded", "Agent", "a.pdf", mapOf("file-id" to "f1", "file-size" to "12"))
        fake.log += FakeGms.Entry("CustomNotice", "Agent", "notice")
        fake.log += FakeGms.Entry("ParticipantLeft", "Agent", null)
        assertEquals(Presence.Kind.JOINED, events.next<LinkEvent.PresenceChanged> { it.direction == Direction.OUTBOUND }.presence.kind)
        assertTrue(events.next<LinkEvent.Typing> { true }.typing)
        assertFalse(events.next<LinkEvent.Typing> { true }.typing)
        val pushed = events.next<LinkEvent.MessageArrived> { true }.message
        val card = pushed.parts.filterIsInstance<MessagePart.Card>().single()
        assertFalse((card.defaultAction as CardAction.Open).link.isSafe)
        val file = events.next<LinkEvent.MessageArrived> { true }.message.parts.single()
        assertEquals("f1", (file as MessagePart.Attachment).attachment.id.value)
        assertEquals("CustomNotice", events.next<LinkEvent.Unknown> { true }.kind)
        assertEquals(Presence.Kind.LEFT, events.next<LinkEvent.PresenceChanged> { true }.presence.kind)
        link.close(NORMAL)
    }

    @Test
    fun a_refusal_that_may_pass_and_one_that_does_not() = runTest {
        val link = open()
        val events = events(link)
        fake.before = { if (it == "send") FakeGms.refusal(1, false, null) else null }
        link.submit(send("Hello"))
        assertEquals(FailureClass.TRANSIENT, events.next<LinkEvent.Refused> { true }.failure.failureClass)
        fake.before = { if (it == "send") FakeGms.refusal(2, false, 204) else null }
        link.submit(send("Too long", "m2"))
        val refused = events.next<LinkEvent.Refused> { true }
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, refused.failure.code)
        assertEquals("m2", refused.correlation?.value)
        assertFalse("SECRET" in refused.failure.message)
        fake.before = { null }
        link.submit(send("Short", "m3"))
        events.next<LinkEvent.MessageArrived> { it.correlation?.value == "m3" }
        link.close(NORMAL)
    }

    @Test
    fun REL4_an_answer_that_got_lost_ends_the_link_and_the_transcript_tells() = runTest {
        val transport = fake.options().build().createTransport(fake.rest.http)
        val link = transport.open(request())
        val events = events(link)
        fake.after = { if (it == "send") fake.rest.broken() }
        link.submit(send("Did it arrive?"))
        val failure = assertFailsWith<TransportException> { events.next<LinkEvent.Closed> { true } }.failure
        assertEquals(FailureClass.TRANSIENT, failure.failureClass)
        fake.after = { }
        val next = transport.open(request(link.info.resumeState))
        assertFalse(next.info.newSession)
        val nextEvents = events(next)
        next.submit(LinkCommand.FetchHistory(ConversationId.MAIN, null))
        val page = nextEvents.next<LinkEvent.HistoryArrived> { true }.page
        assertEquals(listOf("Did it arrive?"), page.messages.map { it.text })
        next.close(NORMAL)
    }

    @Test
    fun the_chat_that_the_service_has_no_more_is_told_and_another_one_begins() = runTest {
        val transport = fake.options().build().createTransport(fake.rest.http)
        val link = transport.open(request())
        val events = events(link)
        fake.before = { if (it == "refresh") FakeGms.refusal(2, true, 8209) else null }
        val over = events.next<LinkEvent.InfoChanged> { true }.info.resumeState
        assertEquals(ClosedReason.NOT_FOUND, events.next<LinkEvent.SessionEnded> { true }.reason)
        link.close(NORMAL)
        val refused = assertFailsWith<TransportException> { transport.open(request(link.info.resumeState)) }.failure
        assertEquals(ErrorCode.SESSION_NOT_FOUND, refused.code)
        fake.before = { null }
        val next = transport.open(request(over))
        assertTrue(next.info.newSession)
        next.close(NORMAL)
    }

    @Test
    fun leaving_ends_the_chat_for_reading_and_the_next_one_begins_over_the_same_link() = runTest {
        val link = open()
        val events = events(link)
        link.submit(LinkCommand.LeaveConversation(ConversationId.MAIN))
        assertTrue(events.next<LinkEvent.ConversationDisconnected> { true }.readOnly)
        link.submit(LinkCommand.Configure(startNew = true, mapOf("tier" to "gold")))
        assertTrue(events.next<LinkEvent.InfoChanged> { it.info.newSession }.info.newSession)
        assertTrue(events.next<LinkEvent.AttributesGreeted> { true }.proved)
        link.submit(send("In the new chat"))
        assertEquals("chat-2/0000000002", events.next<LinkEvent.MessageArrived> { it.correlation != null }.message.serverId)
        fake.say("Welcome")
        assertEquals("Welcome", events.next<LinkEvent.MessageArrived> { true }.message.text)
        link.close(NORMAL)
    }

    @Test
    fun a_chat_that_the_guest_ended_by_the_services_own_word_is_over_and_not_lost() = runTest {
        val chat = GmsChat.create()
        val link = fake.options().build().withChat(chat).createTransport(fake.rest.http).open(request())
        val events = events(link)
        fake.before = { if (fake.ended) FakeGms.refusal(2, true, 8209) else null }
        assertTrue(chat.disconnect()?.chatEnded == true)
        val over = events.next<LinkEvent> { it is LinkEvent.ConversationDisconnected || it is LinkEvent.SessionEnded }
        assertTrue(over is LinkEvent.ConversationDisconnected && over.readOnly, "$over")
        link.close(NORMAL)
    }

    @Test
    fun so_many_failed_polls_in_a_row_lose_the_connection_and_fewer_do_not() = runTest {
        val chat = GmsChat.create()
        val link = fake.options().pollExceptionLimit(3).build().withChat(chat).createTransport(fake.rest.http).open(request())
        val told = chat.events.produceIn(backgroundScope)
        val events = events(link)
        var failures = 2
        fake.before = { if (it == "refresh" && failures-- > 0) FakeRest.Answer(503) else null }
        fake.say("still there")
        assertEquals("still there", events.next<LinkEvent.MessageArrived> { true }.message.text)
        failures = 3
        assertFailsWith<TransportException> { events.next<LinkEvent.Closed> { true } }
        val kinds = buildList {
            while (lastOrNull() !is GmsChatEvent.ServerWentOffline) add(told.receive())
        }.filter { it is GmsChatEvent.PollFailed || it is GmsChatEvent.PollRecovered || it is GmsChatEvent.ServerWentOffline }
        assertEquals(
            listOf("PollFailed", "PollFailed", "PollRecovered", "PollFailed", "PollFailed", "PollFailed", "ServerWentOffline"),
            kinds.map {
                it::class.simpleName
            },
        )
        told.cancel()
    }

    @Test
    fun an_unknown_service_is_refused_for_good_and_names_the_way_out() = runTest {
        fake.before = { FakeRest.Answer(404) }
        val failure = assertFailsWith<TransportException> { open() }.failure
        assertEquals(FailureClass.PERMANENT, failure.failureClass)
        assertTrue("check the name of the chat service" in failure.message)
    }

    @Test
    fun a_guest_without_a_name_is_told_what_is_missing() = runTest {
        fake.before = { FakeGms.refusal(2, true, 161) }
        val failure = assertFailsWith<TransportException> { open() }.failure
        assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code)
        assertTrue("nickname" in failure.message)
    }

    @Test
    fun attributes_of_a_message_go_to_the_data_of_the_chat_before_it() = runTest {
        val link = open()
        val events = events(link)
        link.submit(LinkCommand.SendMessage(ConversationId.MAIN, MessageId("m1"), Draft("Hi", mapOf("tier" to "gold"))))
        events.next<LinkEvent.MessageArrived> { it.correlation != null }
        val operations = fake.operations().filter { it == "updateData" || it == "send" }
        assertEquals(listOf("updateData", "send"), operations)
        assertEquals("gold", parseQueryString(fake.rest.asked.first { it.url.endsWith("updateData") }.body)["userData[tier]"])
        link.close(NORMAL)
    }

    @Test
    fun a_long_transcript_is_read_back_piece_by_piece() = runTest {
        val link = open()
        val events = events(link)
        repeat(250) { fake.say("line $it") }
        repeat(250) { events.next<LinkEvent.MessageArrived> { true } }
        val pages = ArrayList<List<String>>()
        var older: Cursor? = null
        do {
            link.submit(LinkCommand.FetchHistory(ConversationId.MAIN, older))
            val page = events.next<LinkEvent.HistoryArrived> { true }.page
            pages += page.messages.map { it.text }
            older = page.older
        } while (older != null)
        assertEquals((0 until 250).map { "line $it" }, pages.reversed().flatten())
        assertEquals(3, pages.size)
        link.close(NORMAL)
    }

    @Test
    fun operations_without_a_verb_are_forms_of_their_own() = runTest {
        val chat = GmsChat.create()
        val link = fake.options().build().withChat(chat).createTransport(fake.rest.http).open(request())
        chat.startTyping("Hel")
        chat.stopTyping("Hello")
        chat.pushUrl("https://example.test/a")
        chat.updateNickname("Ada L.")
        chat.sendCustomNotice("ping")
        chat.updateUserData(mapOf("a" to "b"))
        chat.readReceipt(3)
        assertTrue(checkNotNull(chat.disconnect()).chatEnded)
        assertEquals(listOf("jpg", "png", "pdf"), checkNotNull(chat.fileLimits()).extensions)
        val asked = fake.rest.asked.drop(2).map { it.url.substringAfter("chat-1/") to parseQueryString(it.body) }
        val paths = "startTyping stopTyping pushUrl updateNickname customNotice updateData readReceipt disconnect file/limits"
        assertEquals(paths.split(' '), asked.map { it.first })
        assertEquals(listOf("Hel", "Hello", null, null, "ping", null, null, null, null), asked.map { it.second["message"] })
        assertEquals("https://example.test/a", asked[2].second["pushUrl"])
        assertEquals("Ada L.", asked[3].second["nickname"])
        assertEquals("b", asked[5].second["userData[a]"])
        assertEquals("3", asked[6].second["transcriptPosition"])
        link.close(NORMAL)
        assertEquals(ErrorCode.NOT_CONNECTED, assertFailsWith<TransportException> { chat.refresh(1) }.code)
    }

    @Test
    fun SEC3_nothing_of_the_keys_is_in_what_a_failure_says() = runTest {
        val link = open()
        fake.before = { fake.rest.broken() }
        val events = events(link)
        val failure = assertFailsWith<TransportException> { events.next<LinkEvent.Closed> { true } }
        val said = generateSequence<Throwable>(failure) { it.cause }.joinToString { it.toString() }
        assertFalse("SECRET" in said || "chat-1" in said, said)
        assertFalse("SECRET" in "$link ${link.info} ${fake.options().apiKey("SECRET").build()}")
    }

    private suspend fun open(): Link = fake.options().build().createTransport(fake.rest.http).open(request())

    private fun request(resumeState: String? = null) = OpenRequest("key", resumeState, startNew = false) { }

    private fun send(text: String, id: String = "m1") = LinkCommand.SendMessage(ConversationId.MAIN, MessageId(id), Draft(text))

    private companion object {
        val NORMAL = CloseReason(CloseReason.NORMAL, "The test is over.")
    }
}
