package dev.confab.transport.backend

import io.ktor.client.HttpClient

/** What a caller says about one service. Each back end has its own kind, and it knows how to make the transport. */
public interface TransportOptions {
    /**
     * @param http shared by all sessions of the process; the transport does not close it.
     */
    public fun createTransport(http: HttpClient): Transport
}
