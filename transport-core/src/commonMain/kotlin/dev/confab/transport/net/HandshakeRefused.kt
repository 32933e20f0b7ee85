package dev.confab.transport.net

/** The service answered a WebSocket handshake with an HTTP status instead of 101. */
internal class HandshakeRefused(val status: Int, val retryAfterMillis: Long?) :
    Exception("The WebSocket handshake was answered with status $status.")
