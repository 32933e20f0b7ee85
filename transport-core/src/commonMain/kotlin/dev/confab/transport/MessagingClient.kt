package dev.confab.transport

import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.SessionState
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow

/**
 * One guest session at one service, whichever vendor answers.
 *
 * ```
 * val client = Confab.shared().client(options)
 * client.connect()
 * client.send("Where is my parcel?")   // returns when there is proof that the service has it
 * client.close()                        // the last call
 * ```
 *
 * A lost connection is made again by itself, without end; what was accepted by [send] waits and goes out in order. Every function may be
 * called from any thread and coroutine. Failures are thrown as [dev.confab.transport.model.MessagingException].
 */
public interface MessagingClient {
    /** Where the session stands. The newest value wins: a slow collector may miss states between. */
    public val state: StateFlow<SessionState>

    /** The messages of the session's main conversation, ordered. */
    public val conversation: StateFlow<Conversation>

    /** What the guest has typed and not sent. Cleared when the service proved the message that was made of it. */
    public val draft: StateFlow<Draft>

    /**
     * What happens, in order, from the moment of subscription, with no loss. A collector that stops reading stops, after a bounded
     * number of events, the reading from the service.
     */
    public val events: SharedFlow<MessagingEvent>

    /** Whether something can be done at this back end. */
    public fun capability(capability: Capability): CapabilityStatus

    /**
     * Opens the session and returns its state, [SessionState.Configured] or [SessionState.ReadOnly]. When it is open already, returns
     * at once. Tries a few times before it fails.
     */
    public suspend fun connect(): SessionState

    /**
     * Sends a message and returns it when there is proof that the service has it; that may take as long as the network is away.
     *
     * Cancelling the call stops the waiting; the message is taken back only if it has not left yet. Messages are sent in the order of the
     * calls. When too many are on their way already, the call waits for room.
     */
    public suspend fun send(draft: Draft): Message

    /** [send] with a text and nothing else. */
    public suspend fun send(text: String): Message

    /**
     * [send] that never waits for room: returns null at once when the outbox is full, or too busy at this moment. The result completes as [send] does; should the last
     * place be taken at the same moment, it fails with `OutboxFull`. Cancelling it stops the waiting only.
     */
    public fun trySend(draft: Draft): Deferred<Message>?

    /** Sends a message again that was given up ([MessageStatus.Wedged]); it goes to the end of the line. Returns as [send] does. */
    public suspend fun retry(messageId: MessageId): Message

    /** Changes a message that was given up or has not left yet, and sends it. Fails for one that may have reached the service. */
    public suspend fun edit(messageId: MessageId, draft: Draft): Message

    /** Lets a message go that was given up or has not left yet. Fails for one that may have reached the service. */
    public suspend fun discard(messageId: MessageId)

    /** A hint that the network is back: a client that waits to reconnect does it now. */
    public fun networkAvailable()

    /** Keeps what the guest has typed so far. */
    public suspend fun setDraft(draft: Draft)

    /** Tells the agent that the guest is typing. Call it at each key: it goes out at most once in five seconds. */
    public suspend fun indicateTyping()

    /** Asks the service whether it is there and returns when it answered. Goes out at most once in thirty seconds. */
    public suspend fun healthCheck()

    /** Ends the session politely. Messages that are not proved stay, and go out after the next [connect]. */
    public suspend fun disconnect()

    /**
     * The last call: ends everything within ten seconds. Afterwards no coroutine, socket or callback of this client is left, and callers
     * that still wait have failed. Calling it again does nothing.
     */
    public suspend fun close()
}
