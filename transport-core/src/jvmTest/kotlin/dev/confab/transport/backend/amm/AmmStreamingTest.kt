package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.IncomingFile
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import io.ktor.client.HttpClient
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.RawSource
import kotlinx.serialization.json.JsonObject
import org.junit.jupiter.api.Test
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.atomic.AtomicLong
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/**
 * A file is never in memory as a whole: whoever hands bytes out is never further ahead of whoever takes them than what sockets and buffers hold
 * between them, however large the file is. Both ends count.
 */
class AmmStreamingTest {
    /** How far ahead: the first one counts before the bytes leave, the second one after they came. */
    private val handedOut = AtomicLong()
    private val taken = AtomicLong()
    private val ahead = AtomicLong()

    private fun took(count: Long) {
        val now = taken.addAndGet(count)
        ahead.accumulateAndGet(handedOut.get() - now, ::maxOf)
    }

    private inner class Generated : AttachmentSource {
        override val fileName = "large.bin"
        override val sizeBytes = SIZE
        override val contentType = "application/octet-stream"

        override fun open(): RawSource = object : RawSource {
            private var left = SIZE

            override fun readAtMostTo(sink: Buffer, byteCount: Long): Long {
                if (left == 0L) return -1
                val count = minOf(left, byteCount, CHUNK.size.toLong())
                left -= count
                handedOut.addAndGet(count)
                sink.write(CHUNK, 0, count.toInt())
                return count
            }

            override fun close() = Unit
        }
    }

    private inner class Counting : AttachmentSink {
        override fun open(file: IncomingFile): RawSink = object : RawSink {
            override fun write(source: Buffer, byteCount: Long) {
                source.skip(byteCount)
                took(byteCount)
            }

            override fun flush() = Unit

            override fun close() = Unit
        }

        override fun complete() = Unit

        override fun abort() = Unit
    }

    /** One request to a server of sockets, which can be seen to read and write byte by byte. */
    private fun atServer(serve: (Socket) -> Unit, client: suspend (HttpClient, url: String) -> Unit) = runBlocking {
        withTimeout(60_000) {
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { server ->
                server.soTimeout = 60_000
                val serving = async(Dispatchers.IO) { server.accept().use(serve) }
                val engine = defaultEngine(NetworkSettings.DEFAULT)
                val http = confabHttpClient(engine, NetworkSettings("test"))
                try {
                    withContext(Dispatchers.Default) { client(http, "http://127.0.0.1:${server.localPort}") }
                    serving.await()
                } finally {
                    http.close()
                    engine.close()
                }
            }
        }
        assertTrue(ahead.get() in 1..MOST_AHEAD, "$ahead bytes ahead of $SIZE")
    }

    private fun options(url: String) = AmmOptions.builder().loopbackEndpoint(url).credentials("alice", "x-canary").build()

    private fun user(http: HttpClient, options: AmmOptions) =
        AmmHttp(options, http, AmmCredentials(options.credentials, options.endpoint.host, options.timers.credentialMillis))

    /** The headers of a request, in lower case. */
    private fun InputStream.head(): String = buildString {
        while (!endsWith("\r\n\r\n")) append(read().toChar())
    }.lowercase()

    @Test
    fun SEC6_SEC7_a_file_that_is_sent_is_read_no_faster_than_the_network_takes_it() = atServer({ socket ->
        val input = socket.getInputStream()
        var left = input.head().substringAfter("content-length: ").substringBefore("\r\n").toLong()
        assertTrue(left > SIZE)
        val piece = ByteArray(16 * 1024)
        while (left > 0) {
            val count = input.read(piece, 0, minOf(left, piece.size.toLong()).toInt())
            left -= count
            took(count.toLong())
        }
        socket.getOutputStream().apply {
            write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}".encodeToByteArray())
            flush()
        }
    }) { http, url ->
        val options = options(url)
        val features = FakeAmm.features(AmmFlavour.V3_2)
        val resources = AmmResources(features, "$url/c", "$url/outbox", null, null, null, null, null, null, null, 30)
        val file = AmmMultipart.File("large.bin", "application/octet-stream", Generated(), null)
        val content = AmmOutgoing.content(resources.types, JsonObject(emptyMap()), listOf(file)) { _, _ -> }
        assertEquals(201, AmmCalls(user(http, options), resources, options.endpoint, 30_000).send(content, hasFiles = true).status)
    }

    @Test
    fun SEC6_SEC7_a_file_that_is_fetched_is_read_no_faster_than_the_application_takes_it() = atServer({ socket ->
        socket.getInputStream().head()
        socket.getOutputStream().apply {
            write("HTTP/1.1 200 OK\r\nContent-Length: $SIZE\r\nContent-Type: application/octet-stream\r\n\r\n".encodeToByteArray())
            repeat((SIZE / CHUNK.size).toInt()) {
                handedOut.addAndGet(CHUNK.size.toLong())
                write(CHUNK)
            }
            flush()
        }
    }) { http, url ->
        val file = Attachment(AttachmentId("a"), "large.bin", SIZE, "application/octet-stream", null, "$url/f")
        assertEquals(SIZE, AmmTransport(options(url), http).download(DownloadRequest(file, Counting(), SIZE)))
        assertEquals(SIZE, taken.get())
    }

    private companion object {
        /** More than everything between both ends together holds, several times over. */
        const val SIZE = 96L * 1024 * 1024
        const val MOST_AHEAD = SIZE / 3
        val CHUNK = ByteArray(64 * 1024) { it.toByte() }
    }
}
