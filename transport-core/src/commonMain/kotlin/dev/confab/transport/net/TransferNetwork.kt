package dev.confab.transport.net

import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.plugins.HttpTimeout
import io.ktor.client.plugins.UserAgent

/** What a transfer needs of the platform. */
internal interface TransferNetwork {
    /** Whether a proxy makes the connections: it may know names that this machine cannot look up. */
    val isProxied: Boolean

    /** Where the name [host] leads; empty when it leads nowhere. */
    suspend fun resolve(host: String): List<IpAddress>

    /**
     * A client for one transfer, to be closed after it. It connects to the address that stands in the request, or has the proxy do so, and
     * expects the certificate of [serverName].
     */
    fun client(serverName: String): HttpClient
}

/** The network of this platform, as [settings] want it used: files go no other way than sessions (guarantee SEC-1). */
internal class SystemTransferNetwork(private val settings: NetworkSettings) : TransferNetwork {
    override val isProxied: Boolean get() = settings.proxy != null

    override suspend fun resolve(host: String): List<IpAddress> = resolveHost(host)

    override fun client(serverName: String): HttpClient = HttpClient(engine(serverName)) {
        expectSuccess = false
        followRedirects = false
        install(UserAgent) { agent = settings.userAgent }
        install(HttpTimeout) { connectTimeoutMillis = CONNECT_TIMEOUT_MILLIS }
    }

    private fun engine(serverName: String) = settings.engines?.transfer(serverName, settings) ?: transferEngine(serverName, settings)
}

/** Asks the platform's resolver; may take as long as that does. */
internal expect suspend fun resolveHost(host: String): List<IpAddress>

/** An engine that takes [serverName] for the name of whom it connects to, whatever stands in the request, and obeys [settings]. */
internal expect fun transferEngine(serverName: String, settings: NetworkSettings): HttpClientEngine

/** Runs what blocks on threads for that, never on those of the sessions. Cancelling interrupts it where the platform can. */
internal expect suspend fun <T> blocking(block: () -> T): T
