package dev.confab.transport.net

import io.ktor.client.engine.HttpClientEngine
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.runInterruptible
import java.net.InetAddress
import java.net.UnknownHostException

/** Grows on demand and goes away when idle; apart from the threads that the sessions run on. */
private val files: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(16, "confab-files")

internal actual suspend fun <T> blocking(block: () -> T): T =
    runInterruptible(currentCoroutineContext()[FileDispatcher]?.dispatcher ?: files, block)

internal actual suspend fun resolveHost(host: String): List<IpAddress> = blocking {
    try {
        InetAddress.getAllByName(host).map { IpAddress(it.address) }
    } catch (_: UnknownHostException) {
        emptyList()
    }
}

/** An engine of its own for each transfer: CIO takes the name for the certificate from the engine, and transfers are rare. */
internal actual fun transferEngine(serverName: String, settings: NetworkSettings): HttpClientEngine = when (settings.minimumTls) {
    TlsVersion.TLS_1_2 -> cioEngine(settings, serverName)
    TlsVersion.TLS_1_3 -> TunnelledEngine(serverName, settings)
}
