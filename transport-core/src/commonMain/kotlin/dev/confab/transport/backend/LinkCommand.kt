package dev.confab.transport.backend

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation

/**
 * What a session asks of a link. A transport refuses what [Capabilities] deny with [LinkEvent.Refused].
 *
 * A transport with many conversations is given the service's own ids of them, and gives them back in [LinkEvent]s: how the application
 * names them is the session's matter. The one exception is a conversation that the service does not know yet, in [SendMessage.opening].
 */
public sealed class LinkCommand {
    /**
     * Sends [draft]; its proof carries [messageId] back, whichever attempt it was. One message of a conversation is on its way at a time; of
     * several conversations there may be several.
     *
     * @property attempt counts from 1 for each message: a refusal names the attempt that it refuses.
     * @property opening set for the first message of a conversation that the service does not know yet: with what it is to be begun. Then
     * [conversation] is the session's own name of it, and the link answers with [LinkEvent.ConversationOpened] before the proof.
     */
    public class SendMessage(
        public val conversation: ConversationId,
        public val messageId: MessageId,
        public val draft: Draft,
        public val attempt: Int,
        public val opening: NewConversation?,
    ) : LinkCommand() {
        /** Into a conversation that is there. */
        public constructor(conversation: ConversationId, messageId: MessageId, draft: Draft, attempt: Int) :
            this(conversation, messageId, draft, attempt, null)

        /** The first attempt. */
        public constructor(conversation: ConversationId, messageId: MessageId, draft: Draft) : this(conversation, messageId, draft, 1)

        override fun equals(other: Any?): Boolean = other is SendMessage &&
            other.conversation == conversation &&
            other.messageId == messageId &&
            other.draft == draft &&
            other.attempt == attempt &&
            other.opening == opening

        override fun hashCode(): Int = messageId.hashCode() * 31 + attempt

        override fun toString(): String = "SendMessage($messageId, attempt=$attempt)"
    }

    /**
     * Tells that the guest is typing. No answer is expected.
     *
     * @property typing false: not any more; only asked of a transport with many conversations.
     */
    public class IndicateTyping(public val conversation: ConversationId, public val typing: Boolean) : LinkCommand() {
        /** The guest is typing. */
        public constructor(conversation: ConversationId) : this(conversation, true)

        override fun equals(other: Any?): Boolean = other is IndicateTyping && other.conversation == conversation && other.typing == typing

        override fun hashCode(): Int = conversation.hashCode()

        override fun toString(): String = "IndicateTyping($conversation, $typing)"
    }

    /**
     * Asks for a page of the conversation's history: the newest one, or the one at [older].
     *
     * Answered by [LinkEvent.HistoryArrived] or [LinkEvent.HistoryFailed], and by one of them in any case: the link has the deadline.
     */
    public class FetchHistory(public val conversation: ConversationId, public val older: Cursor?) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is FetchHistory && other.conversation == conversation && other.older == older

        override fun hashCode(): Int = conversation.hashCode() * 31 + older.hashCode()

        override fun toString(): String = "FetchHistory($conversation, $older)"
    }

    /**
     * Asks the service for the session anew; with [startNew], for a new conversation in it, which is greeted with [customAttributes].
     *
     * Answered by [LinkEvent.InfoChanged] or [LinkEvent.ChangeRefused]. A link that can neither go on nor back fails: the session is opened
     * anew then, with the same wish.
     */
    public class Configure(public val startNew: Boolean, customAttributes: Map<String, String>) : LinkCommand() {
        public val customAttributes: Map<String, String> = customAttributes.toMap()

        override fun equals(other: Any?): Boolean =
            other is Configure && other.startNew == startNew && other.customAttributes == customAttributes

        override fun hashCode(): Int = startNew.hashCode()

        override fun toString(): String = "Configure(startNew=$startNew)"
    }

    /** Wipes the conversation. Answered by [LinkEvent.SessionEnded] with `CLEARED`, or by [LinkEvent.ChangeRefused]. */
    public class ClearConversation(public val conversation: ConversationId) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is ClearConversation && other.conversation == conversation

        override fun hashCode(): Int = conversation.hashCode()

        override fun toString(): String = "ClearConversation($conversation)"
    }

    /**
     * Leaves the conversation for good, after what was submitted before. Answered by [LinkEvent.ConversationDisconnected] with `readOnly`, or
     * by [LinkEvent.ChangeRefused].
     */
    public class LeaveConversation(public val conversation: ConversationId) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is LeaveConversation && other.conversation == conversation

        override fun hashCode(): Int = conversation.hashCode()

        override fun toString(): String = "LeaveConversation($conversation)"
    }

    /**
     * Uploads a file: asks for the place, streams the bytes, waits until the service has taken them.
     *
     * Answered by any number of [LinkEvent.UploadProgress], then by [LinkEvent.AttachmentUploaded] or [LinkEvent.AttachmentFailed], and by one
     * of them in any case: the link has the deadline of each step.
     */
    public class UploadAttachment(public val attachment: Attachment, public val source: AttachmentSource) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is UploadAttachment && other.attachment == attachment && other.source === source

        override fun hashCode(): Int = attachment.hashCode()

        override fun toString(): String = "UploadAttachment(${attachment.id})"
    }

    /** Stops the upload of [id], if it runs; no answer to it is expected any more. */
    public class CancelUpload(public val id: AttachmentId) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is CancelUpload && other.id == id

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "CancelUpload($id)"
    }

    /** Deletes a file that no message carries; answered by [LinkEvent.AttachmentDeleted] or [LinkEvent.AttachmentFailed] in any case. */
    public class DeleteAttachment(public val id: AttachmentId) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is DeleteAttachment && other.id == id

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "DeleteAttachment($id)"
    }

    /**
     * Asks for a fresh address of a file, and so whether the service has it; answered by [LinkEvent.AttachmentRefreshed] or
     * [LinkEvent.AttachmentFailed] in any case.
     */
    public class RefreshAttachment(public val id: AttachmentId) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is RefreshAttachment && other.id == id

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "RefreshAttachment($id)"
    }

    /**
     * Asks about conversations, or wants something done to one. Answered by [LinkEvent.Answered] or [LinkEvent.AskRefused], and by one of them
     * in any case: the link has the deadline. Several may be open at a time.
     */
    public class Ask(public val id: RequestId, public val question: ConversationQuestion) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is Ask && other.id == id && other.question == question

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "Ask($id, $question)"
    }

    /**
     * Asks for all active conversations anew. Answered by [LinkEvent.ConversationsListed] with `complete`; a link that cannot list them ends.
     * Only asked of a transport with many conversations, after the listing that each of its links begins with.
     */
    public data object ListConversations : LinkCommand()

    /** Asks whether the service is there; answered by [LinkEvent.HealthChecked]. */
    public data object CheckHealth : LinkCommand()
}
