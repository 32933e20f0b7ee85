package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.FakeTransferNetwork
import dev.confab.transport.net.TransferClient
import dev.confab.transport.net.TransferRule
import dev.confab.transport.testing.runFileTest
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** The steps of a link with files, in virtual time. */
@OptIn(ExperimentalCoroutinesApi::class)
class GuestFilesTest {
    private val id = AttachmentId("f1")
    private val bytes = ByteArray(300_000) { it.toByte() }
    private val upload = LinkCommand.UploadAttachment(
        Attachment(id, "a.pdf", bytes.size.toLong(), "application/pdf", null, null, AttachmentStatus.Presigning),
        AttachmentSource.ofBytes("a.pdf", bytes),
    )
    private val place = FileAnswer.Place(id, "https://files.service.example/put?sig=1", mapOf("x-amz-tagging" to "a=b"))

    private inner class Desk(scope: TestScope, put: suspend () -> Int) {
        val network = FakeTransferNetwork { FakeTransferNetwork.answer(put()) }.apply { name("files.service.example", "52.1.2.3") }
        val asked = Channel<GuestRequest>(Channel.UNLIMITED)
        val events = Channel<LinkEvent>(Channel.UNLIMITED)
        val requests = FileRequests { asked.send(it) }
        private val rule = TransferRule(null, listOf("files.service.example"), emptyList(), privateAddresses = false)
        private val files = GuestFiles(requests, TransferClient(rule, network))
        private val now = { scope.testScheduler.currentTime }

        init {
            scope.backgroundScope.launch { files.work { events.send(it) } }
        }

        fun submit(command: LinkCommand) = files.submit(command)

        suspend fun outcome(): LinkEvent {
            while (true) events.receive().let { if (it !is LinkEvent.UploadProgress) return it }
        }

        suspend fun failure(): Pair<LinkEvent.AttachmentFailed, Long> = assertIs<LinkEvent.AttachmentFailed>(outcome()) to now()
    }

    @Test
    fun a_file_is_presigned_put_and_taken() = runFileTest {
        val desk = Desk(this) { 200 }
        desk.submit(upload)
        val presign = assertIs<GuestRequest.Presign>(desk.asked.receive())
        assertEquals(bytes.size.toLong(), presign.fileSize)
        desk.requests.offer(presign.tracingId, place)

        val told = ArrayList<Long>()
        while (told.lastOrNull() != bytes.size.toLong()) told += assertIs<LinkEvent.UploadProgress>(desk.events.receive()).sentBytes
        assertEquals(0, told.first(), "that it begins is told, however soon it is done")
        assertEquals(told.sorted(), told, "progress never shrinks")
        desk.requests.offer(null, FileAnswer.Uploaded(id, "https://files.service.example/f1"))

        assertEquals(LinkEvent.AttachmentUploaded(id, "https://files.service.example/f1"), desk.outcome())
        val put = desk.network.asked.single()
        assertEquals("PUT", put.method)
        assertEquals("a=b", put.headers["x-amz-tagging"])
        assertContentEquals(bytes, put.body)
    }

    @Test
    fun every_step_has_a_deadline() = runFileTest {
        val desk = Desk(this) { 200 }
        desk.submit(upload)
        val (noPlace, at) = desk.failure()
        assertEquals(Task.UPLOAD, noPlace.task)
        assertTrue(noPlace.failure.failureClass.isRetryable)
        assertEquals(15_000, at)

        desk.asked.receive()
        desk.submit(upload)
        desk.requests.offer(desk.asked.receive().tracingId, place)
        val (noOutcome, later) = desk.failure()
        assertEquals(Task.UPLOAD, noOutcome.task)
        assertEquals(75_000, later)

        desk.submit(LinkCommand.DeleteAttachment(id))
        assertEquals(Task.DELETE, desk.failure().first.task)
        desk.submit(LinkCommand.RefreshAttachment(id))
        assertEquals(Task.REFRESH, desk.failure().first.task)
    }

    @Test
    fun an_upload_that_does_not_move_is_given_up() = runFileTest {
        val desk = Desk(this) { awaitCancellation() }
        desk.submit(upload)
        desk.requests.offer(desk.asked.receive().tracingId, place)

        val (stalled, _) = desk.failure()

        assertEquals(408, stalled.failure.code.value)
    }

    @Test
    fun a_refusal_that_comes_while_it_is_uploaded_ends_it() = runFileTest {
        val reached = CompletableDeferred<Unit>()
        val desk = Desk(this) {
            reached.complete(Unit)
            awaitCancellation()
        }
        desk.submit(upload)
        desk.requests.offer(desk.asked.receive().tracingId, place)
        reached.await()
        val refusal = TransportFailure(ErrorCode.FILE_CONTENT_INVALID, "No.")

        assertTrue(desk.requests.refuse(ServiceFrame.Failure(null, refusal, id)))

        assertEquals(LinkEvent.AttachmentFailed(id, Task.UPLOAD, refusal), desk.outcome())
    }

    @Test
    fun answers_find_their_request_by_tracing_id_by_file_or_because_they_can_concern_nothing_else() = runFileTest {
        val refusal = TransportFailure(ErrorCode.FILE_TYPE_INVALID, "No.")
        suspend fun refusedBy(frame: (GuestRequest) -> ServiceFrame.Failure): Boolean {
            val desk = Desk(this) { 200 }
            desk.submit(upload)
            return desk.requests.refuse(frame(desk.asked.receive()))
        }

        assertTrue(refusedBy { ServiceFrame.Failure(it.tracingId, refusal) })
        assertTrue(refusedBy { ServiceFrame.Failure(null, refusal, id) })
        assertTrue(refusedBy { ServiceFrame.Failure(null, refusal) })
        assertEquals(false, refusedBy { ServiceFrame.Failure("other", refusal) })
        assertEquals(false, refusedBy { ServiceFrame.Failure(null, TransportFailure(ErrorCode.MESSAGE_TOO_LONG, "No.")) })
    }

    @Test
    fun an_expired_place_may_be_mended_by_a_new_one_and_a_file_that_is_too_large_may_not() = runFileTest {
        suspend fun failing(status: Int): TransportFailure {
            val desk = Desk(this) { status }
            desk.submit(upload)
            desk.requests.offer(desk.asked.receive().tracingId, place)
            return desk.failure().first.failure
        }

        assertTrue(failing(403).failureClass.isRetryable)
        assertTrue(failing(503).failureClass.isRetryable)
        assertEquals(ErrorCode.FILE_SIZE_INVALID, failing(413).code)
        assertEquals(false, failing(400).failureClass.isRetryable)
    }
}
