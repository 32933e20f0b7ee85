package dev.confab.transport.backend

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId

/** What a session asks of a link. A transport refuses what [Capabilities] deny with [LinkEvent.Refused]. */
public sealed class LinkCommand {
    /** Sends [draft]; its proof carries [messageId] back. */
    public class SendMessage(public val conversation: ConversationId, public val messageId: MessageId, public val draft: Draft) :
        LinkCommand() {
        override fun equals(other: Any?): Boolean =
            other is SendMessage && other.conversation == conversation && other.messageId == messageId && other.draft == draft

        override fun hashCode(): Int = messageId.hashCode()

        override fun toString(): String = "SendMessage($messageId)"
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

    /** Asks whether the service is there; answered by [LinkEvent.HealthChecked]. */
    public data object CheckHealth : LinkCommand()
}
