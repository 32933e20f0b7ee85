package dev.confab.transport.backend

import kotlinx.coroutines.flow.Flow

/** One physical life of a session: a reconnect gets a new link. */
public interface Link {
    /** What the service said when it accepted the session. */
    public val info: SessionInfo

    /**
     * Everything that arrives, in order. For one collector. Bounded: when the collector is slow, the transport stops reading.
     *
     * Completes on an orderly close, whose code was the last event ([LinkEvent.Closed]); fails with [TransportException] otherwise.
     */
    public val events: Flow<LinkEvent>

    /**
     * Hands a command to the wire. Suspends for back-pressure only; the outcome arrives as an event.
     *
     * @throws TransportException when the link is dead.
     */
    public suspend fun submit(command: LinkCommand)

    /** Ends the link. Idempotent; nothing is emitted after it returns. */
    public suspend fun close(reason: CloseReason)
}
