package dev.confab.transport.backend

/**
 * One physical connection that carries text frames, for a face that speaks the frames of a service itself. An application that wants a
 * session with its guarantees takes a `MessagingClient` instead.
 *
 * Life: [receive] until it returns null, [send] meanwhile, [close] at any time. [receive] has one caller; the others may have many.
 */
public interface FrameSocket {
    /** Why the connection ended, once [receive] has returned null; null when it was cut without a close frame (RFC 6455 §7.1.5). */
    public val closeReason: CloseReason?

    /**
     * Suspends until the next text frame is there and returns it; null when there will be none any more.
     *
     * @throws TransportException when what arrived cannot be read; the connection is over then.
     */
    public suspend fun receive(): String?

    /**
     * Hands a frame to the network; suspends while too many are on their way. Frames leave in the order of the calls.
     *
     * @throws TransportException when the connection is gone.
     */
    public suspend fun send(frame: String)

    /** Ends the connection politely, and in any case within a few seconds. May be called again. */
    public suspend fun close(reason: CloseReason)
}
