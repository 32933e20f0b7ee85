package dev.confab.transport.backend

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId

/** What a session asks of a link. A transport refuses what [Capabilities] deny with [LinkEvent.Refused]. */
public sealed class LinkCommand {
    /**
     * Sends [draft]; its proof carries [messageId] back, whichever attempt it was.
     *
     * @property attempt counts from 1 for each message: a refusal names the attempt that it refuses.
     */
    public class SendMessage(
        public val conversation: ConversationId,
        public val messageId: MessageId,
        public val draft: Draft,
        public val attempt: Int,
    ) : LinkCommand() {
        /** The first attempt. */
        public constructor(conversation: ConversationId, messageId: MessageId, draft: Draft) : this(conversation, messageId, draft, 1)

        override fun equals(other: Any?): Boolean = other is SendMessage &&
            other.conversation == conversation &&
            other.messageId == messageId &&
            other.draft == draft &&
            other.attempt == attempt

        override fun hashCode(): Int = messageId.hashCode() * 31 + attempt

        override fun toString(): String = "SendMessage($messageId, attempt=$attempt)"
    }

    /** Tells that the guest is typing. No answer is expected. */
    public class IndicateTyping(public val conversation: ConversationId) : LinkCommand() {
        override fun equals(other: Any?): Boolean = other is IndicateTyping && other.conversation == conversation

        override fun hashCode(): Int = conversation.hashCode()

        override fun toString(): String = "IndicateTyping($conversation)"
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

    /** Asks whether the service is there; answered by [LinkEvent.HealthChecked]. */
    public data object CheckHealth : LinkCommand()
}
