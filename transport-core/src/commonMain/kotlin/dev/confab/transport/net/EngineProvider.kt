package dev.confab.transport.net

import io.ktor.client.engine.HttpClientEngine

/**
 * Makes the engines of one instance, where those of the library do not fit the platform: on Android, OkHttp.
 *
 * Both methods refuse with an [IllegalArgumentException] what they cannot obey. Called on any thread; they must not block.
 */
public interface EngineProvider {
    /**
     * The engine that all sessions share, closed with the instance. It must bound the frames of a WebSocket (guarantee SEC-5), and send pings
     * and notice when they are not answered (REL-8): neither is set from outside. It need not hold a server back that is faster than its
     * reader: after 256 frames that nobody took, the connection is given up and made again.
     */
    public fun sessions(settings: NetworkSettings): HttpClientEngine

    /**
     * An engine for one transfer, closed after it. It connects to the host that stands in the request, which is an address that was checked,
     * and expects the certificate of [serverName] (guarantee SEC-2). It follows no redirect.
     */
    public fun transfer(serverName: String, settings: NetworkSettings): HttpClientEngine
}
