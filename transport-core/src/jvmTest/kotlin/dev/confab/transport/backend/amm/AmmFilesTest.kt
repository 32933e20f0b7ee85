package dev.confab.transport.backend.amm

import dev.confab.sandbox.amm.AmmLimits
import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.IncomingFile
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.ALICE
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.BOB
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.scenario
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessagingException
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.RawSource
import org.junit.jupiter.api.Test
import java.security.MessageDigest
import java.util.concurrent.atomic.AtomicLong
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import dev.confab.sandbox.amm.AmmOptions as ServiceOptions

/** Files both ways at the sandbox (protocol notes §A.7, §B.6.2, §B.6.3). */
class AmmFilesTest {
    /** So many bytes out of nothing, counted while they are read: how far the reader is ahead of whoever sends is known. */
    private class Endless(override val fileName: String, override val sizeBytes: Long, override val contentType: String?) :
        AttachmentSource {
        val read = AtomicLong()

        override fun open(): RawSource = object : RawSource {
            private var left = sizeBytes

            override fun readAtMostTo(sink: Buffer, byteCount: Long): Long {
                if (left == 0L) return -1
                val count = minOf(left, byteCount, CHUNK.size.toLong()).toInt()
                sink.write(CHUNK, 0, count)
                left -= count
                read.addAndGet(count.toLong())
                return count.toLong()
            }

            override fun close() = Unit
        }
    }

    private class Digest : AttachmentSink {
        private val digest = MessageDigest.getInstance("SHA-256")
        var file: IncomingFile? = null
        var bytes = 0L
        var done: Boolean? = null

        fun hex() = digest.digest().toHexString()

        override fun open(file: IncomingFile): RawSink {
            this.file = file
            return object : RawSink {
                override fun write(source: Buffer, byteCount: Long) {
                    val chunk = ByteArray(byteCount.toInt())
                    source.readAtMostTo(chunk, 0, chunk.size)
                    digest.update(chunk)
                    bytes += byteCount
                }

                override fun flush() = Unit

                override fun close() = Unit
            }
        }

        override fun complete() {
            done = true
        }

        override fun abort() {
            done = false
        }
    }

    private suspend fun AmmLinkBench.User.attach(id: String, source: AttachmentSource): Attachment {
        val attachment =
            Attachment(AttachmentId(id), source.fileName, source.sizeBytes, source.contentType, null, null, AttachmentStatus.Presigning)
        link.submit(LinkCommand.UploadAttachment(attachment, source))
        val outcome = event { it is LinkEvent.AttachmentUploaded || it is LinkEvent.AttachmentFailed }
        assertEquals(LinkEvent.AttachmentUploaded(attachment.id, null), outcome)
        return attachment.withStatus(AttachmentStatus.Uploaded)
    }

    private fun files(message: Message) = message.parts.filterIsInstance<MessagePart.Attachment>().map { it.attachment }

    private fun bytes(seed: Int, size: Int) = ByteArray(size) { (it * 31 + seed).toByte() }

    private fun sha(bytes: ByteArray) = MessageDigest.getInstance("SHA-256").digest(bytes).toHexString()

    @Test
    fun the_three_kinds_of_the_seed_and_any_other_travel_both_ways() = scenario { bench ->
        val alice = bench.user(this)
        val bob = bench.user(this, "bob")
        val conversation = alice.open("Files", BOB)
        val kinds = listOf(
            "talk.m4a" to "audio/mp4",
            "clip.mp4" to "video/mp4",
            "photo.jpg" to "image/jpeg",
            "Übung \"1\".bin" to "application/x-own",
        )
        for ((sender, receiver) in listOf(alice to bob, bob to alice)) {
            val sources = kinds.mapIndexed { index, (name, type) -> AttachmentSource.ofBytes(name, bytes(index, 10_000 + index), type) }
            val attached = sources.mapIndexed { index, source -> sender.attach("a-$index", source) }
            val proof = sender.send(conversation, Draft("Look").withAttachments(attached))
            assertEquals(kinds.map { it.first }, files(proof).map { it.fileName })
            val received = receiver.message { it.serverId == proof.serverId }
            assertEquals(listOf("Audio", "Video", "Image", "File"), files(received).map { it.mediaType })
            files(received).forEachIndexed { index, file ->
                val sink = Digest()
                val count = receiver.transport.download(DownloadRequest(file, sink, 1_000_000))
                assertEquals(10_000L + index, count)
                assertEquals(sha(bytes(index, 10_000 + index)), sink.hex())
                assertEquals(kinds[index].second, sink.file?.contentType)
                assertEquals(true, sink.done)
            }
        }
        alice.close()
        bob.close()
    }

    @Test
    fun a_preview_of_the_application_comes_as_one_behind_its_picture() = scenario { bench ->
        val alice = bench.user(this)
        val bob = bench.user(this, "bob")
        val conversation = alice.open("Files", BOB)
        val picture = AttachmentSource.ofBytes("photo.jpg", bytes(1, 5_000), "image/jpeg")
        val preview = AttachmentSource.ofBytes("small.jpg", bytes(2, 300), "image/jpeg")
        val attached = alice.attach("a-1", AttachmentSource.withThumbnail(picture, preview))
        alice.send(conversation, Draft("").withAttachments(listOf(attached)))
        val received = files(bob.message { files(it).isNotEmpty() })
        assertEquals(listOf("photo.jpg" to "Image", "photo.jpg" to AmmMapping.THUMBNAIL), received.map { it.fileName to it.mediaType })
        val sink = Digest()
        bob.transport.download(DownloadRequest(received[1], sink, 1_000_000))
        assertEquals(sha(bytes(2, 300)), sink.hex())
        alice.close()
        bob.close()
    }

    @Test
    fun SEC6_SEC7_a_large_file_is_streamed_both_ways() = scenario(ServiceOptions.builder().limits(large)) { bench ->
        val alice = bench.user(this)
        val bob = bench.user(this, "bob")
        val conversation = alice.open("Files", BOB)
        val source = Endless("large.bin", SIZE, "application/octet-stream")
        val attached = alice.attach("a-1", source)
        assertEquals(0, source.read.get(), "nothing is read before the message goes")
        alice.link.submit(LinkCommand.SendMessage(conversation, MessageId("own"), Draft("").withAttachments(listOf(attached))))
        val progress = alice.next<LinkEvent.UploadProgress> { it.sentBytes > 0 }
        assertEquals(AttachmentId("a-1") to SIZE, progress.id to progress.totalBytes)
        alice.next<LinkEvent.MessageArrived> { it.correlation == MessageId("own") }
        val file = files(bob.message { files(it).isNotEmpty() }).single()
        assertEquals(SIZE, file.sizeBytes)
        val sink = Digest()
        assertEquals(SIZE, bob.transport.download(DownloadRequest(file, sink, SIZE)))
        assertFailsWith<MessagingException> { bob.transport.download(DownloadRequest(file, Digest(), SIZE - 1)) }
        alice.close()
        bob.close()
    }

    @Test
    fun what_the_service_does_not_take_is_refused_when_it_is_attached() = scenario(ServiceOptions.builder().richContent(false)) { bench ->
        val alice = bench.user(this)
        suspend fun refusal(source: AttachmentSource): ErrorCode {
            val attachment = Attachment(AttachmentId("a"), source.fileName, source.sizeBytes, source.contentType, null, null)
            alice.link.submit(LinkCommand.UploadAttachment(attachment, source))
            return alice.next<LinkEvent.AttachmentFailed>().failure.code
        }
        assertEquals(ErrorCode.FILE_TYPE_INVALID, refusal(AttachmentSource.ofBytes("a.jpg", ByteArray(10), "image/jpeg")))
        assertEquals(ErrorCode.FILE_EMPTY, refusal(AttachmentSource.ofBytes("a.txt", ByteArray(0), "text/plain")))
        assertEquals(ErrorCode.FILE_SIZE_INVALID, refusal(Endless("a.bin", 20_000_000, null)))
        alice.close()
    }

    @Test
    fun a_file_that_is_not_at_hand_after_a_restart_refuses_its_message_for_good() = scenario { bench ->
        val alice = bench.user(this)
        val conversation = alice.open("Files", BOB)
        val gone = Attachment(AttachmentId("a"), "a.txt", 3, "text/plain", null, null)
        alice.link.submit(LinkCommand.SendMessage(conversation, MessageId("m"), Draft("x").withAttachments(listOf(gone))))
        val refused = alice.next<LinkEvent.Refused>()
        assertEquals(ErrorCode.ATTACHMENT_NOT_FOUND, refused.failure.code)
        assertTrue(!refused.failure.failureClass.isRetryable)
        // And the link goes on.
        alice.send(conversation, Draft("Without it"))
        alice.close()
    }

    @Test
    fun a_file_that_becomes_shorter_refuses_its_message_and_the_link_goes_on() = scenario { bench ->
        val alice = bench.user(this)
        val conversation = alice.open("Files", BOB)
        val lying = object : AttachmentSource by AttachmentSource.ofBytes("a.txt", ByteArray(10), "text/plain") {
            override val sizeBytes: Long get() = 20
        }
        val attached = alice.attach("a", lying)
        alice.link.submit(LinkCommand.SendMessage(conversation, MessageId("m"), Draft("x").withAttachments(listOf(attached))))
        assertEquals(ErrorCode.INVALID_ARGUMENT, alice.next<LinkEvent.Refused>().failure.code)
        alice.send(conversation, Draft("Without it"))
        assertEquals(listOf("Files", "Without it"), bench.service.storedTexts())
        alice.close()
    }

    @Test
    fun SEC2_a_file_at_a_foreign_host_is_not_fetched() = scenario { bench ->
        val alice = bench.user(this)
        val foreign = Attachment(AttachmentId("a"), "a.txt", 3, "text/plain", null, "https://evil.example.org/a")
        val failure = assertFailsWith<MessagingException> { alice.transport.download(DownloadRequest(foreign, Digest(), 100)) }
        assertEquals(ErrorCode.ADDRESS_REFUSED, failure.code)
        alice.close()
    }

    @Test
    fun the_address_of_a_file_that_was_seen_is_known() = scenario { bench ->
        val alice = bench.user(this)
        val bob = bench.user(this, "bob")
        val conversation = alice.open("Files", BOB)
        val attached = alice.attach("a-1", AttachmentSource.ofBytes("a.txt", ByteArray(3), "text/plain"))
        val proof = alice.send(conversation, Draft("").withAttachments(listOf(attached)))
        val file = files(bob.message { it.serverId == proof.serverId }).single()
        bob.link.submit(LinkCommand.RefreshAttachment(file.id))
        assertEquals(file.url, bob.next<LinkEvent.AttachmentRefreshed>().attachment.url)
        bob.link.submit(LinkCommand.RefreshAttachment(AttachmentId("unknown")))
        assertEquals(ErrorCode.ATTACHMENT_NOT_FOUND, bob.next<LinkEvent.AttachmentFailed>().failure.code)
        assertEquals(ALICE, proof.from?.address)
        alice.close()
        bob.close()
    }

    private companion object {
        val large: AmmLimits = with(AmmLimits.DEFAULT) {
            AmmLimits(text(), subject(), audio(), image(), video(), SIZE.toInt(), thumbnail(), attachments(), page(), ids(), batch())
        }
        const val SIZE = 12_000_000L
        val CHUNK = ByteArray(64 * 1024) { it.toByte() }
    }
}
