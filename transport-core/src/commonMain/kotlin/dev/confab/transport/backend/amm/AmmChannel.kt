package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode

/**
 * The way on which the service hints at changes and both sides tell who types (protocol notes §B.8). Life: [receive] until it throws, [send]
 * meanwhile, [close] at any time.
 */
internal interface AmmChannel {
    val kind: Kind

    /**
     * The next frame, or null when nothing came for [millis]; signs of life without content are passed over, and count.
     *
     * @param alive is called for each of those.
     * @throws TransportException when the channel is gone.
     */
    suspend fun receive(millis: Long, alive: () -> Unit = {}): AmmFrame?

    /** @throws TransportException when the channel is gone, or the service refused. */
    suspend fun send(command: String)

    suspend fun close()

    /** Lets it go without a word and without waiting; also where the caller is being cancelled. */
    fun abandon()

    enum class Kind { WEB_SOCKET, EVENT_STREAM }

    companion object {
        fun lost(what: String) = TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The notification channel $what."))
    }
}
