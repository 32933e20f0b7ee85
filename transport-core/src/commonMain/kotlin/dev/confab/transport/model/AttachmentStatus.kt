package dev.confab.transport.model

/**
 * Where a file stands (protocol notes of Web Messaging §1.7, §4.1). A closed hierarchy that may grow: keep an `else` branch.
 *
 * ```
 * Presigning ─▶ Uploading ─▶ Uploaded ─ send ─▶ Sending ─ proof ─▶ Sent
 *      └────────────┴─▶ Failed    └─ detach ─▶ Detaching ─▶ Detached
 * ```
 */
public sealed class AttachmentStatus {
    /** Accepted by the client; it waits for a connection, for its turn, or for the place to upload to. */
    public data object Presigning : AttachmentStatus()

    /**
     * On its way. When all bytes are sent, the service still looks at them.
     *
     * @property sentBytes grows, and begins anew only when the upload does.
     */
    public class Uploading(public val sentBytes: Long, public val totalBytes: Long) : AttachmentStatus() {
        override fun equals(other: Any?): Boolean = other is Uploading && other.sentBytes == sentBytes && other.totalBytes == totalBytes

        override fun hashCode(): Int = sentBytes.hashCode() * 31 + totalBytes.hashCode()

        override fun toString(): String = "Uploading($sentBytes of $totalBytes bytes)"
    }

    /** The service has it and a message may carry it. */
    public data object Uploaded : AttachmentStatus()

    /**
     * The message [messageId] carries it, and there is no proof yet that the service has that message.
     *
     * @property sentBytes how many of its bytes have left with the message, where a service takes files only so (Avaya AMM notes §B.6.2); grows,
     * and begins anew only when the sending does. 0: none yet, or the service had the file before.
     * @property totalBytes all of them; 0 as long as none has left.
     */
    public class Sending(public val messageId: MessageId, public val sentBytes: Long, public val totalBytes: Long) : AttachmentStatus() {
        /** None of its bytes has left with the message. */
        public constructor(messageId: MessageId) : this(messageId, 0, 0)

        override fun equals(other: Any?): Boolean =
            other is Sending && other.messageId == messageId && other.sentBytes == sentBytes && other.totalBytes == totalBytes

        override fun hashCode(): Int = messageId.hashCode() * 31 + sentBytes.hashCode()

        override fun toString(): String = if (totalBytes ==
            0L
        ) {
            "Sending($messageId)"
        } else {
            "Sending($messageId, $sentBytes of $totalBytes bytes)"
        }
    }

    /** Part of a message that the service has. What arrives is always so. */
    public data object Sent : AttachmentStatus()

    /** The service was asked to delete it. */
    public data object Detaching : AttachmentStatus()

    /** It is gone. */
    public data object Detached : AttachmentStatus()

    /** It cannot be sent: detach it. */
    public class Failed(public val code: ErrorCode, public val message: String) : AttachmentStatus() {
        override fun equals(other: Any?): Boolean = other is Failed && other.code == code && other.message == message

        override fun hashCode(): Int = code.hashCode() * 31 + message.hashCode()

        override fun toString(): String = "Failed($code)"
    }
}
