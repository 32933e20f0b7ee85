package dev.confab.transport.backend.gms

import dev.confab.sandbox.gms.FileLimits
import dev.confab.transport.MessagingClient
import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.IncomingFile
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.Participant
import dev.confab.transport.model.SessionState
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.readByteArray
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** What this service alone can do, against a service that is strict about it (protocol notes §1.2, §1.6, §2.4, §2.5). */
class GmsSandboxTest {
    private class Written : AttachmentSink {
        val bytes = Buffer()

        override fun open(file: IncomingFile): RawSink = bytes

        override fun complete() = Unit

        override fun abort() = Unit
    }

    @ParameterizedTest
    @EnumSource
    fun files_are_counted_fetched_and_deleted(way: GmsWay) = GmsBench.chat(way, FileLimits.standard().downloadable(2)) { _, _ ->
        assertEquals(0, assertNotNull(chat.fileLimits()).usedFiles)
        val uploaded = chat.upload(AttachmentSource.ofBytes("plan.pdf", PDF), "the plan", mapOf("page" to "1"))
        assertTrue(uploaded.isDone, "$uploaded")
        val fileId = assertNotNull(uploaded.userData["file-id"])
        val entry = entry { it.type == GmsEntry.FILE_UPLOADED }
        assertEquals(fileId, entry.userData["file-id"])
        assertTrue(entry.isOwn)
        repeat(2) { assertContentEquals(PDF, fetch(fileId)) }
        assertFailsWith<TransportException> { fetch(fileId) }
        val limits = assertNotNull(chat.fileLimits())
        assertEquals(PDF.size.toLong(), limits.usedTotalBytes)
        assertEquals(listOf(1, 2), listOf(limits.usedFiles, limits.usedDownloadAttempts))
        assertTrue(chat.deleteFile(fileId).isDone)
        assertEquals(fileId, entry { it.type == GmsEntry.FILE_DELETED }.userData["file-id"])
        assertEquals(GmsResponse.RETRY, chat.deleteFile(fileId).statusCode)
    }

    @ParameterizedTest
    @EnumSource
    fun a_file_goes_with_a_message_and_one_of_the_agent_comes(way: GmsWay) = GmsBench.chat(way) { _, client ->
        val attached = client.attach(AttachmentSource.ofBytes("plan.pdf", PDF))
        val sent = client.send(Draft("Here it is").withAttachments(listOf(attached)))
        assertEquals(listOf(attached.id), sent.parts.filterIsInstance<MessagePart.Attachment>().map { it.attachment.id })
        assertContentEquals(PDF, Written().also { client.download(attached.id, it) }.bytes.readByteArray())
        sandbox.agent(chatId).sendFile("offer.pdf", "application/pdf", PDF + PDF)
        val offer = client.file("offer.pdf")
        assertContentEquals(PDF + PDF, Written().also { client.download(offer, it) }.bytes.readByteArray())
        assertEquals(listOf("Here it is"), sandbox.messages().map { it.text() })
    }

    @ParameterizedTest
    @EnumSource
    fun files_beyond_the_limits_are_refused_by_number(way: GmsWay) {
        val limits = FileLimits.standard().upTo(1).sized(1_000, 1_000).ofTypes("pdf")
        GmsBench.chat(way, limits) { _, client ->
            assertEquals(listOf(203), chat.upload(AttachmentSource.ofBytes("virus.exe", PDF), null, emptyMap()).errors.map { it.code })
            assertEquals(
                listOf(202),
                chat.upload(AttachmentSource.ofBytes("large.pdf", ByteArray(1_001)), null, emptyMap()).errors.map { it.code },
            )
            assertTrue(chat.upload(AttachmentSource.ofBytes("plan.pdf", PDF), null, emptyMap()).isDone)
            assertEquals(listOf(201), chat.upload(AttachmentSource.ofBytes("more.pdf", PDF), null, emptyMap()).errors.map { it.code })
            client.send("still here")
        }
    }

    @ParameterizedTest
    @EnumSource
    fun every_operation_without_a_verb_shows_in_the_transcript(way: GmsWay) = GmsBench.chat(way) { _, client ->
        val answers = listOf(
            chat.pushUrl("https://example.test/offer?a=b&c=d"),
            chat.updateNickname("Mira L."),
            chat.sendCustomNotice("form, step 2"),
            chat.startTyping("I am wri"),
            chat.stopTyping(null),
            chat.updateUserData(mapOf("step" to "payment & more")),
            chat.readReceipt(1),
        )
        assertTrue(answers.all { if (way == GmsWay.POLLED) it?.isDone == true else it == null }, "$answers")
        assertEquals("https://example.test/offer?a=b&c=d", entry { it.type == GmsEntry.PUSH_URL }.text)
        assertEquals("Mira L.", entry { it.type == GmsEntry.NICKNAME_UPDATED }.text)
        assertEquals("form, step 2", entry { it.type == GmsEntry.CUSTOM_NOTICE }.text)
        assertEquals("I am wri", entry { it.type == GmsEntry.TYPING_STARTED }.text)
        entry { it.type == GmsEntry.TYPING_STOPPED }
        // What is refused leaves the chat as it was.
        val refused = chat.readReceipt(1_000)
        if (way == GmsWay.POLLED) assertEquals(GmsResponse.RETRY, refused?.statusCode) else assertNull(refused)
        assertEquals("still here", client.send("still here").text)
    }

    @ParameterizedTest
    @EnumSource
    fun the_guest_ends_the_chat_by_the_services_own_word(way: GmsWay) = GmsBench.chat(way) { _, client ->
        val old = chatId
        chat.disconnect()
        client.state.first { it is SessionState.ReadOnly }
        assertEquals(false, (event { it is GmsChatEvent.Ended } as GmsChatEvent.Ended).lost)
        client.startNewChat()
        assertTrue(old != chatId)
        client.send("Once more")
    }

    @ParameterizedTest
    @EnumSource
    fun supervisors_and_bots_come_and_go_and_the_chat_goes_on(way: GmsWay) = GmsBench.chat(way) { _, client ->
        val agent = sandbox.agent(chatId)
        agent.act("join", """{"as": "supervisor", "name": "Sam"}""")
        agent.act("join", """{"as": "bot", "name": "Helpy"}""")
        agent.act("speak", """{"name": "Helpy", "text": "I am a bot"}""")
        agent.act("leave", """{"name": "Sam", "reason": 4}""")
        assertEquals("Sam", entry { it.from?.type == GmsParty.SUPERVISOR && it.type == GmsEntry.PARTICIPANT_JOINED }.from?.nickname)
        val left = entry { it.type == GmsEntry.PARTICIPANT_LEFT }
        assertEquals("4", left.eventAttributes["GCTI_SYSTEM/quit-reason-code"])
        val said = client.conversation.first { whole -> whole.messages.any { it.text == "I am a bot" } }.messages.single()
        assertEquals(Participant.Kind.BOT, said.from?.kind)
        client.send("Good day")
    }

    @ParameterizedTest
    @EnumSource
    fun another_chat_server_takes_over_and_the_newest_alias_is_used(way: GmsWay) = GmsBench.chat(way) { _, client ->
        val before = chat.session?.alias
        sandbox.agent(chatId).act("transfer", """{"alias": "243"}""")
        sandbox.agentSay(chatId, "Welcome")
        client.conversation.first { whole -> whole.messages.any { it.text == "Welcome" } }
        client.send("Still here")
        assertTrue(before != "243")
        assertEquals("243", chat.session?.alias)
    }

    @ParameterizedTest
    @EnumSource
    fun a_chat_server_that_is_off_when_the_guest_comes_back_is_waited_for(way: GmsWay) = GmsBench.chat(way) { scope, client ->
        val id = chatId
        client.disconnect()
        sandbox.agentSay(id, "While you were away")
        sandbox.agent(id).act("chatServer", """{"up": false}""")
        val back = scope.async { client.connect() }
        client.state.first { (it is SessionState.Reconnecting && it.attempt >= 2) || it is SessionState.Error }
        sandbox.agent(id).act("chatServer", """{"up": true}""")
        assertEquals("Configured", back.await()::class.simpleName)
        client.conversation.first { whole -> whole.messages.any { it.text == "While you were away" } }
        assertEquals(id, chatId)
    }

    @ParameterizedTest
    @EnumSource(names = ["LONG_POLLS", "WEBSOCKET"])
    fun in_the_background_the_device_is_notified_from_the_position_that_was_read(way: GmsWay) =
        GmsBench.chat(way, change = { push(GmsPush("device-1", "fcm", false, "en-us", "default")) }) { _, client ->
            val id = chatId
            sandbox.agentSay(id, "seen")
            client.conversation.first { whole -> whole.messages.any { it.text == "seen" } }
            assertEquals(listOf("device-1"), sandbox.pushDevices().map { it.deviceToken() })
            chat.enterBackground()
            client.state.first { it is SessionState.Closed }
            sandbox.agentSay(id, "pushed")
            val pushes = sandbox.ledger().map { it.payload() }.filter { it.startsWith("{\"push\"") }
            assertTrue("pushed" in pushes.last() && "device-1" in pushes.last(), "$pushes")
            assertTrue(pushes.none { "\"seen\"" in it }, "$pushes")
            client.connect()
            client.conversation.first { whole -> whole.messages.any { it.text == "pushed" } }
            assertEquals(listOf("seen", "pushed"), client.conversation.value.messages.map { it.text })
            client.send("I am back")
            assertEquals(id, chatId)
        }

    @Test
    fun a_server_that_goes_off_and_comes_back_is_told() = GmsBench.chat(GmsWay.POLLED) { _, client ->
        val id = chatId
        sandbox.agent(id).act("chatServer", """{"up": false}""")
        event { it is GmsChatEvent.PollFailed }
        event { it is GmsChatEvent.ServerWentOffline }
        sandbox.agent(id).act("chatServer", """{"up": true}""")
        event { it is GmsChatEvent.ServerBackOnline }
        assertEquals("patience", client.send("patience").text)
    }

    private suspend fun GmsBench.fetch(fileId: String): ByteArray {
        val written = Written()
        val file = Attachment(AttachmentId(fileId), "plan.pdf", PDF.size.toLong(), "application/pdf", null, null)
        assertEquals(PDF.size.toLong(), chat.download(fileId, DownloadRequest(file, written, PDF.size.toLong())))
        return written.bytes.readByteArray()
    }

    private suspend fun MessagingClient.file(name: String): Attachment {
        fun files(conversation: Conversation) =
            conversation.messages.flatMap { it.parts }.filterIsInstance<MessagePart.Attachment>().map { it.attachment }
        return files(conversation.first { whole -> files(whole).any { it.fileName == name } }).first { it.fileName == name }
    }

    private companion object {
        val PDF = "%PDF-1.4\n1 0 obj\n<< >>\nendobj\n".encodeToByteArray()
    }
}
