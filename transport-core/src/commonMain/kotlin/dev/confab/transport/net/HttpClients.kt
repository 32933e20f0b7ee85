package dev.confab.transport.net

import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.plugins.HttpResponseValidator
import io.ktor.client.plugins.HttpTimeout
import io.ktor.client.plugins.UserAgent
import io.ktor.client.plugins.websocket.WebSockets
import io.ktor.client.request.request
import io.ktor.client.statement.request
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.isWebsocket
import io.ktor.util.AttributeKey
import io.ktor.websocket.ChannelOverflow

/** The engine of all sessions: that of [NetworkSettings.engines], or else the one that this platform uses. */
internal fun sessionEngine(settings: NetworkSettings): HttpClientEngine = settings.engines?.sessions(settings) ?: defaultEngine(settings)

/** The engine that this platform uses unless the caller brings one. */
internal expect fun defaultEngine(settings: NetworkSettings): HttpClientEngine

/**
 * The one HTTP client that all sessions share: no cookies, no redirects, bounded frames, queues and times. It carries [settings] along for
 * what must open connections of its own.
 */
internal fun confabHttpClient(engine: HttpClientEngine, settings: NetworkSettings): HttpClient = HttpClient(engine) {
    expectSuccess = false
    followRedirects = false
    install(UserAgent) {
        agent = settings.userAgent
    }
    install(HttpTimeout) {
        connectTimeoutMillis = CONNECT_TIMEOUT_MILLIS
    }
    install(WebSockets) {
        // What an engine of another's does by itself, it lets nobody set.
        if (settings.engines == null) maxFrameSize = MAX_FRAME_BYTES
        channels {
            incoming = if (settings.engines == null) bounded(INCOMING_FRAMES) else bounded(HURRIED_FRAMES, ChannelOverflow.CLOSE)
            outgoing = bounded(OUTGOING_FRAMES)
        }
    }
    HttpResponseValidator {
        // Ktor itself would say the status only in the text of an exception.
        validateResponse { response ->
            val isHandshake = response.request.url.protocol.isWebsocket()
            if (isHandshake && response.status != HttpStatusCode.SwitchingProtocols) {
                throw HandshakeRefused(response.status.value, retryAfterMillis(response.headers[HttpHeaders.RetryAfter]))
            }
        }
    }
}.apply { attributes.put(SETTINGS, settings) }

/** How the sessions of this client reach the network; the defaults for a client that is not of [confabHttpClient]. */
internal val HttpClient.networkSettings: NetworkSettings get() = attributes.getOrNull(SETTINGS) ?: NetworkSettings.DEFAULT

private val SETTINGS = AttributeKey<NetworkSettings>("ConfabNetworkSettings")

internal const val MAX_FRAME_BYTES: Long = 1L shl 20
internal const val CONNECT_TIMEOUT_MILLIS = 10_000L
private const val INCOMING_FRAMES = 64
private const val OUTGOING_FRAMES = 64

/** OkHttp cannot be held back: who falls this far behind loses the connection, and reads the rest from the history. */
private const val HURRIED_FRAMES = 256
