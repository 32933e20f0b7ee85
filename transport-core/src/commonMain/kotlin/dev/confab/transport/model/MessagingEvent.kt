package dev.confab.transport.model

/** What happens in a session, in order. A closed hierarchy that may grow: keep an `else` branch. */
public sealed class MessagingEvent {
    /** A message entered the conversation: an own one that was just accepted, or one that arrived. */
    public class MessageInserted(public val conversation: ConversationId, public val message: Message) : MessagingEvent() {
        override fun toString(): String = "MessageInserted($message)"
    }

    /** A message that the conversation already held changed, as when its proof arrived. */
    public class MessageUpdated(public val conversation: ConversationId, public val message: Message) : MessagingEvent() {
        override fun toString(): String = "MessageUpdated($message)"
    }

    /**
     * An agent or bot began or stopped typing.
     *
     * @property durationMillis how long to show it when nothing more is heard; 0 when [typing] is false.
     */
    public class Typing(
        public val conversation: ConversationId,
        public val typing: Boolean,
        public val durationMillis: Long,
        public val from: Participant?,
    ) : MessagingEvent() {
        override fun toString(): String = "Typing($typing, $durationMillis ms)"
    }

    /**
     * Somebody joined, or the other side wants the guest to sign in, or gave that up.
     *
     * @property direction whose doing it is: the guest's own side, also on another device, or the service's.
     */
    public class PresenceChanged(
        public val conversation: ConversationId,
        public val presence: Presence,
        public val direction: Direction,
        public val from: Participant?,
    ) : MessagingEvent() {
        override fun toString(): String = "PresenceChanged($presence, $direction)"
    }

    /** The service knows the guest by name now. Names are null where it does not tell them. */
    public class SignedIn(public val conversation: ConversationId, public val firstName: String?, public val lastName: String?) :
        MessagingEvent() {
        override fun toString(): String = "SignedIn"
    }

    /** The other side offers to share the screen or a video call, or an offer changed. */
    public class Offered(public val conversation: ConversationId, public val offer: Offer, public val from: Participant?) :
        MessagingEvent() {
        override fun toString(): String = "Offered($offer)"
    }

    /** Somebody put signs on a message. [messageId] is the service's id of that message, or null where it does not tell. */
    public class Reacted(
        public val conversation: ConversationId,
        public val messageId: String?,
        public val reactions: List<Reaction>,
        public val from: Participant?,
    ) : MessagingEvent() {
        override fun toString(): String = "Reacted($messageId, $reactions)"
    }

    /** The connection was lost and is back. Told exactly once for each time, after what was missed is in the conversation. */
    public class Resumed(public val outcome: ResumeOutcome) : MessagingEvent() {
        override fun toString(): String = "Resumed($outcome)"
    }

    /**
     * Nobody can tell whether the service has this message, and the policy says to ask: send it again with `retry`, which may double it,
     * or let it go with `discard`.
     */
    public class SendUncertain(public val conversation: ConversationId, public val message: Message) : MessagingEvent() {
        override fun toString(): String = "SendUncertain($message)"
    }

    /** An own file came, went, or stands elsewhere than before. Not told for each piece of an upload: see the draft for that. */
    public class AttachmentUpdated(public val attachment: Attachment) : MessagingEvent() {
        override fun toString(): String = "AttachmentUpdated($attachment)"
    }

    /** The service answered a health check. */
    public data object HealthChecked : MessagingEvent()

    /** The guest entered a new conversation: from here on a bot may greet. */
    public data object ConversationAutostart : MessagingEvent()

    /** The agent side ended the conversation. With [readOnly], nothing more can be sent into it. */
    public class ConversationDisconnected(public val conversation: ConversationId, public val readOnly: Boolean) : MessagingEvent() {
        override fun toString(): String = "ConversationDisconnected(readOnly=$readOnly)"
    }

    /** The service ended this connection; the state says what follows. */
    public class ConnectionClosed(public val reason: ClosedReason) : MessagingEvent() {
        override fun toString(): String = "ConnectionClosed($reason)"
    }

    /** The conversation was wiped at the service and here, on the wish of the guest on this device or on another one. */
    public data object ConversationCleared : MessagingEvent()

    /** The guest logged out, on this device or another one; the next connect begins as a fresh guest. */
    public data object Logout : MessagingEvent()

    /** The service wants to know (again) who the guest is; the connection is closed. */
    public data object AuthorizationRequired : MessagingEvent()

    /** Signing in ended a session that the same guest had on another device. */
    public data object ExistingAuthSessionCleared : MessagingEvent()

    /** How long the session lives after the last message; told when it is known and when it changes. */
    public class SessionDuration(public val durationSeconds: Long) : MessagingEvent() {
        override fun toString(): String = "SessionDuration($durationSeconds s)"
    }

    /** The session ends soon if nothing is said. */
    public class SessionExpirationNotice(public val expiresInSeconds: Long) : MessagingEvent() {
        override fun toString(): String = "SessionExpirationNotice($expiresInSeconds s)"
    }

    /** What the last [SessionExpirationNotice] said no longer holds: the session lives on, or it is over. */
    public data object SessionExpirationNoticeRemoved : MessagingEvent()

    /** An older piece of the conversation was read and is in the conversation now. */
    public class HistoryFetched(public val conversation: ConversationId, public val history: FetchedHistory) : MessagingEvent() {
        /** Of the main conversation. */
        public constructor(history: FetchedHistory) : this(ConversationId.MAIN, history)

        override fun toString(): String = "HistoryFetched($history)"
    }

    /**
     * There is one conversation more: it was made here, somebody invited the guest, or the service told of it for the first time. Its
     * messages are in [conversation]; they are not told one by one.
     */
    public class ConversationAdded(public val conversation: Conversation) : MessagingEvent() {
        override fun toString(): String = "ConversationAdded($conversation)"
    }

    /** Something of a conversation changed, other than its messages: status, subject, participants, counts, who is composing. */
    public class ConversationUpdated(public val conversation: Conversation) : MessagingEvent() {
        override fun toString(): String = "ConversationUpdated($conversation)"
    }

    /** A conversation is not among those of the session any more. Own messages in it that are not proved were given up before this is told. */
    public class ConversationRemoved(public val conversation: ConversationId, public val reason: ConversationRemoval) : MessagingEvent() {
        override fun toString(): String = "ConversationRemoved($conversation, $reason)"
    }

    /** Something went wrong that no waiting call can be told. */
    public class Error(public val code: ErrorCode, public val message: String) : MessagingEvent() {
        override fun toString(): String = "Error($code, $message)"
    }

    /**
     * The service sent something that this version does not understand.
     *
     * @property kind the service's name for it.
     * @property json its raw JSON, or an excerpt where it was no JSON.
     */
    public class Unknown(public val kind: String, public val json: String) : MessagingEvent() {
        override fun toString(): String = "Unknown($kind)"
    }
}
