package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.FrameSocket
import dev.confab.transport.net.networkCall
import io.ktor.client.HttpClient
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.websocket.Frame
import io.ktor.websocket.close
import io.ktor.websocket.readText
import kotlinx.coroutines.cancel
import kotlinx.coroutines.job
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.jvm.JvmStatic
import io.ktor.websocket.CloseReason as SocketCloseReason

/**
 * The WebSocket of a deployment without a session on it: the caller configures one by frames of its own (protocol notes §2.3, §2.4).
 *
 * It shares with the sessions of this library the HTTP client, the bound of a frame (1 MiB), the check of the address, and the pings that find
 * a dead connection. Binary frames, which the protocol does not have, are left out.
 */
public class WebMessagingSocket private constructor(private val socket: DefaultClientWebSocketSession) : FrameSocket {
    override var closeReason: CloseReason? = null
        private set

    override suspend fun receive(): String? = networkCall("Reading from the service") {
        for (frame in socket.incoming) {
            if (frame is Frame.Text) return@networkCall frame.readText()
        }
        val reason = socket.closeReason.await()?.takeIf { it.code != CLOSED_ABNORMALLY }
        closeReason = reason?.let { CloseReason(it.code.toInt(), it.message) }
        null
    }

    override suspend fun send(frame: String) {
        networkCall("Writing to the service") { socket.send(Frame.Text(frame)) }
    }

    override suspend fun close(reason: CloseReason) {
        try {
            withTimeoutOrNull(CLOSE_MILLIS) {
                socket.close(SocketCloseReason(reason.code.toShort(), reason.text))
                socket.closeReason.await()
            }
        } finally {
            socket.cancel()
        }
        socket.coroutineContext.job.join()
    }

    public companion object {
        private const val CLOSE_MILLIS = 3_000L

        /** Stands for a connection that ended without a close frame (RFC 6455 §7.4.1). */
        private const val CLOSED_ABNORMALLY: Short = 1006

        /**
         * Opens the WebSocket. Cancelling the caller ends the attempt.
         *
         * @param options where the deployment is and as what to call there; token and sign-in are not used.
         * @param http shared, as `Confab.httpClient`; this does not close it.
         * @throws dev.confab.transport.backend.TransportException `WebsocketAccessDenied` when the service does not know the deployment or the
         * origin, `WebsocketError` when it was not reached.
         */
        @JvmStatic
        public suspend fun open(options: WebMessagingOptions, http: HttpClient): WebMessagingSocket =
            WebMessagingSocket(Handshake(options, http).open())
    }
}
