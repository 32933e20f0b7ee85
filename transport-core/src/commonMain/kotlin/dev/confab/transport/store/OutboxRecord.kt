package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId

/**
 * A message that is not proved yet.
 *
 * @property position grows with each message of the session: the order of sending.
 */
public class OutboxRecord(
    public val messageId: MessageId,
    public val position: Long,
    public val conversation: ConversationId,
    public val draft: Draft,
) {
    override fun equals(other: Any?): Boolean = other is OutboxRecord &&
        other.messageId == messageId &&
        other.position == position &&
        other.conversation == conversation &&
        other.draft == draft

    override fun hashCode(): Int = messageId.hashCode()

    override fun toString(): String = "OutboxRecord($messageId, $position)"
}
