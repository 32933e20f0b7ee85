package dev.confab.transport.backend

import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.NewConversation
import kotlinx.coroutines.flow.StateFlow

/**
 * Speaks one vendor's protocol for one session. Stateless between links: what must be remembered comes back in [OpenRequest].
 *
 * One that allows [dev.confab.transport.model.Capability.CREATE_CONVERSATION] has many conversations: each of its links begins with a complete
 * [LinkEvent.ConversationsListed], and takes [LinkCommand.Ask] and [LinkCommand.ListConversations]. Any other has exactly one,
 * [dev.confab.transport.model.ConversationId.MAIN].
 */
public interface Transport {
    /** The name of the back end, as in `webmessaging`. */
    public val backend: String

    /** What the back end can do, known before connecting. */
    public val capabilities: Capabilities

    /** What the service told of itself when a link was opened last; null before, and where a back end tells nothing. */
    public val features: StateFlow<ServiceFeatures?> get() = NO_FEATURES

    /** The key that the options prescribe for a new session, or null: then the client makes one. A secret. */
    public val sessionKey: String?

    /**
     * For a transport with many conversations: what the one is begun with that the application can use without naming it. It becomes
     * [dev.confab.transport.model.ConversationId.MAIN], and begins with its first message. Null: every conversation is named.
     */
    public val mainConversation: NewConversation? get() = null

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
