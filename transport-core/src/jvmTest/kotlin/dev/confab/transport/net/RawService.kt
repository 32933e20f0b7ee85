package dev.confab.transport.net

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.updateAndGet
import java.io.DataInputStream
import java.io.OutputStream
import java.net.ServerSocket
import java.net.Socket
import java.security.MessageDigest
import java.util.Base64
import kotlin.concurrent.thread

/** A Web Messaging service down to the bytes: accepts every session, and then sends on each connection what [misdeed] writes. */
class RawService(private val misdeed: (connection: Int, out: OutputStream) -> Unit) : AutoCloseable {
    private val server = ServerSocket(0)
    private val sockets = MutableStateFlow(0)

    val url: String get() = "http://127.0.0.1:${server.localPort}"

    /** How many WebSockets there were. */
    val connections: Int get() = sockets.value

    /** Suspends until so many WebSockets there were. */
    suspend fun awaitConnections(count: Int) {
        sockets.first { it >= count }
    }

    init {
        thread(isDaemon = true) {
            while (!server.isClosed) runCatching { server.accept() }.onSuccess { thread(isDaemon = true) { runCatching { serve(it) } } }
        }
    }

    private fun serve(socket: Socket): Unit = socket.use {
        val input = DataInputStream(it.getInputStream().buffered())
        val out = it.getOutputStream()
        val head = generateSequence { line(input).takeIf(String::isNotEmpty) }.toList()
        val key = head.find { header -> header.startsWith("Sec-WebSocket-Key", ignoreCase = true) }?.substringAfter(':')?.trim()
        if (key == null) {
            val body = """{"messenger":{}}"""
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n$body".toByteArray())
            out.flush()
            return
        }
        val accept = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest((key + GUID).toByteArray()))
        out.write("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $accept\r\n\r\n".toByteArray())
        val number = sockets.updateAndGet { it + 1 }
        while (true) {
            val frame = frame(input) ?: return
            val tracingId = Regex("\"tracingId\":\"([^\"]+)\"").find(frame)?.groupValues?.get(1)
            if ("configureSession" in frame) {
                out.text(
                    """{"type":"response","class":"SessionResponse","code":200,"body":{"connected":true,"newSession":${number == 1}},"tracingId":"$tracingId"}""",
                )
                misdeed(number, out)
            }
        }
    }

    private fun line(input: DataInputStream): String = buildString {
        while (true) {
            when (val byte = input.read()) {
                -1, '\n'.code -> return@buildString
                '\r'.code -> Unit
                else -> append(byte.toChar())
            }
        }
    }

    /** A text of the client, null when it goes. */
    private fun frame(input: DataInputStream): String? {
        val opcode = input.readUnsignedByte() and 0x0f
        val length = when (val short = input.readUnsignedByte() and 0x7f) {
            126 -> input.readUnsignedShort()
            127 -> input.readLong().toInt()
            else -> short
        }
        val mask = ByteArray(4).also(input::readFully)
        val data = ByteArray(length).also(input::readFully)
        for (index in data.indices) data[index] = (data[index].toInt() xor mask[index % 4].toInt()).toByte()
        return if (opcode == 8) null else data.decodeToString()
    }

    override fun close() = server.close()

    companion object {
        private const val GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

        fun OutputStream.text(text: String) = frame(0x81, text.toByteArray())

        /** @param first the byte with FIN, RSV and opcode. */
        fun OutputStream.frame(first: Int, data: ByteArray, announced: Long = data.size.toLong()) {
            write(byteArrayOf(first.toByte(), 127) + ByteArray(8) { (announced shr (56 - 8 * it)).toByte() })
            write(data)
            flush()
        }
    }
}
