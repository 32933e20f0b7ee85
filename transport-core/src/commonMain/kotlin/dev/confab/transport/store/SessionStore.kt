package dev.confab.transport.store

import dev.confab.transport.model.MessageId

/**
 * Where a session keeps what must not be lost, in rows.
 *
 * A client calls it from one coroutine at a time, in order, and continues only when a call has returned: what must be on disk before it
 * is on the wire, is. Every function returns when the change is as durable as the store can make it, and throws when it is not.
 * A store may serve many sessions; it is thread-safe between them.
 */
public interface SessionStore {
    /** Everything stored under [sessionId]; [StoredSession.EMPTY] for an unknown one. */
    public suspend fun load(sessionId: String): StoredSession

    /** Writes or replaces the session's own row. */
    public suspend fun saveSession(sessionId: String, record: SessionRecord)

    /** Writes or replaces one row of the outbox. */
    public suspend fun saveOutbox(sessionId: String, record: OutboxRecord)

    /** Removes one row of the outbox; without effect when it is not there. */
    public suspend fun removeOutbox(sessionId: String, messageId: MessageId)
}
