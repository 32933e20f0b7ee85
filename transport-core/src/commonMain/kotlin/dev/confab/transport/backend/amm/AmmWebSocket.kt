package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.HandshakeRefused
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.openWebSocket
import io.ktor.client.HttpClient
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.http.Headers
import io.ktor.http.takeFrom
import io.ktor.websocket.CloseReason
import io.ktor.websocket.Frame
import io.ktor.websocket.close
import io.ktor.websocket.readText
import kotlinx.coroutines.cancel
import kotlinx.coroutines.withTimeoutOrNull

/** The channel as a WebSocket (protocol notes §B.8.2). */
internal class AmmWebSocket private constructor(private val socket: DefaultClientWebSocketSession) : AmmChannel {
    override val kind: AmmChannel.Kind get() = AmmChannel.Kind.WEB_SOCKET

    override suspend fun receive(millis: Long, alive: () -> Unit): AmmFrame? {
        val next = withTimeoutOrNull(millis) { socket.incoming.receiveCatching() } ?: return null
        return when (val frame = next.getOrNull()) {
            null -> throw AmmChannel.lost(ended())
            is Frame.Text -> AmmFrame.decode(frame.readText())
            else -> AmmFrame.Unknown("binary frame", "${frame.data.size} bytes")
        }
    }

    private suspend fun ended(): String = when (val code = withTimeoutOrNull(CLOSE_MILLIS) { socket.closeReason.await() }?.code) {
        null, CLOSED_ABNORMALLY -> "was cut"
        else -> "was closed by the service ($code)"
    }

    override suspend fun send(command: String) = networkCall("Writing to the notification channel") { socket.send(Frame.Text(command)) }

    override suspend fun close() {
        try {
            withTimeoutOrNull(CLOSE_MILLIS) {
                socket.close(CloseReason(CloseReason.Codes.NORMAL, ""))
                socket.closeReason.await()
            }
        } finally {
            socket.cancel()
        }
    }

    override fun abandon() = socket.cancel()

    companion object {
        private const val CLOSE_MILLIS = 2_000L

        /** Stands for a connection that ended without a close frame (RFC 6455 §7.4.1). */
        private const val CLOSED_ABNORMALLY: Short = 1006

        /** The vendor's own client cannot put credentials on a handshake and lives on the cookie; both are sent here (§B.11). */
        suspend fun open(address: String, http: HttpClient, user: AmmHttp): AmmWebSocket {
            var held = user.credential()
            while (true) {
                try {
                    return networkCall("Opening the WebSocket of the service") { AmmWebSocket(connected(address, http, user, held)) }
                } catch (failed: TransportException) {
                    val refusal = failed.cause as? HandshakeRefused
                    if (refusal?.status !in AmmHttp.UNAUTHENTICATED) throw failed
                    held = user.refused(held, Headers.Empty)
                }
            }
        }

        private suspend fun connected(address: String, http: HttpClient, user: AmmHttp, held: AmmCredentials.Held?) = try {
            http.openWebSocket {
                url.takeFrom(address)
                user.dress(this, held)
            }
        } catch (refused: HandshakeRefused) {
            val code = ErrorCode.of(refused.status)
            throw TransportException(
                TransportFailure(
                    code,
                    "The service answered the WebSocket handshake with status ${refused.status}.",
                    code.failureClass,
                    refused.retryAfterMillis,
                ),
                refused,
            )
        }
    }
}
