package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId

/**
 * A message that is not proved yet.
 *
 * @property position grows with each message of the session: the order of sending.
 * @property wedged why it was given up, or null while it is on its way.
 * @property doubt what is known of a message that left and has no proof, where it is more than that; null for any other.
 * @property failures how often the service had the chance to take it and did not, for a reason that lies with the message.
 */
public class OutboxRecord(
    public val messageId: MessageId,
    public val position: Long,
    public val conversation: ConversationId,
    public val draft: Draft,
    public val wedged: Wedge?,
    public val doubt: Doubt?,
    public val failures: Int,
) {
    /** One that has not failed yet, and of which nothing is known but that it was written. */
    public constructor(messageId: MessageId, position: Long, conversation: ConversationId, draft: Draft, wedged: Wedge?) :
        this(messageId, position, conversation, draft, wedged, doubt = null, failures = 0)

    /** Why a message was given up. */
    public class Wedge(public val code: ErrorCode, public val reason: String) {
        override fun equals(other: Any?): Boolean = other is Wedge && other.code == code && other.reason == reason

        override fun hashCode(): Int = code.hashCode() * 31 + reason.hashCode()

        override fun toString(): String = "Wedge($code)"
    }

    /**
     * What tells later whether a message arrived. For the client only; a store keeps it as it is.
     *
     * @property anchor the service's newest message that was known when it left, or null.
     * @property isFinal its conversation is over: no history will tell any more.
     * @property leftAs the position at which it left, where it has another one since.
     * @property before the service's id of an own message that left later and is proved.
     * @property resend the guest wants it sent again if nobody can tell.
     */
    public class Doubt(
        public val anchor: String?,
        public val isFinal: Boolean,
        public val leftAs: Long?,
        public val before: String?,
        public val resend: Boolean,
    ) {
        override fun equals(other: Any?): Boolean = other is Doubt &&
            other.anchor == anchor &&
            other.isFinal == isFinal &&
            other.leftAs == leftAs &&
            other.before == before &&
            other.resend == resend

        override fun hashCode(): Int = anchor.hashCode() * 31 + before.hashCode()

        override fun toString(): String = "Doubt(anchor=$anchor, isFinal=$isFinal, leftAs=$leftAs, before=$before, resend=$resend)"
    }

    override fun equals(other: Any?): Boolean = other is OutboxRecord &&
        other.messageId == messageId &&
        other.position == position &&
        other.conversation == conversation &&
        other.draft == draft &&
        other.wedged == wedged &&
        other.doubt == doubt &&
        other.failures == failures

    override fun hashCode(): Int = messageId.hashCode()

    /** Without the text, which stays out of logs. */
    override fun toString(): String = "OutboxRecord($messageId, position=$position, wedged=$wedged, doubt=$doubt, failures=$failures)"
}
