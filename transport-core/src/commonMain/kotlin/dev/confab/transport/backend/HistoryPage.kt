package dev.confab.transport.backend

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Message

/**
 * A piece of a conversation's history.
 *
 * @property messages oldest first; entries that are no messages are left out.
 * @property older where the next older page is, or null when this one holds the start of the conversation.
 */
public class HistoryPage(public val conversation: ConversationId, messages: List<Message>, public val older: Cursor?) {
    public val messages: List<Message> = messages.toList()

    override fun equals(other: Any?): Boolean =
        other is HistoryPage && other.conversation == conversation && other.messages == messages && other.older == older

    override fun hashCode(): Int = conversation.hashCode() * 31 + messages.size

    override fun toString(): String = "HistoryPage($conversation, ${messages.size} messages, older=$older)"
}
