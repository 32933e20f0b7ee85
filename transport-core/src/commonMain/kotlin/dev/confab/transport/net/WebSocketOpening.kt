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
 * @throws HandshakeRefused when the service answered with another status than 101.
 */
internal suspend fun HttpClient.openWebSocket(handshake: HttpRequestBuilder.() -> Unit): DefaultClientWebSocketSession {
    val opened = CompletableDeferred<DefaultClientWebSocketSession>()
    val life =
        launch {
            try {
                prepareRequest { handshake() }.body<DefaultClientWebSocketSession, Unit> { socket ->
                    opened.complete(socket)
                    socket.awaitEnd()
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

/**
 * Has pings sent every [intervalMillis], and the socket closed when one is not answered within [graceMillis]. Engines of an [EngineProvider] do
 * that by themselves, and let nobody set it.
 */
internal fun DefaultClientWebSocketSession.sendPings(http: HttpClient, intervalMillis: Long, graceMillis: Long) {
    if (http.networkSettings.engines != null) return
    timeoutMillis = graceMillis
    pingIntervalMillis = intervalMillis
}

/** Until nothing can be sent any more: as long as that, Ktor keeps the socket. */
private suspend fun DefaultClientWebSocketSession.awaitEnd() {
    val ended = CompletableDeferred<Unit>()
    outgoing.invokeOnClose { ended.complete(Unit) }
    ended.await()
}
