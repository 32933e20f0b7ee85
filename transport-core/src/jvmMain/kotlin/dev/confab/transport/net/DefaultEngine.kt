package dev.confab.transport.net

import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.cio.CIO

/** CIO: its threads do not grow with the number of sessions. */
internal actual fun defaultEngine(): HttpClientEngine = CIO.create {
    // The default would let the 101st request to one host wait until a socket closes; sessions do not close theirs.
    maxConnectionsCount = Int.MAX_VALUE
    endpoint.maxConnectionsPerRoute = Int.MAX_VALUE
    // Sessions retry by their own policy.
    endpoint.connectAttempts = 1
    requestTimeout = 0
}
