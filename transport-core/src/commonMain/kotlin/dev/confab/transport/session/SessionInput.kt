package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId

/** Everything that can happen to a session. Time, ids and chance arrive inside. */
internal sealed interface SessionInput {
    /** When it happened; null where that does not matter. */
    val now: Now? get() = null

    /** Something that a caller asked for. */
    sealed interface Command : SessionInput {
        val call: CallId
    }

    /**
     * @property freshKey used as the session's key if it has none yet.
     * @property token the key of the session that is wanted, or null for the one that the client has.
     * @property anew asks the service also when the session is open already.
     */
    data class Connect(
        override val call: CallId,
        val freshKey: String,
        val startNew: Boolean,
        override val now: Now,
        val token: String? = null,
        val anew: Boolean = false,
    ) : Command

    /** Begins a new conversation in place of one that can only be read. */
    data class StartNewChat(override val call: CallId, override val now: Now) : Command

    /** Asks the service to take the session over to the guest who has signed in. */
    data class SignIn(override val call: CallId, override val now: Now) : Command

    data class ClearConversation(override val call: CallId, override val now: Now) : Command

    /** Leaves the conversation for good. */
    data class LeaveConversation(override val call: CallId, override val now: Now) : Command

    /** See [ConversationWish]. */
    data class Converse(override val call: CallId, val wish: ConversationWish, override val now: Now) : Command

    /** Reads one page further back. */
    data class NextHistory(override val call: CallId, val conversation: ConversationId, override val now: Now) : Command

    /** @property replace lets go what was set before. */
    data class SetAttributes(override val call: CallId, val values: Map<String, String>, val replace: Boolean) : Command

    /** @property mustFit refuses at once, instead of waiting, when the outbox is full. */
    data class Send(
        override val call: CallId,
        val conversation: ConversationId,
        val messageId: MessageId,
        val draft: Draft,
        val mustFit: Boolean,
        override val now: Now,
    ) : Command

    /**
     * Sends a message again that was given up, or changes one that has not left yet.
     *
     * @property draft what it says from now on; null: what it said.
     */
    data class Retry(override val call: CallId, val messageId: MessageId, val draft: Draft?, override val now: Now) : Command

    /** Lets a message go that was given up or has not left yet. */
    data class Discard(override val call: CallId, val messageId: MessageId, override val now: Now) : Command

    /**
     * A file is to be uploaded and kept in the draft.
     *
     * @property attachment with a cleaned name, its size and its type.
     * @property signature what its first bytes say.
     */
    data class Attach(override val call: CallId, val attachment: Attachment, val signature: FileSignature?, override val now: Now) : Command

    /** @property known refuses a file that is not in the draft; else the service is asked to delete it. */
    data class Detach(override val call: CallId, val id: AttachmentId, val known: Boolean, override val now: Now) : Command

    /** Asks for a fresh address of a file. */
    data class RefreshAttachment(override val call: CallId, val id: AttachmentId, override val now: Now) : Command

    data class EditDraft(override val call: CallId, val conversation: ConversationId, val draft: Draft) : Command

    /** @property typing false: not any more. */
    data class IndicateTyping(
        override val call: CallId,
        val conversation: ConversationId,
        override val now: Now,
        val typing: Boolean = true,
    ) : Command

    data class CheckHealth(override val call: CallId, override val now: Now) : Command

    data class Disconnect(override val call: CallId) : Command

    data class Close(override val call: CallId) : Command

    /** The caller of [call] no longer waits. */
    data class CancelCall(override val call: CallId, override val now: Now) : Command

    /** Something that a link tells; ignored unless [link] is the newest. */
    sealed interface FromLink : SessionInput {
        val link: Int
    }

    data class LinkConnected(override val link: Int) : FromLink

    data class LinkOpened(override val link: Int, val info: SessionInfo, override val now: Now) : FromLink

    /**
     * The link could not be opened, or died.
     *
     * @property roll a random number in [0, 1) for the wait that may follow.
     * @property freshKey a key that was never used, for the case that the one of the session is of no more use.
     */
    data class LinkFailed(
        override val link: Int,
        val failure: TransportFailure,
        val roll: Double,
        override val now: Now,
        val freshKey: String? = null,
    ) : FromLink

    /** The link that we wanted closed is closed. */
    data class LinkClosed(override val link: Int, override val now: Now) : FromLink

    /** @property freshKey as in [LinkFailed]; given with an event that may end the session. */
    data class Received(
        override val link: Int,
        val event: LinkEvent,
        val roll: Double,
        override val now: Now,
        val freshKey: String? = null,
    ) : FromLink

    /** The platform says that there is a network again. */
    data class NetworkAvailable(override val now: Now) : SessionInput

    data class TimerFired(val key: TimerKey, val roll: Double, override val now: Now) : SessionInput

    /** The session's own row is in the store, with [key]. */
    data class SessionSaved(val key: String, override val now: Now, val newChatPosition: Long? = null) : SessionInput

    /** @property draft what the row says: the message may have been changed since. */
    data class OutboxSaved(val messageId: MessageId, val draft: Draft, override val now: Now) : SessionInput

    /**
     * The store failed.
     *
     * @property messageId whose row it was, or null for the session's own.
     * @property ownershipLost another node has taken the session over.
     */
    data class StoreFailed(val messageId: MessageId?, val reason: String, val ownershipLost: Boolean, override val now: Now) : SessionInput
}
