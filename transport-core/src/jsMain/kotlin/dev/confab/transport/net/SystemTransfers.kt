package dev.confab.transport.net

import io.ktor.client.engine.HttpClientEngine

/** There is no resolver to ask, and no way to say where to connect: transfers to addresses that a server names are not offered here. */
internal actual suspend fun resolveHost(host: String): List<IpAddress> = emptyList()

internal actual fun transferEngine(serverName: String, settings: NetworkSettings): HttpClientEngine = defaultEngine(settings)

/** Nothing blocks in memory, and there is nothing else here. */
internal actual suspend fun <T> blocking(block: () -> T): T = block()
