package dev.confab.transport.net

import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.js.Js

/** The `fetch` and `WebSocket` of the browser or of Node. */
internal actual fun defaultEngine(): HttpClientEngine = Js.create()
