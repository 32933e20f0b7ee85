package dev.confab.transport.session

import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver

/**
 * What the guest has read: it shows at once, and is taken back when the service refuses. What the service tells in between, from before it
 * heard of it, does not undo it.
 */
internal class ReadingRules(private val asks: AskRules) {
    fun read(session: Session, call: CallId, wish: ConversationWish.Read): Step {
        val id = wish.conversation
        val conversation = session.conversation(id)
        val fresh = conversation.messages.filter { it.isUnread && (wish.messages == null || it.id in wish.messages) }
        val unread = conversation.unreadCount ?: 0
        if (fresh.isEmpty() && (wish.messages != null || unread == 0)) return session.step(CompleteCall(call, Unit))
        val fallen = if (wish.messages == null) unread else minOf(unread, fresh.size)
        val question = ConversationQuestion.MarkAsRead(id, if (wish.messages == null) null else fresh.mapNotNull(Message::serverId))
        return flagged(session, id, fresh.map(Message::id), isRead = true, fallen)
            .then { asks.ask(it, question, call, Ask.Purpose.Read(fresh.map(Message::id), fallen)) }
    }

    private val Message.isUnread: Boolean get() = direction == Direction.OUTBOUND && serverId != null && isRead != true

    companion object {
        /** Shows messages as read or not, and counts them. */
        fun flagged(session: Session, id: ConversationId, messages: List<MessageId>, isRead: Boolean, count: Int): Step {
            val before = session.conversations[id] ?: return session.step()
            val changed = messages.mapNotNull { before.find(it)?.toBuilder()?.read(isRead)?.build() }
            val unread = before.unreadCount?.let { maxOf(0, if (isRead) it - count else it + count) }
            val after = changed.fold(before) { conversation, message -> conversation.update(message) }
            return session
                .with(after.with(after.facts.copy(unreadCount = unread)))
                .step(changed.map { Deliver(MessagingEvent.MessageUpdated(id, it)) })
        }

        /** The open wishes to mark something of this conversation as read. */
        fun pending(session: Session, id: ConversationId): List<ConversationQuestion.MarkAsRead> =
            session.asks.values.mapNotNull { it.question as? ConversationQuestion.MarkAsRead }.filter { it.conversation == id }
    }
}

/** Whether [message] is among those that the service is being told of. */
internal fun List<ConversationQuestion.MarkAsRead>.holds(message: Message): Boolean =
    message.direction == Direction.OUTBOUND && any { it.messageIds?.contains(message.serverId) ?: true }

/** What the service counts as unread, without what it is being told of. */
internal fun List<ConversationQuestion.MarkAsRead>.without(unread: Int?): Int? = when {
    unread == null -> null
    any { it.messageIds == null } -> 0
    else -> maxOf(0, unread - sumOf { it.messageIds?.size ?: 0 })
}
