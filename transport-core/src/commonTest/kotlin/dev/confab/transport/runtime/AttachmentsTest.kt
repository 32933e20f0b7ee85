package dev.confab.transport.runtime

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessagingException
import dev.confab.transport.testing.FakeLink
import dev.confab.transport.testing.messagingClientTest
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertSame
import kotlin.test.assertTrue

class AttachmentsTest {
    private val f1 = AttachmentId("f1")
    private val source = AttachmentSource.ofBytes("../receipt.pdf", "%PDF-1.7 and so on".encodeToByteArray())

    private suspend fun FakeLink.expectUpload(): LinkCommand.UploadAttachment = assertIs(expectCommand())

    @Test
    fun a_file_goes_up_and_out_with_the_message_that_names_it() = messagingClientTest {
        val link = connect()
        val told = ArrayList<Long>()
        val attaching = attach(f1, source) { sent, _ -> told += sent }
        val upload = link.expectUpload()
        assertSame(source, upload.source)
        assertEquals("receipt.pdf", upload.attachment.fileName)
        assertEquals("application/pdf", upload.attachment.contentType)
        assertEquals(listOf(f1), client.draft.value.attachments.map { it.id })
        link.emit(LinkEvent.UploadProgress(f1, 9, 18))
        client.draft.first { it.attachments.single().status == AttachmentStatus.Uploading(9, 18) }
        link.emit(LinkEvent.AttachmentUploaded(f1, "https://files.example.org/f1"))
        val attached = attaching.await()
        assertEquals(AttachmentStatus.Uploaded, attached.status)
        assertEquals(18, told.last())
        assertEquals(told.sorted(), told)

        val sending = send(Draft("look").withAttachments(listOf(attached)))
        val command = link.expectMessage("look")
        assertEquals(listOf(f1), command.draft.attachments.map { it.id })
        val shown = client.conversation.value.messages.single().parts.filterIsInstance<MessagePart.Attachment>()
        assertEquals(f1, shown.single().attachment.id)
        link.prove(command)
        sending.await()
        assertEquals(Draft.EMPTY, client.draft.value)
    }

    @Test
    fun an_upload_that_the_connection_cut_goes_on_over_the_next_one() = messagingClientTest {
        val link = connect()
        val attaching = attach(f1, source)
        link.expectUpload()
        link.cut()

        val next = expectLink()
        assertEquals<LinkCommand>(LinkCommand.RefreshAttachment(f1), next.expectCommand())
        next.emit(LinkEvent.AttachmentFailed(f1, Task.REFRESH, TransportFailure(ErrorCode.ATTACHMENT_NOT_FOUND, "No.")))
        assertSame(source, next.expectUpload().source)
        next.emit(LinkEvent.AttachmentUploaded(f1, null))

        assertEquals(AttachmentStatus.Uploaded, attaching.await().status)
    }

    @Test
    fun cancelling_attach_stops_the_upload_and_takes_the_file_out_of_the_draft() = messagingClientTest {
        val link = connect()
        val attaching = attach(f1, source)
        link.expectUpload()

        attaching.cancelAndJoin()

        assertEquals<LinkCommand>(LinkCommand.CancelUpload(f1), link.expectCommand())
        client.draft.first { it.attachments.isEmpty() }
    }

    @Test
    fun SEC6_a_file_that_is_not_what_it_says_never_reaches_the_link() = messagingClientTest {
        connect()
        val program = AttachmentSource.ofBytes("holiday\u202Egpj.exe", "MZ".encodeToByteArray())
        val disguised = AttachmentSource.ofBytes("holiday.png", "MZ and more".encodeToByteArray())
        val empty = AttachmentSource.ofBytes("holiday.png", ByteArray(0))

        assertEquals(ErrorCode.FILE_TYPE_INVALID, assertFailsWith<MessagingException> { client.attach(program) }.code)
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, assertFailsWith<MessagingException> { client.attach(disguised) }.code)
        assertEquals(ErrorCode.FILE_EMPTY, assertFailsWith<MessagingException> { client.attach(empty) }.code)
        assertTrue(client.draft.value.attachments.isEmpty())
    }

    @Test
    fun a_fresh_address_is_asked_for_and_a_deletion_waits_for_its_answer() = messagingClientTest {
        val link = connect()
        val asking = async { client.downloadUrl(f1) }
        assertEquals<LinkCommand>(LinkCommand.RefreshAttachment(f1), link.expectCommand())
        link.emit(LinkEvent.AttachmentRefreshed(Attachment(f1, "a.pdf", 18, null, null, "https://files.example.org/fresh")))
        assertEquals("https://files.example.org/fresh", asking.await())

        val deleting = async { client.deleteAttachment(f1) }
        assertEquals<LinkCommand>(LinkCommand.DeleteAttachment(f1), link.expectCommand())
        assertTrue(deleting.isActive)
        link.emit(LinkEvent.AttachmentDeleted(f1))
        deleting.await()
    }

    @Test
    fun REL12_closing_the_client_ends_who_waits_for_a_file() = messagingClientTest {
        val link = connect()
        val attaching = attach(f1, source)
        link.expectUpload()

        client.close()

        assertEquals(ErrorCode.CLIENT_CLOSED, assertFailsWith<MessagingException> { attaching.await() }.code)
    }
}
