package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.MessageId
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Keeps sessions as long as the process lives. */
public class InMemorySessionStore : SessionStore {
    private val mutex = Mutex()
    private val sessions = HashMap<String, Rows>()

    override suspend fun load(sessionId: String): StoredSession = mutex.withLock { sessions[sessionId]?.stored() ?: StoredSession.EMPTY }

    override suspend fun saveSession(sessionId: String, record: SessionRecord): Unit = change(sessionId) { session = record }

    override suspend fun saveOutbox(sessionId: String, record: OutboxRecord): Unit = change(sessionId) { outbox[record.messageId] = record }

    override suspend fun removeOutbox(sessionId: String, messageId: MessageId): Unit = change(sessionId) { outbox.remove(messageId) }

    override suspend fun settleOutbox(sessionId: String, messageId: MessageId, cursor: CursorRecord): Unit = change(sessionId) {
        outbox.remove(messageId)
        cursors[cursor.conversation] = cursor
    }

    override suspend fun saveCursor(sessionId: String, record: CursorRecord): Unit =
        change(sessionId) { cursors[record.conversation] = record }

    override suspend fun saveDraft(sessionId: String, record: DraftRecord): Unit =
        change(sessionId) { drafts[record.conversation] = record }

    override suspend fun removeDraft(sessionId: String, conversation: ConversationId): Unit =
        change(sessionId) { drafts.remove(conversation) }

    override suspend fun saveConversation(sessionId: String, record: ConversationRecord): Unit =
        change(sessionId) { conversations[record.id] = record }

    override suspend fun removeConversation(sessionId: String, conversation: ConversationId): Unit = change(sessionId) {
        conversations.remove(conversation)
        cursors.remove(conversation)
        drafts.remove(conversation)
    }

    override suspend fun delete(sessionId: String) {
        mutex.withLock { sessions.remove(sessionId) }
    }

    private suspend fun change(sessionId: String, write: Rows.() -> Unit) {
        mutex.withLock { sessions.getOrPut(sessionId, ::Rows).write() }
    }

    private class Rows {
        var session: SessionRecord? = null
        val outbox = HashMap<MessageId, OutboxRecord>()
        val cursors = HashMap<ConversationId, CursorRecord>()
        val drafts = HashMap<ConversationId, DraftRecord>()
        val conversations = LinkedHashMap<ConversationId, ConversationRecord>()

        fun stored() = StoredSession(
            session,
            outbox.values.sortedBy(OutboxRecord::position),
            cursors.values.toList(),
            drafts.values.toList(),
            conversations.values.toList(),
        )
    }
}
