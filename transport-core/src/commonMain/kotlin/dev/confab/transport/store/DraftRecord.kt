package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft

/** What the guest typed into a conversation and did not send. */
public class DraftRecord(public val conversation: ConversationId, public val draft: Draft) {
    override fun equals(other: Any?): Boolean = other is DraftRecord && other.conversation == conversation && other.draft == draft

    override fun hashCode(): Int = conversation.hashCode() * 31 + draft.hashCode()

    override fun toString(): String = "DraftRecord($conversation, $draft)"
}
