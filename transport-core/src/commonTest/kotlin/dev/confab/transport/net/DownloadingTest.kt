package dev.confab.transport.net

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.IncomingFile
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.FakeTransferNetwork.Companion.answer
import dev.confab.transport.testing.runFileTest
import io.ktor.http.HttpHeaders
import io.ktor.http.headersOf
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.writeFully
import io.ktor.utils.io.writer
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.readString
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class DownloadingTest {
    private val rule = TransferRule(null, listOf("files.service.example"), emptyList(), privateAddresses = false)

    /** Keeps what it gets and what it was told. */
    private class Kept : AttachmentSink {
        val bytes = Buffer()
        val calls = ArrayList<String>()

        override fun open(file: IncomingFile): RawSink {
            calls += "open ${file.suggestedName} ${file.sizeBytes}"
            return object : RawSink {
                override fun write(source: Buffer, byteCount: Long) = bytes.write(source, byteCount)

                override fun flush() = Unit

                override fun close() {
                    calls += "close"
                }
            }
        }

        override fun complete() {
            calls += "complete"
        }

        override fun abort() {
            calls += "abort"
        }
    }

    private fun network(answer: suspend (FakeTransferNetwork.Asked) -> FakeTransferNetwork.Answer) =
        FakeTransferNetwork(answer = answer).apply { name("files.service.example", "52.1.2.3") }

    private suspend fun download(
        network: FakeTransferNetwork,
        sink: AttachmentSink,
        maxBytes: Long = 100,
        name: String? = "../../a\u202Eb.txt",
    ): Long {
        val attachment = Attachment(AttachmentId("f1"), name, null, null, null, "https://files.service.example/f1")
        return Downloading(TransferClient(rule, network)).run(DownloadRequest(attachment, sink, maxBytes))
    }

    @Test
    fun SEC7_a_file_arrives_under_a_name_that_is_safe() = runFileTest {
        val sink = Kept()

        assertEquals(5, download(network { answer(200, "hello".encodeToByteArray(), HttpHeaders.ContentLength to "5") }, sink))

        assertEquals(listOf("open ab.txt 5", "close", "complete"), sink.calls)
        assertEquals("hello", sink.bytes.readString())
    }

    @Test
    fun SEC7_the_name_that_the_server_suggests_is_cleaned_as_well() = runFileTest {
        val sink = Kept()
        val header = HttpHeaders.ContentDisposition to "attachment; filename=\"..\\\\..\\\\CON.txt\""

        download(network { answer(200, "x".encodeToByteArray(), header) }, sink, name = null)

        assertEquals("open _CON.txt null", sink.calls.first())
    }

    @Test
    fun SEC7_an_announced_length_over_the_limit_is_refused_before_anything_is_written() = runFileTest {
        val sink = Kept()

        val failure = assertFailsWith<TransportException> {
            download(network { answer(200, ByteArray(101), HttpHeaders.ContentLength to "101") }, sink)
        }

        assertEquals(ErrorCode.FILE_SIZE_INVALID, failure.code)
        assertTrue(sink.calls.isEmpty())
    }

    @Test
    fun SEC7_an_endless_body_ends_at_the_limit() = runFileTest {
        val sink = Kept()
        val endless = { backgroundScope.writer { while (true) channel.writeFully(ByteArray(10)) }.channel }

        val failure = assertFailsWith<TransportException> {
            download(network { FakeTransferNetwork.Answer(200, headersOf(), endless()) }, sink)
        }

        assertEquals(ErrorCode.FILE_SIZE_INVALID, failure.code)
        assertTrue(sink.bytes.size <= 100)
        assertEquals(listOf("close", "abort"), sink.calls.drop(1))
    }

    @Test
    fun SEC7_a_body_of_another_length_than_announced_is_thrown_away() = runFileTest {
        val sink = Kept()

        val failure = assertFailsWith<TransportException> {
            download(
                network {
                    FakeTransferNetwork.Answer(200, headersOf(HttpHeaders.ContentLength, "50"), ByteReadChannel(ByteArray(20)))
                },
                sink,
            )
        }

        assertEquals(ErrorCode.DOWNLOAD_FAILED, failure.code)
        assertEquals("abort", sink.calls.last())
    }

    @Test
    fun an_expired_address_is_told_and_the_sink_is_not_touched() = runFileTest {
        val sink = Kept()

        val failure = assertFailsWith<TransportException> { download(network { answer(404) }, sink) }

        assertEquals(ErrorCode.ATTACHMENT_HAS_EXPIRED, failure.code)
        assertTrue(sink.calls.isEmpty())
    }
}
