package dev.confab.transport.backend.gms

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.BaseAddress
import dev.confab.transport.net.HandshakeRefused
import dev.confab.transport.net.SessionCookies
import dev.confab.transport.net.exchange
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.networkFailure
import dev.confab.transport.net.openWebSocket
import dev.confab.transport.net.sendPings
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.client.request.setBody
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.content.TextContent
import io.ktor.http.takeFrom
import io.ktor.websocket.Frame
import io.ktor.websocket.readText
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject

/** How Bayeux messages travel (protocol notes §2.2). What arrives goes to the `receive` that it was made with. */
internal interface BayeuxCarrier {
    /** The name of it in a handshake. */
    val connectionType: String

    /** Whether a failed request says nothing about the next one. */
    val mayRetry: Boolean

    /**
     * @param kind `handshake`, `connect`, `disconnect`, or empty for everything else.
     * @param timeoutMillis how long an answer is waited for, where it comes with the request.
     */
    suspend fun send(kind: String, message: JsonObject, timeoutMillis: Long)

    fun release()
}

/** Each message is a request of its own; its answer holds the reply, and what came meanwhile. */
internal class LongPollingCarrier(
    private val address: BaseAddress,
    private val http: HttpClient,
    private val dress: GmsHttp,
    private val where: String,
    private val receive: suspend (List<JsonObject>) -> Unit,
) : BayeuxCarrier {
    override val connectionType: String get() = "long-polling"

    override val mayRetry: Boolean get() = true

    override suspend fun send(kind: String, message: JsonObject, timeoutMillis: Long) {
        val answer = networkCall(WHAT) {
            http.exchange(HttpMethod.Post, address.at("/$kind")) {
                timeout { requestTimeoutMillis = timeoutMillis }
                setBody(TextContent(JsonArray(listOf(message)).toString(), ContentType.Application.Json))
                with(dress) { dress() }
            }
        }
        dress.heard(answer)
        if (!answer.isSuccess) throw GmsFailures.ofStatus(WHAT, where, answer.status, answer.retryAfterMillis)
        receive(answer.text?.let(BayeuxMessages::decode) ?: throw GmsFailures.unreadable(WHAT, where))
    }

    override fun release(): Unit = Unit

    private companion object {
        const val WHAT = "Speaking CometD"
    }
}

/** Messages are frames of one WebSocket. */
internal class WebSocketCarrier private constructor(private val socket: DefaultClientWebSocketSession) : BayeuxCarrier {
    override val connectionType: String get() = "websocket"

    override val mayRetry: Boolean get() = false

    override suspend fun send(kind: String, message: JsonObject, timeoutMillis: Long): Unit = networkCall("Speaking CometD") {
        socket.send(Frame.Text(JsonArray(listOf(message)).toString()))
    }

    override fun release(): Unit = socket.cancel()

    companion object {
        private const val PING_MILLIS = 15_000L
        private const val GRACE_MILLIS = 10_000L

        /** @param lost told once, why nothing will arrive any more. */
        suspend fun open(
            address: BaseAddress,
            http: HttpClient,
            dress: GmsHttp,
            cookies: SessionCookies,
            where: String,
            receive: suspend (List<JsonObject>) -> Unit,
            lost: (TransportException) -> Unit,
        ): WebSocketCarrier {
            val socket = networkCall("Connecting to $where") {
                try {
                    http.openWebSocket {
                        url.takeFrom(address.webSocket(""))
                        with(dress) { dress() }
                    }
                } catch (refused: HandshakeRefused) {
                    throw GmsFailures.ofStatus("Connecting", where, refused.status, refused.retryAfterMillis)
                }
            }
            socket.sendPings(http, PING_MILLIS, GRACE_MILLIS)
            cookies.heard(socket.call.response.headers.getAll(HttpHeaders.SetCookie).orEmpty())
            socket.launch { lost(read(socket, receive)) }
            return WebSocketCarrier(socket)
        }

        private suspend fun read(socket: DefaultClientWebSocketSession, receive: suspend (List<JsonObject>) -> Unit): TransportException =
            try {
                for (frame in socket.incoming) {
                    if (frame is Frame.Text) BayeuxMessages.decode(frame.readText())?.let { receive(it) }
                }
                TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The service closed the connection."))
            } catch (cancelled: CancellationException) {
                networkFailure("Reading from the service", cancelled)
            } catch (failed: Exception) {
                networkFailure("Reading from the service", failed)
            }
    }
}
