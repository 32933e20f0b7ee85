package dev.confab.transport.net

import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.js.Js

/** The `fetch` and `WebSocket` of the browser or of Node, whose own encryption and proxy cannot be told anything. */
internal actual fun defaultEngine(settings: NetworkSettings): HttpClientEngine {
    val plain = settings.minimumTls == TlsVersion.TLS_1_2 && settings.proxy == null && settings.pins.isEmpty() && settings.trusted.isEmpty()
    require(plain) { "Here the platform decides on TLS versions, proxies, pins and trust: leave them at their defaults." }
    return Js.create()
}
