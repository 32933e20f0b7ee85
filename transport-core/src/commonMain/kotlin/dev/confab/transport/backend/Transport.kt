package dev.confab.transport.backend

import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException

/** Speaks one vendor's protocol for one session. Stateless between links: what must be remembered comes back in [OpenRequest]. */
public interface Transport {
    /** The name of the back end, as in `webmessaging`. */
    public val backend: String

    /** What the back end can do, known before connecting. */
    public val capabilities: Capabilities

    /** The key that the options prescribe for a new session, or null: then the client makes one. A secret. */
    public val sessionKey: String?

    /**
     * Connects and returns when the service has accepted the session. The handshake, whatever it takes, is inside.
     *
     * Cancelling the caller frees every resource.
     *
     * @throws TransportException when the service cannot be reached or refuses; its failure says whether to try again.
     */
    public suspend fun open(request: OpenRequest): Link

    /**
     * Fetches a file from the address that the service gave for it, and returns the number of bytes. Needs no link. The sink has been
     * completed or aborted when this returns or throws.
     *
     * @throws dev.confab.transport.model.MessagingException when the address is not allowed, the file is too large, or it did not arrive.
     */
    public suspend fun download(request: DownloadRequest): Long =
        throw MessagingException(ErrorCode.UNSUPPORTED, "The $backend back end has no downloads.")
}
