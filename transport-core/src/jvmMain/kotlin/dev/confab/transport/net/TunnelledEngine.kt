package dev.confab.transport.net

import dev.confab.transport.model.NotOnAndroid
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineCapability
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.plugins.HttpTimeoutCapability
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.URLBuilder
import io.ktor.http.isSecure
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import java.util.concurrent.ConcurrentLinkedQueue

/**
 * The client of the JDK, which speaks TLS 1.3, for one transfer to an address that was checked. It cannot be told to connect to a number and
 * to expect the certificate of a name. So it is given the name, and a [Tunnel] for a proxy, which leads to the number and nowhere else.
 */
@OptIn(InternalAPI::class)
@NotOnAndroid
internal class TunnelledEngine(private val serverName: String, private val settings: NetworkSettings) :
    HttpClientEngineBase("confab-tunnel") {
    private val opened = ConcurrentLinkedQueue<AutoCloseable>()

    override val config: HttpClientEngineConfig = HttpClientEngineConfig()
    override val dispatcher: CoroutineDispatcher = Dispatchers.IO
    override val supportedCapabilities: Set<HttpClientEngineCapability<*>> = setOf(HttpTimeoutCapability)

    override suspend fun execute(data: HttpRequestData): HttpResponseData {
        // Nothing is encrypted there, so there is no version to insist on.
        if (!data.url.protocol.isSecure()) return kept(cioEngine(settings)).execute(data)
        val tunnel = Tunnel.open(data.url.host.removeSurrounding("[", "]"), data.url.port, settings.proxy)
        opened += tunnel
        val named = URLBuilder(data.url).apply { host = if (':' in serverName) "[$serverName]" else serverName }.build()
        return kept(JdkEngine.create(settings, "http://127.0.0.1:${tunnel.port}"))
            .execute(HttpRequestData(named, data.method, data.headers, data.body, data.executionContext, data.attributes))
    }

    private fun kept(engine: HttpClientEngine): HttpClientEngine = engine.also { opened += it }

    override fun close() {
        super.close()
        generateSequence(opened::poll).forEach(AutoCloseable::close)
    }
}
