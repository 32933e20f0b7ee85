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
 */
public class OutboxRecord(
    public val messageId: MessageId,
    public val position: Long,
    public val conversation: ConversationId,
    public val draft: Draft,
    public val wedged: Wedge?,
) {
    /** Why a message was given up. */
    public class Wedge(public val code: ErrorCode, public val reason: String) {
        override fun equals(other: Any?): Boolean = other is Wedge && other.code == code && other.reason == reason

        override fun hashCode(): Int = code.hashCode() * 31 + reason.hashCode()

        override fun toString(): String = "Wedge($code)"
    }

    override fun equals(other: Any?): Boolean = other is OutboxRecord &&
        other.messageId == messageId &&
        other.position == position &&
        other.conversation == conversation &&
        other.draft == draft &&
        other.wedged == wedged

    override fun hashCode(): Int = messageId.hashCode()

    /** Without the text, which stays out of logs. */
    override fun toString(): String = "OutboxRecord($messageId, position=$position, wedged=$wedged)"
}
