package dev.confab.transport.net

import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.plugins.HttpTimeout

/** What a transfer needs of the platform. */
internal interface TransferNetwork {
    /** Where the name [host] leads; empty when it leads nowhere. */
    suspend fun resolve(host: String): List<IpAddress>

    /**
     * A client for one transfer, to be closed after it. It connects to the address that stands in the request and expects the certificate of
     * [serverName].
     */
    fun client(serverName: String): HttpClient
}

/** The network of this platform. */
internal object SystemTransferNetwork : TransferNetwork {
    override suspend fun resolve(host: String): List<IpAddress> = resolveHost(host)

    override fun client(serverName: String): HttpClient = HttpClient(transferEngine(serverName)) {
        expectSuccess = false
        followRedirects = false
        install(HttpTimeout) { connectTimeoutMillis = CONNECT_TIMEOUT_MILLIS }
    }

    private const val CONNECT_TIMEOUT_MILLIS = 10_000L
}

/** Asks the platform's resolver; may take as long as that does. */
internal expect suspend fun resolveHost(host: String): List<IpAddress>

/** An engine that takes [serverName] for the name of whom it connects to, whatever stands in the request. */
internal expect fun transferEngine(serverName: String): HttpClientEngine

/** Runs what blocks on threads for that, never on those of the sessions. Cancelling interrupts it where the platform can. */
internal expect suspend fun <T> blocking(block: () -> T): T
