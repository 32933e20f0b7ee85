package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.MessageId

/**
 * Where a session keeps what must not be lost, in rows.
 *
 * A client calls it from one coroutine at a time, in order, and continues only when a call has returned: what must be on disk before it
 * is on the wire, is. Every function returns when the change is as durable as the store can make it, and throws when it is not:
 * [StoreException] for a reason that a person can mend, [OwnershipLostException] when another node has taken the session over.
 * Writing the same row twice replaces it. A store may serve many sessions; it is thread-safe between them.
 */
public interface SessionStore {
    /**
     * Everything stored under [sessionId]; [StoredSession.EMPTY] for an unknown one.
     *
     * @throws StoreException also for a damaged record, which it names: a damaged session is never taken for a new one.
     */
    public suspend fun load(sessionId: String): StoredSession

    public suspend fun saveSession(sessionId: String, record: SessionRecord)

    public suspend fun saveOutbox(sessionId: String, record: OutboxRecord)

    /** Without effect when the row is not there. */
    public suspend fun removeOutbox(sessionId: String, messageId: MessageId)

    /**
     * Removes the row of a message that was proved and saves the cursor of its proof, both or neither: a row that is gone before the cursor
     * stands would let the next message with the same text be taken for the proved one after a crash.
     */
    public suspend fun settleOutbox(sessionId: String, messageId: MessageId, cursor: CursorRecord)

    public suspend fun saveCursor(sessionId: String, record: CursorRecord)

    public suspend fun saveDraft(sessionId: String, record: DraftRecord)

    /** Without effect when the row is not there. */
    public suspend fun removeDraft(sessionId: String, conversation: ConversationId)

    public suspend fun saveConversation(sessionId: String, record: ConversationRecord)

    /** Forgets a conversation, its cursor and its draft, all or nothing; not its messages. Without effect when nothing is there. */
    public suspend fun removeConversation(sessionId: String, conversation: ConversationId)

    /** Forgets everything under [sessionId]. */
    public suspend fun delete(sessionId: String)
}
