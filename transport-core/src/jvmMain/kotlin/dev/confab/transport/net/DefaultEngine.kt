package dev.confab.transport.net

import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.ProxyBuilder
import io.ktor.client.engine.cio.CIO
import io.ktor.http.Url
import io.ktor.network.tls.CipherType
import io.ktor.network.tls.SecretExchangeType

/**
 * CIO: its threads do not grow with the number of sessions, and it reads frames piece by piece. It speaks TLS 1.2 and nothing else, so
 * whoever insists on 1.3 gets the client of the JDK.
 */
internal actual fun defaultEngine(settings: NetworkSettings): HttpClientEngine = when (settings.minimumTls) {
    TlsVersion.TLS_1_2 -> cioEngine(settings)
    TlsVersion.TLS_1_3 -> JdkEngine.create(settings)
}

/** @param serverName whose certificate is expected; null for whoever stands in the request. */
internal fun cioEngine(settings: NetworkSettings, serverName: String? = null): HttpClientEngine = CIO.create {
    // The default would let the 101st request to one host wait until a socket closes; sessions do not close theirs.
    maxConnectionsCount = Int.MAX_VALUE
    endpoint.maxConnectionsPerRoute = Int.MAX_VALUE
    // Sessions retry by their own policy.
    endpoint.connectAttempts = 1
    // The progress of a file is watched instead: a large one over a slow network takes its time.
    requestTimeout = 0
    https.serverName = serverName
    settings.proxy?.let { proxy = ProxyBuilder.http(Url(it)) }
    trustOf(settings)?.let { https.trustManager = it }
    // No version before 1.2 has these, whatever number a server answers with, and a key that is stolen later opens nothing of today.
    https.cipherSuites = https.cipherSuites.filter { it.exchangeType == SecretExchangeType.ECDHE && it.cipherType == CipherType.GCM }
}
