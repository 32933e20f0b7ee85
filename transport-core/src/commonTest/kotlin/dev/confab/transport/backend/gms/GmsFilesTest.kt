package dev.confab.transport.backend.gms

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.IncomingFile
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.testing.events
import dev.confab.transport.testing.next
import dev.confab.transport.testing.runFileTest
import io.ktor.http.headersOf
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.readString
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class GmsFilesTest {
    private val fake = FakeGms()
    private val written = Buffer()
    private val sink = object : AttachmentSink {
        override fun open(file: IncomingFile): RawSink = written

        override fun complete() = Unit

        override fun abort() = Unit
    }

    @Test
    fun a_file_is_uploaded_carried_by_a_message_fetched_and_deleted() = runFileTest {
        fake.before = { operation ->
            when {
                operation == "file" -> {
                    fake.log += FakeGms.Entry("FileUploaded", "Client", "a.pdf", mapOf("file-id" to "f-1"))
                    FakeRest.Answer(200, """{"statusCode": 0, "chatEnded": false, "userData": {"file-id": "f-1"}}""")
                }

                operation.endsWith(
                    "/download",
                ) -> FakeRest.Answer(200, "PDF!", headersOf("Content-Disposition", "attachment; filename=\"a.pdf\""))

                else -> null
            }
        }
        val transport = fake.options().build().createTransport(fake.rest.http)
        val link = transport.open(OpenRequest("key", null, startNew = false) { })
        val events = events(link)
        link.submit(LinkCommand.UploadAttachment(FILE, AttachmentSource.ofBytes("a.pdf", "PDF!".encodeToByteArray())))
        assertEquals(FILE.id, events.next<LinkEvent.AttachmentUploaded> { true }.id)
        val form = fake.rest.asked.first { it.url.endsWith("/chat-1/file") }.body
        assertTrue(listOf("name=\"secureKey\"", "name=\"file\"", "filename=\"a.pdf\"", "PDF!").all { it in form }, form)

        link.submit(LinkCommand.SendMessage(ConversationId.MAIN, MessageId("m1"), Draft("Here it is").withAttachments(listOf(FILE))))
        val proof = events.next<LinkEvent.MessageArrived> { true }
        assertEquals("m1", proof.correlation?.value)
        link.submit(LinkCommand.FetchHistory(ConversationId.MAIN, null))
        val message = events.next<LinkEvent.HistoryArrived> { true }.page.messages.single()
        assertEquals(FILE.id, message.parts.filterIsInstance<MessagePart.Attachment>().single().attachment.id)

        assertEquals(4L, transport.download(DownloadRequest(FILE, sink, 100)))
        assertEquals("PDF!", written.readString())
        assertTrue(fake.rest.asked.any { it.url.endsWith("/chat-1/file/f-1/download") && it.method == "POST" })
        link.submit(LinkCommand.DeleteAttachment(FILE.id))
        assertEquals(FILE.id, events.next<LinkEvent.AttachmentDeleted> { true }.id)
        link.close(NORMAL)
    }

    @Test
    fun a_file_alone_is_proved_by_its_own_entry() = runFileTest {
        fake.before = { operation ->
            if (operation == "file") {
                fake.log += FakeGms.Entry("FileUploaded", "Client", "a.pdf", mapOf("file-id" to "f-1"))
                FakeRest.Answer(200, """{"statusCode": 0, "userData": {"file-id": "f-1"}}""")
            } else {
                null
            }
        }
        val link = fake.options().build().createTransport(fake.rest.http).open(OpenRequest("key", null, startNew = false) { })
        val events = events(link)
        link.submit(LinkCommand.UploadAttachment(FILE, AttachmentSource.ofBytes("a.pdf", ByteArray(4))))
        events.next<LinkEvent.AttachmentUploaded> { true }
        link.submit(LinkCommand.SendMessage(ConversationId.MAIN, MessageId("m1"), Draft("").withAttachments(listOf(FILE))))
        val proof = events.next<LinkEvent.MessageArrived> { true }
        assertEquals("m1", proof.correlation?.value)
        assertEquals("chat-1/0000000002", proof.message.serverId)
        link.close(NORMAL)
    }

    @Test
    fun SEC7_a_refusal_in_place_of_a_file_is_no_file() = runFileTest {
        fake.before = { operation ->
            val json = headersOf("Content-Type", "application/json")
            if (operation.endsWith("/download")) FakeRest.Answer(200, """{"statusCode": 2, "errors": [{"code": 8210}]}""", json) else null
        }
        val transport = fake.options().build().createTransport(fake.rest.http)
        val link = transport.open(OpenRequest("key", null, startNew = false) { })
        val failure = assertFailsWith<TransportException> { transport.download(DownloadRequest(FILE, sink, 100)) }
        assertEquals(ErrorCode.SESSION_NOT_FOUND, failure.code)
        link.close(NORMAL)
    }

    @Test
    fun a_refused_upload_says_why() = runFileTest {
        fake.before = { if (it == "file") FakeGms.refusal(2, false, 203) else null }
        val link = fake.options().build().createTransport(fake.rest.http).open(OpenRequest("key", null, startNew = false) { })
        val events = events(link)
        link.submit(LinkCommand.UploadAttachment(FILE, AttachmentSource.ofBytes("a.pdf", ByteArray(4))))
        assertEquals(ErrorCode.FILE_TYPE_INVALID, events.next<LinkEvent.AttachmentFailed> { true }.failure.code)
        link.close(NORMAL)
    }

    private companion object {
        val FILE = Attachment(AttachmentId("11111111-1111-4111-8111-111111111111"), "a.pdf", 4, "application/pdf", null, null)
        val NORMAL = CloseReason(CloseReason.NORMAL, "The test is over.")
    }
}
