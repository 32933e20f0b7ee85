package dev.confab.transport.model

/**
 * What one step back in a conversation brought.
 *
 * @property messages oldest first; without those that were in the conversation already.
 * @property startOfConversation whether there is nothing older.
 */
public class FetchedHistory(messages: List<Message>, public val startOfConversation: Boolean) {
    public val messages: List<Message> = messages.toList()

    override fun equals(other: Any?): Boolean =
        other is FetchedHistory && other.messages == messages && other.startOfConversation == startOfConversation

    override fun hashCode(): Int = messages.hashCode() * 31 + startOfConversation.hashCode()

    override fun toString(): String = "FetchedHistory(${messages.size} messages, startOfConversation=$startOfConversation)"
}
