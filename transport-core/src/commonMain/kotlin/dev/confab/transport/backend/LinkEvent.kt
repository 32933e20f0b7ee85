package dev.confab.transport.backend

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.Offer
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Presence
import dev.confab.transport.model.Reaction

/** What a link tells the session. Decoding never throws: what is not understood is [Unknown]. */
public sealed class LinkEvent {
    /**
     * A message is stored at the service. When [correlation] is the id of an own message, this is its proof.
     */
    public class MessageArrived(public val conversation: ConversationId, public val message: Message, public val correlation: MessageId?) :
        LinkEvent() {
        override fun equals(other: Any?): Boolean =
            other is MessageArrived && other.conversation == conversation && other.message == message && other.correlation == correlation

        override fun hashCode(): Int = message.hashCode()

        override fun toString(): String = "MessageArrived($message, correlation=$correlation)"
    }

    /**
     * The service refused something. When [correlation] is the id of an own message, that message was not stored.
     *
     * @property attempt which attempt of the message was refused, or null where the service does not tell.
     */
    public class Refused(public val correlation: MessageId?, public val attempt: Int?, public val failure: TransportFailure) : LinkEvent() {
        /** Without telling the attempt. */
        public constructor(correlation: MessageId?, failure: TransportFailure) : this(correlation, null, failure)

        override fun equals(other: Any?): Boolean =
            other is Refused && other.correlation == correlation && other.attempt == attempt && other.failure == failure

        override fun hashCode(): Int = failure.hashCode()

        override fun toString(): String = "Refused($failure, correlation=$correlation, attempt=$attempt)"
    }

    /** The service refused [LinkCommand.Configure], [LinkCommand.ClearConversation] or [LinkCommand.LeaveConversation]; everything is as before. */
    public class ChangeRefused(public val failure: TransportFailure) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is ChangeRefused && other.failure == failure

        override fun hashCode(): Int = failure.hashCode()

        override fun toString(): String = "ChangeRefused($failure)"
    }

    /**
     * How far the custom attributes came that went with a greeting ([OpenRequest.customAttributes]).
     *
     * @property failure why they were refused, or null.
     */
    public class AttributesGreeted(attributes: Map<String, String>, public val proved: Boolean, public val failure: TransportFailure?) :
        LinkEvent() {
        public val attributes: Map<String, String> = attributes.toMap()

        override fun equals(other: Any?): Boolean =
            other is AttributesGreeted && other.attributes == attributes && other.proved == proved && other.failure == failure

        override fun hashCode(): Int = attributes.hashCode()

        override fun toString(): String = "AttributesGreeted(${attributes.size}, proved=$proved, $failure)"
    }

    /** Somebody on the service's side types, or stopped. */
    public class Typing(
        public val conversation: ConversationId,
        public val typing: Boolean,
        public val durationMillis: Long,
        public val from: Participant?,
    ) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is Typing &&
            other.conversation == conversation &&
            other.typing == typing &&
            other.durationMillis == durationMillis &&
            other.from == from

        override fun hashCode(): Int = durationMillis.hashCode() * 31 + typing.hashCode()

        override fun toString(): String = "Typing($typing, $durationMillis ms)"
    }

    /** Somebody joined, or something is asked of the guest. */
    public class PresenceChanged(
        public val conversation: ConversationId,
        public val presence: Presence,
        public val direction: Direction,
        public val from: Participant?,
    ) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is PresenceChanged &&
            other.conversation == conversation &&
            other.presence == presence &&
            other.direction == direction &&
            other.from == from

        override fun hashCode(): Int = presence.hashCode() * 31 + direction.hashCode()

        override fun toString(): String = "PresenceChanged($presence, $direction)"
    }

    /** The guest was signed in; names are null where the service does not tell them. */
    public class SignedIn(public val conversation: ConversationId, public val firstName: String?, public val lastName: String?) :
        LinkEvent() {
        override fun equals(other: Any?): Boolean = other is SignedIn &&
            other.conversation == conversation &&
            other.firstName == firstName &&
            other.lastName == lastName

        override fun hashCode(): Int = firstName.hashCode() * 31 + lastName.hashCode()

        /** Names are personal data and stay out of logs. */
        override fun toString(): String = "SignedIn"
    }

    /** An offer to share the screen or a video call, or a change of one. */
    public class Offered(public val conversation: ConversationId, public val offer: Offer, public val from: Participant?) : LinkEvent() {
        override fun equals(other: Any?): Boolean =
            other is Offered && other.conversation == conversation && other.offer == offer && other.from == from

        override fun hashCode(): Int = offer.hashCode()

        override fun toString(): String = "Offered($offer)"
    }

    /** Signs on a message; [messageId] is the service's id of it, or null where it does not tell. */
    public class Reacted(
        public val conversation: ConversationId,
        public val messageId: String?,
        reactions: List<Reaction>,
        public val from: Participant?,
    ) : LinkEvent() {
        public val reactions: List<Reaction> = reactions.toList()

        override fun equals(other: Any?): Boolean = other is Reacted &&
            other.conversation == conversation &&
            other.messageId == messageId &&
            other.reactions == reactions &&
            other.from == from

        override fun hashCode(): Int = messageId.hashCode() * 31 + reactions.hashCode()

        override fun toString(): String = "Reacted($messageId, $reactions)"
    }

    /** What is known of the session changed. */
    public class InfoChanged(public val info: SessionInfo) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is InfoChanged && other.info == info

        override fun hashCode(): Int = info.hashCode()

        override fun toString(): String = "InfoChanged($info)"
    }

    /** The answer to [LinkCommand.CheckHealth]. */
    public class HealthChecked(public val expiry: Expiry?) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is HealthChecked && other.expiry == expiry

        override fun hashCode(): Int = expiry.hashCode()

        override fun toString(): String = "HealthChecked($expiry)"
    }

    /** The answer to [LinkCommand.FetchHistory]. */
    public class HistoryArrived(public val page: HistoryPage) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is HistoryArrived && other.page == page

        override fun hashCode(): Int = page.hashCode()

        override fun toString(): String = "HistoryArrived($page)"
    }

    /** The history could not be fetched. */
    public class HistoryFailed(public val conversation: ConversationId, public val failure: TransportFailure) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is HistoryFailed && other.conversation == conversation && other.failure == failure

        override fun hashCode(): Int = failure.hashCode()

        override fun toString(): String = "HistoryFailed($conversation, $failure)"
    }

    /** So many bytes of an upload have left; grows within one upload. */
    public class UploadProgress(public val id: AttachmentId, public val sentBytes: Long, public val totalBytes: Long) : LinkEvent() {
        override fun equals(other: Any?): Boolean =
            other is UploadProgress && other.id == id && other.sentBytes == sentBytes && other.totalBytes == totalBytes

        override fun hashCode(): Int = id.hashCode() * 31 + sentBytes.hashCode()

        override fun toString(): String = "UploadProgress($id, $sentBytes of $totalBytes)"
    }

    /** The service has taken a file; a message may carry it. */
    public class AttachmentUploaded(public val id: AttachmentId, public val url: String?) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is AttachmentUploaded && other.id == id && other.url == url

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "AttachmentUploaded($id)"
    }

    /** Something that was asked for a file could not be done. */
    public class AttachmentFailed(public val id: AttachmentId, public val task: Task, public val failure: TransportFailure) : LinkEvent() {
        /** What was asked. */
        public enum class Task {
            UPLOAD,
            DELETE,
            REFRESH,
        }

        override fun equals(other: Any?): Boolean =
            other is AttachmentFailed && other.id == id && other.task == task && other.failure == failure

        override fun hashCode(): Int = id.hashCode() * 31 + task.hashCode()

        override fun toString(): String = "AttachmentFailed($id, $task, $failure)"
    }

    /** The answer to [LinkCommand.DeleteAttachment]. */
    public class AttachmentDeleted(public val id: AttachmentId) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is AttachmentDeleted && other.id == id

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "AttachmentDeleted($id)"
    }

    /** The answer to [LinkCommand.RefreshAttachment]: the file with a fresh address. */
    public class AttachmentRefreshed(public val attachment: Attachment) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is AttachmentRefreshed && other.attachment == attachment

        override fun hashCode(): Int = attachment.hashCode()

        override fun toString(): String = "AttachmentRefreshed($attachment)"
    }

    /**
     * Conversations as the service lists them. The first event of each link of a transport with many conversations is a complete list.
     *
     * @property complete whether these are all active ones: a conversation of the session that is missing is gone. Else they are those
     * that changed.
     */
    public class ConversationsListed(items: List<ListedConversation>, public val complete: Boolean) : LinkEvent() {
        public val items: List<ListedConversation> = items.toList()

        override fun equals(other: Any?): Boolean = other is ConversationsListed && other.items == items && other.complete == complete

        override fun hashCode(): Int = items.hashCode() * 31 + complete.hashCode()

        override fun toString(): String = "ConversationsListed(${items.size}, complete=$complete)"
    }

    /**
     * The service has begun a conversation with the first message of the session's conversation [local]; it calls it [service]. Told before
     * the proof of that message.
     */
    public class ConversationOpened(public val local: ConversationId, public val service: ConversationId) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is ConversationOpened && other.local == local && other.service == service

        override fun hashCode(): Int = local.hashCode() * 31 + service.hashCode()

        override fun toString(): String = "ConversationOpened($local is $service)"
    }

    /** A conversation is not the guest's any more. */
    public class ConversationGone(public val conversation: ConversationId, public val reason: ConversationRemoval) : LinkEvent() {
        override fun equals(other: Any?): Boolean =
            other is ConversationGone && other.conversation == conversation && other.reason == reason

        override fun hashCode(): Int = conversation.hashCode() * 31 + reason.hashCode()

        override fun toString(): String = "ConversationGone($conversation, $reason)"
    }

    /** The answer to [LinkCommand.Ask]. */
    public class Answered(public val id: RequestId, public val answer: ConversationAnswer) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is Answered && other.id == id && other.answer == answer

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "Answered($id, $answer)"
    }

    /** A [LinkCommand.Ask] was refused, or could not be carried out. */
    public class AskRefused(public val id: RequestId, public val failure: TransportFailure) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is AskRefused && other.id == id && other.failure == failure

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "AskRefused($id, $failure)"
    }

    /** The conversation has ended: the agent side ended it, or the guest left it. */
    public class ConversationDisconnected(public val conversation: ConversationId, public val readOnly: Boolean) : LinkEvent() {
        override fun equals(other: Any?): Boolean =
            other is ConversationDisconnected && other.conversation == conversation && other.readOnly == readOnly

        override fun hashCode(): Int = conversation.hashCode() * 31 + readOnly.hashCode()

        override fun toString(): String = "ConversationDisconnected(readOnly=$readOnly)"
    }

    /** The service ended the session, or this connection to it; the link is of no more use. */
    public class SessionEnded(public val reason: ClosedReason, public val failure: TransportFailure?) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is SessionEnded && other.reason == reason && other.failure == failure

        override fun hashCode(): Int = reason.hashCode()

        override fun toString(): String = "SessionEnded($reason, $failure)"
    }

    /** The peer closed the link in an orderly way. The last event of a link. */
    public class Closed(public val reason: CloseReason) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is Closed && other.reason == reason

        override fun hashCode(): Int = reason.hashCode()

        override fun toString(): String = "Closed($reason)"
    }

    /** Something that this version does not understand. */
    public class Unknown(public val kind: String, public val json: String) : LinkEvent() {
        override fun equals(other: Any?): Boolean = other is Unknown && other.kind == kind && other.json == json

        override fun hashCode(): Int = kind.hashCode()

        override fun toString(): String = "Unknown($kind)"
    }
}
