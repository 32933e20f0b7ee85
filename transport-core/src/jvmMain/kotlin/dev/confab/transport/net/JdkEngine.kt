package dev.confab.transport.net

import dev.confab.transport.model.NotOnAndroid
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.ProxyBuilder
import io.ktor.client.engine.java.Java
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.HttpHeaders
import io.ktor.http.Url
import io.ktor.utils.io.InternalAPI
import io.ktor.websocket.WebSocketSession
import java.net.http.WebSocketHandshakeException
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLParameters

/**
 * The HTTP client of the JDK, which speaks TLS 1.3; Android has none. Two things are mended: a refused handshake keeps its status, and the
 * bound of frames holds for assembled ones.
 */
@OptIn(InternalAPI::class)
@NotOnAndroid
internal class JdkEngine private constructor(private val engine: HttpClientEngine) : HttpClientEngine {
    override val config get() = engine.config
    override val dispatcher get() = engine.dispatcher
    override val coroutineContext get() = engine.coroutineContext
    override val supportedCapabilities get() = engine.supportedCapabilities

    override suspend fun execute(data: HttpRequestData): HttpResponseData {
        val response =
            try {
                engine.execute(data)
            } catch (refused: WebSocketHandshakeException) {
                val retryAfter = refused.response.headers().firstValue(HttpHeaders.RetryAfter).orElse(null)
                throw HandshakeRefused(refused.response.statusCode(), retryAfter?.toLongOrNull()?.times(MILLIS))
            }
        val socket = response.body as? WebSocketSession ?: return response
        return HttpResponseData(
            response.statusCode,
            response.requestTime,
            response.headers,
            response.version,
            BoundedSession(socket),
            response.callContext,
        )
    }

    override fun close(): Unit = engine.close()

    /** The JDK hands a message over in pieces; the bound counts when they are put together. */
    private class BoundedSession(session: WebSocketSession) : WebSocketSession by session {
        override var maxFrameSize: Long = MAX_FRAME_BYTES
    }

    @NotOnAndroid
    companion object {
        private const val MILLIS = 1_000L

        /** @param proxy `http://host:port`, in place of that of [settings] when it leads there itself. */
        fun create(settings: NetworkSettings, proxy: String? = settings.proxy): HttpClientEngine {
            val context = SSLContext.getInstance("TLS")
            context.init(null, trustOf(settings)?.let { arrayOf(it) }, null)
            return JdkEngine(
                Java.create {
                    proxy?.let { this.proxy = ProxyBuilder.http(Url(it)) }
                    config {
                        sslContext(context)
                        sslParameters(SSLParameters().apply { protocols = arrayOf("TLSv1.3") })
                    }
                },
            )
        }
    }
}
