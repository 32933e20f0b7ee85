package dev.confab.transport.net

import io.ktor.client.HttpClient
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.prepareRequest
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.launch

/**
 * Opens a WebSocket. Ktor's `webSocketSession` goes on connecting when its caller is cancelled, and leaves a socket that nobody knows; here the
 * connecting ends with the caller.
 *
 * @throws HandshakeRefused when the service answers with anything but a switch of protocols.
 */
internal suspend fun HttpClient.openSocket(handshake: HttpRequestBuilder.() -> Unit): DefaultClientWebSocketSession {
    val opened = CompletableDeferred<DefaultClientWebSocketSession>()
    val life = launch {
        try {
            prepareRequest { handshake() }.body<DefaultClientWebSocketSession, Unit> { socket ->
                opened.complete(socket)
                // Until nothing can be sent any more: as long as that, Ktor keeps the socket.
                val ended = CompletableDeferred<Unit>()
                socket.outgoing.invokeOnClose { ended.complete(Unit) }
                ended.await()
            }
        } catch (failed: Throwable) {
            // Whoever waits is told; a socket that was handed over tells its own end.
            opened.completeExceptionally(failed)
        }
    }
    try {
        return opened.await()
    } catch (failed: Throwable) {
        life.cancel()
        throw failed
    }
}
