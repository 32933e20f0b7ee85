package dev.confab.transport.store

import dev.confab.transport.model.MessageId
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Keeps sessions as long as the process lives. */
public class InMemorySessionStore : SessionStore {
    private val mutex = Mutex()
    private val sessions = HashMap<String, Rows>()

    override suspend fun load(sessionId: String): StoredSession = mutex.withLock {
        sessions[sessionId]?.let { rows ->
            StoredSession(rows.record, rows.outbox.values.sortedBy(OutboxRecord::position))
        } ?: StoredSession.EMPTY
    }

    override suspend fun saveSession(sessionId: String, record: SessionRecord): Unit = mutex.withLock { rows(sessionId).record = record }

    override suspend fun saveOutbox(sessionId: String, record: OutboxRecord): Unit =
        mutex.withLock { rows(sessionId).outbox[record.messageId] = record }

    override suspend fun removeOutbox(sessionId: String, messageId: MessageId) {
        mutex.withLock { sessions[sessionId]?.outbox?.remove(messageId) }
    }

    private fun rows(sessionId: String): Rows = sessions.getOrPut(sessionId, ::Rows)

    private class Rows {
        var record: SessionRecord? = null
        val outbox = LinkedHashMap<MessageId, OutboxRecord>()
    }
}
