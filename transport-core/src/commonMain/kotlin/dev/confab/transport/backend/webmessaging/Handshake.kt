package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.HandshakeRefused
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.openWebSocket
import dev.confab.transport.net.sendPings
import io.ktor.client.HttpClient
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.header
import io.ktor.http.HttpHeaders
import io.ktor.http.takeFrom

/** Opens the WebSocket of a deployment, with the pings that tell whether it lives (protocol notes §2.1, §2.2, guarantee REL-8). */
internal class Handshake(private val options: WebMessagingOptions, private val http: HttpClient) {
    suspend fun open(): DefaultClientWebSocketSession {
        val socket = networkCall("Connecting to ${options.endpoints}") { connect() }
        socket.sendPings(http, options.pingIntervalMillis, options.pingGraceMillis)
        return socket
    }

    private suspend fun connect(): DefaultClientWebSocketSession = try {
        http.openWebSocket { handshake() }
    } catch (refused: HandshakeRefused) {
        throw TransportException(refusal(refused), refused)
    }

    private fun HttpRequestBuilder.handshake() {
        url.takeFrom(options.endpoints.webSocket(options.deploymentId, options.application))
        header(HttpHeaders.Origin, options.origin)
    }

    private fun refusal(refused: HandshakeRefused): TransportFailure = when (refused.status) {
        HTTP_FORBIDDEN ->
            TransportFailure(
                ErrorCode.WEBSOCKET_ACCESS_DENIED,
                "${options.endpoints} refused deployment ${options.deploymentId} or origin ${options.origin}: " +
                    "check the deployment id and the domains that the deployment allows.",
            )

        else -> {
            val code = ErrorCode.of(refused.status)
            TransportFailure(
                code,
                "${options.endpoints} answered the WebSocket handshake with status ${refused.status}.",
                code.failureClass,
                refused.retryAfterMillis,
            )
        }
    }

    private companion object {
        const val HTTP_FORBIDDEN = 403
    }
}
