package dev.confab.transport.backend.amm

import dev.confab.transport.MessagingClient
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Capability
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.SessionState
import dev.confab.transport.testing.EventLog
import dev.confab.transport.testing.runFileTest
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.withContext
import kotlinx.io.IOException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** A client over the wire of the service, in virtual time: what the service says is what an application sees. */
class AmmLiveTest {
    private val id = ConversationId("c-1")

    /** The newest 15 entries of a conversation, as the service lists it, and pages of as many. */
    private class Talk {
        val entries = ArrayList<String>()
        var flags = """"active":true,"closed":false"""
        var isDown = false

        fun say(count: Int) = repeat(count) {
            val number = entries.size + 1
            entries += FakeAmm.entry("m-$number", second = number, event = if (number == 1) "START" else "MESSAGE")
        }

        fun answer(asked: FakeAmm.Asked): FakeAmm.Answer {
            if (isDown) throw IOException("Nobody is there.")
            return when {
                asked.path.endsWith("/conversations") -> FakeAmm.Answer(200, list(asked))
                asked.path.endsWith("/c-1") -> FakeAmm.Answer(200, conversation(page(asked)))
                else -> FakeAmm.Answer(204)
            }
        }

        private fun list(asked: FakeAmm.Asked): String {
            val time = "2026-11-21T10:00:${"${entries.size}".padStart(2, '0')}.000Z"
            val isNews = Regex("searchAfterDate\":\"([^\"]+)").find(asked.body)?.let { time > it.groupValues[1] } ?: true
            return FakeAmm.list(*(if (isNews) arrayOf(conversation(entries.takeLast(PAGE))) else emptyArray()), lastUpdated = time)
        }

        private fun page(asked: FakeAmm.Asked): List<String> {
            val before = asked.url.substringAfter("beforeId=m-", "${entries.size + 1}").toInt()
            return entries.take(before - 1).takeLast(asked.url.substringAfter("messageCount=").substringBefore('&').toInt())
        }

        private fun conversation(newest: List<String>) =
            """{"id":"c-1","subject":"Topic","flags":{$flags},"messages":[${newest.reversed().joinToString()}]}"""
    }

    private val talk = Talk()

    /** A client polls for ever: whatever becomes of the test, it is closed, or virtual time would not end. */
    private fun scenario(body: suspend TestScope.(FakeAmm, MessagingClient) -> Unit) = runFileTest {
        val service = FakeAmm(this).apply { answer = talk::answer }
        val client = service.client()
        try {
            body(service, client)
        } finally {
            withContext(NonCancellable) { client.close() }
        }
    }

    private suspend fun MessagingClient.talk(predicate: (Conversation) -> Boolean = { true }): Conversation =
        conversations.first { all -> all.any { it.id == id && predicate(it) } }.first { it.id == id }

    private suspend fun MessagingClient.await(predicate: (SessionState) -> Boolean) = state.first(predicate)

    private fun MessagingClient.reason(capability: Capability) = capability(capability).reason

    @Test
    fun REL5_more_messages_than_a_list_holds_come_all_in_order_and_once_into_any_conversation() = scenario { service, client ->
        talk.say(3)
        val told = EventLog()
        backgroundScope.launch(start = CoroutineStart.UNDISPATCHED) { client.events.collect(told) }
        client.connect()
        client.talk { it.messages.size == 3 }
        service.asked.clear()
        talk.say(47)
        val whole = client.talk { it.messages.size == 50 }
        assertEquals((1..50).map { "m-$it" }, whole.messages.map { it.serverId })
        // The first three came with their conversation.
        assertEquals((4..50).map { "m-$it" }, inserted(told.await { inserted(it).size >= 47 }))
        // The list held 36 to 50.
        val pages = service.asked.filter { it.path.endsWith("/c-1") }.map { it.url.substringAfter('?') }
        assertEquals(listOf("m-36", "m-21", "m-6").map { "messageCount=15&beforeId=$it" }, pages.takeLast(3))
    }

    private fun inserted(events: List<MessagingEvent>) = events.filterIsInstance<MessagingEvent.MessageInserted>().map {
        it.message.serverId
    }

    private fun smaller() = FakeAmm.resources()
        .replace("\"subjectChange\":true", "\"subjectChange\":false")
        .replace("\"maxTextLength\":5000", "\"maxTextLength\":10")
        .replace("\"maxGenericAttachmentSize\":10000000", "\"maxGenericAttachmentSize\":100,\"maxNumberOfAttachmentsPerMessage\":1")
        .replace("\"maxMessageCount\":15", "\"maxMessageCount\":7")
        .replace(
            Regex("\"services\":\\{[\\s\\S]*?\\}\\},\\s*\"notificationService\""),
            "\"services\":{},\"notificationService\"",
        )

    @Test
    fun what_a_server_can_do_otherwise_after_a_reconnect_holds_from_then_on() = scenario { service, client ->
        talk.say(3)
        assertEquals(null, client.serviceFeatures.value)
        client.connect()
        client.talk()
        assertEquals(5_000 to 10_000_000L, client.limits.maxTextCharacters to client.limits.maxBytesFor("text/plain"))
        assertEquals(listOf("example.com"), (client.serviceFeatures.value as AmmFeatures).routableDomains)
        val changing = listOf(Capability.SET_SUBJECT, Capability.VALIDATE_ADDRESSES, Capability.MARK_AS_READ)
        changing.forEach { assertTrue(client.capability(it).allowed && client.talk().capability(it).allowed, "$it") }

        talk.isDown = true
        client.await { it is SessionState.Reconnecting }
        service.resources = smaller()
        talk.isDown = false
        client.await { it is SessionState.Configured }

        changing.forEach { assertFalse(client.capability(it).allowed || client.talk().capability(it).allowed, "$it") }
        listOf("does not let the subject", "does not validate", "is not told what was read").zip(changing).forEach { (words, capability) ->
            assertTrue(words in client.reason(capability).orEmpty(), "$capability: ${client.reason(capability)}")
        }
        assertEquals(10 to 100L, client.limits.maxTextCharacters to client.limits.maxBytesFor("text/plain"))
        assertEquals(7, (client.serviceFeatures.value as AmmFeatures).maxMessageCount)
        suspend fun refused(call: suspend () -> Any?) = assertFailsWith<MessagingException> { call() }.code
        val asked = service.asked.size
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, refused { client.send(id, Draft("eleven char")) })
        assertEquals(
            ErrorCode.FILE_SIZE_INVALID,
            refused {
                client.attach(AttachmentId("a"), AttachmentSource.ofBytes("a.txt", ByteArray(101)))
            },
        )
        assertEquals(asked, service.asked.size, "Nothing is sent of what cannot be taken.")
    }

    @Test
    fun capabilities_are_denied_with_the_reason_that_the_wire_gave() = scenario { service, client ->
        talk.say(3)
        service.resources = FakeAmm.resources().replace("\"richContent\":true", "\"richContent\":false")
        assertTrue("not connected" in client.reason(Capability.SEARCH_CONVERSATIONS).orEmpty(), "service: idle")
        client.connect()
        val open = client.talk()
        assertTrue(client.capability(Capability.SEARCH_CONVERSATIONS).allowed)
        // No channel: the mode of these options.
        assertTrue(
            "no notification channel" in client.reason(Capability.SEND_TYPING).orEmpty(),
            "service: ${client.reason(Capability.SEND_TYPING)}",
        )
        val aboutMessages = listOf(Capability.SEND_TEXT, Capability.REPLY_TO, Capability.SET_IMPORTANCE, Capability.SEND_ATTACHMENTS)
        aboutMessages.forEach { assertTrue(open.capability(it).allowed, "$it") }

        talk.isDown = true
        client.await { it is SessionState.Reconnecting }
        assertTrue("not connected" in client.talk().capability(Capability.ADD_PARTICIPANTS).reason.orEmpty(), "conversation: away")
        assertTrue(client.talk().capability(Capability.SEND_TEXT).allowed, "What is written meanwhile waits.")
        talk.isDown = false
        client.await { it is SessionState.Configured }
        assertTrue(client.talk { it.capability(Capability.ADD_PARTICIPANTS).allowed }.isActive)

        // Each file by itself: pictures are not for this user, texts are.
        val refusal =
            assertFailsWith<MessagingException> {
                client.attach(AttachmentId("p"), AttachmentSource.ofBytes("p.jpg", PICTURE, "image/jpeg"))
            }
        assertEquals(ErrorCode.FILE_TYPE_INVALID, refusal.code)
        client.attach(AttachmentId("t"), AttachmentSource.ofBytes("t.txt", ByteArray(3) { 65 }, "text/plain"))

        // Closed at the service while the client looks on.
        talk.flags = """"active":false,"closed":true"""
        talk.say(1)
        client.conversations.first { all -> all.none { it.id == id } }
        val failure = assertFailsWith<MessagingException> { client.send(id, Draft("Anybody?")) }
        assertTrue(failure.code == ErrorCode.CONVERSATION_ENDED || failure.code == ErrorCode.CONVERSATION_NOT_FOUND, "${failure.code}")
    }

    private companion object {
        const val PAGE = 15

        /** It begins as one. */
        val PICTURE = byteArrayOf(-1, -40, -1, -32, 0, 16, 74, 70, 73, 70, 0, 1)
    }
}
