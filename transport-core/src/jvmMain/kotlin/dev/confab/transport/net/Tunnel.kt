package dev.confab.transport.net

import dev.confab.transport.model.NotOnAndroid
import io.ktor.http.Url
import io.ktor.network.selector.SelectorManager
import io.ktor.network.sockets.InetSocketAddress
import io.ktor.network.sockets.ServerSocket
import io.ktor.network.sockets.Socket
import io.ktor.network.sockets.aSocket
import io.ktor.network.sockets.openReadChannel
import io.ktor.network.sockets.openWriteChannel
import io.ktor.network.sockets.port
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.copyTo
import io.ktor.utils.io.readByte
import io.ktor.utils.io.writeStringUtf8
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException
import java.net.ConnectException

/**
 * A proxy on this machine for one connection, whose other end is settled before anybody asks: whatever name the `CONNECT` says, it leads to the
 * checked address. What passes is encrypted between the two ends; a stranger who came first would only spoil the transfer.
 */
@NotOnAndroid
internal class Tunnel private constructor(
    private val selector: SelectorManager,
    private val far: Socket,
    private val near: ServerSocket,
    private val forProxy: String?,
) : AutoCloseable {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)

    val port: Int get() = near.port

    private fun start() {
        scope.launch {
            try {
                near.accept().use { client -> lead(client) }
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (_: IOException) {
                // One end is gone; the other one hears of it by the end of its own connection.
            } finally {
                near.close()
                far.close()
            }
        }
    }

    private suspend fun lead(client: Socket) = coroutineScope {
        val fromClient = client.openReadChannel()
        val toClient = client.openWriteChannel(autoFlush = true)
        val toFar = far.openWriteChannel(autoFlush = true)
        skipHead(fromClient)
        // A proxy gives its own answer to the number.
        if (forProxy == null) toClient.writeStringUtf8(ESTABLISHED) else toFar.writeStringUtf8(forProxy)
        launch {
            fromClient.copyTo(toFar)
            toFar.flushAndClose()
        }
        far.openReadChannel().copyTo(toClient)
        toClient.flushAndClose()
    }

    private suspend fun skipHead(from: ByteReadChannel) {
        var last = 0
        repeat(MAX_HEAD) {
            last = last shl Byte.SIZE_BITS or (from.readByte().toInt() and 0xff)
            if (last == END_OF_HEAD) return
        }
        throw IOException("No end of the request.")
    }

    override fun close() {
        scope.cancel()
        near.close()
        far.close()
        selector.close()
    }

    @NotOnAndroid
    companion object {
        private const val ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n"
        private const val MAX_HEAD = 8_192
        private const val END_OF_HEAD = 0x0d0a0d0a

        /**
         * Connects to [host], or to [proxy] for it, and waits for the one connection.
         *
         * @throws IOException when nothing answers there.
         */
        suspend fun open(host: String, port: Int, proxy: String?): Tunnel {
            val selector = SelectorManager(Dispatchers.IO)
            try {
                val way = proxy?.let(::Url)
                val first = InetSocketAddress(way?.host?.removeSurrounding("[", "]") ?: host, way?.port ?: port)
                val far = withTimeoutOrNull(CONNECT_TIMEOUT_MILLIS) { aSocket(selector).tcp().connect(first) }
                    ?: throw ConnectException("No answer in time.")
                val target = if (':' in host) "[$host]:$port" else "$host:$port"
                val near = aSocket(selector).tcp().bind(InetSocketAddress("127.0.0.1", 0))
                return Tunnel(selector, far, near, way?.let { "CONNECT $target HTTP/1.1\r\nHost: $target\r\n\r\n" }).also(Tunnel::start)
            } catch (failed: Throwable) {
                selector.close()
                throw failed
            }
        }
    }
}
