package dev.confab.transport.store

import androidx.sqlite.SQLiteStatement
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.MessageId
import kotlinx.serialization.KSerializer

/** The rows of a store in its tables. */
internal class SqliteRows(private val file: SqliteFile, private val seal: RowSeal) {
    /**
     * Throws when the store was made with another key. Then it is sealed anew: so the record follows a change of the primary key, and a
     * file that cannot be written is noticed now.
     */
    fun checkKey() {
        val row = RowName("store", null, null)
        val stored = file.query("SELECT sealed FROM store") { it.getBlob(0) }.firstOrNull()
        if (stored != null && !seal.openOrNull(row, stored).contentEquals(KEY_CHECK)) throw file.failures.wrongKey()
        file.execute("INSERT OR REPLACE INTO store (id, sealed) VALUES (1, ?)", seal.seal(row, KEY_CHECK))
    }

    fun load(sessionId: String): StoredSession {
        val record = file.query("SELECT sealed FROM session WHERE session_id = ?", sessionId) { sessionOf(sessionId, it) }
        if (record.isEmpty()) return StoredSession.EMPTY
        return StoredSession(
            record.first(),
            file.query("SELECT $OUTBOX_COLUMNS FROM outbox WHERE session_id = ? ORDER BY position", sessionId) { outboxOf(sessionId, it) },
            file.query("SELECT $CURSOR_COLUMNS FROM cursor WHERE session_id = ?", sessionId) { cursorOf(sessionId, it) },
            file.query("SELECT $DRAFT_COLUMNS FROM draft WHERE session_id = ?", sessionId) { draftOf(sessionId, it) },
            file.query("SELECT $CONVERSATION_COLUMNS FROM conversation WHERE session_id = ? ORDER BY rowid", sessionId) {
                conversationOf(sessionId, it)
            },
        )
    }

    fun saveSession(sessionId: String, record: SessionRecord) {
        // Not REPLACE: that deletes the old row first, and with it all rows of the session.
        file.execute(
            "INSERT INTO session (session_id, sealed) VALUES (?, ?) ON CONFLICT (session_id) DO UPDATE SET sealed = excluded.sealed",
            sessionId,
            sealed(
                sessionRow(sessionId),
                SealedSession.serializer(),
                SealedSession(record),
            ),
        )
    }

    fun saveOutbox(sessionId: String, record: OutboxRecord) {
        val row = outboxRow(sessionId, record.messageId, record.position, record.conversation)
        saveRow(
            sessionId,
            "INSERT OR REPLACE INTO outbox (session_id, $OUTBOX_COLUMNS) VALUES (?, ?, ?, ?, ?)",
            record.messageId.value,
            record.position,
            record.conversation.value,
            sealed(row, SealedMessage.serializer(), SealedMessage(record)),
        )
    }

    fun removeOutbox(sessionId: String, messageId: MessageId) {
        file.execute("DELETE FROM outbox WHERE session_id = ? AND message_id = ?", sessionId, messageId.value)
    }

    fun settleOutbox(sessionId: String, messageId: MessageId, cursor: CursorRecord) {
        file.transaction {
            removeOutbox(sessionId, messageId)
            ensure(sessionId)
            writeCursor(sessionId, cursor)
        }
    }

    fun saveCursor(sessionId: String, record: CursorRecord) {
        file.transaction {
            ensure(sessionId)
            writeCursor(sessionId, record)
        }
    }

    private fun writeCursor(sessionId: String, record: CursorRecord) {
        file.execute(
            "INSERT OR REPLACE INTO cursor (session_id, $CURSOR_COLUMNS) VALUES (?, ?, ?, ?, ?)",
            sessionId,
            record.conversation.value,
            record.serverId,
            record.timeMillis,
            seal.seal(cursorRow(sessionId, record), NOTHING),
        )
    }

    fun saveDraft(sessionId: String, record: DraftRecord) {
        saveRow(
            sessionId,
            "INSERT OR REPLACE INTO draft (session_id, $DRAFT_COLUMNS) VALUES (?, ?, ?)",
            record.conversation.value,
            sealed(draftRow(sessionId, record.conversation), SealedDraft.serializer(), SealedDraft(record.draft)),
        )
    }

    fun removeDraft(sessionId: String, conversation: ConversationId) {
        file.execute("DELETE FROM draft WHERE session_id = ? AND conversation = ?", sessionId, conversation.value)
    }

    fun saveConversation(sessionId: String, record: ConversationRecord) {
        val sealed = sealed(conversationRow(sessionId, record.id), SealedConversation.serializer(), SealedConversation(record))
        // Not REPLACE: the row keeps its place, in which the conversations come back.
        saveRow(
            sessionId,
            "INSERT INTO conversation (session_id, $CONVERSATION_COLUMNS) VALUES (?, ?, ?) " +
                "ON CONFLICT (session_id, conversation) DO UPDATE SET sealed = excluded.sealed",
            record.id.value,
            sealed,
        )
    }

    fun removeConversation(sessionId: String, conversation: ConversationId) {
        file.transaction {
            listOf("conversation", "cursor", "draft").forEach {
                file.execute("DELETE FROM $it WHERE session_id = ? AND conversation = ?", sessionId, conversation.value)
            }
        }
    }

    fun delete(sessionId: String) {
        file.execute("DELETE FROM session WHERE session_id = ?", sessionId)
        // The log still holds what was deleted.
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    fun readRecord(name: String): String? = file.query("SELECT sealed FROM record WHERE name = ?", name) {
        seal.open(recordRow(name), it.getBlob(0)).decodeToString()
    }.firstOrNull()

    fun writeRecord(name: String, text: String) {
        file.execute(
            "INSERT OR REPLACE INTO record (name, sealed) VALUES (?, ?)",
            name,
            seal.seal(recordRow(name), text.encodeToByteArray()),
        )
    }

    fun removeRecord(name: String) {
        file.execute("DELETE FROM record WHERE name = ?", name)
    }

    private fun saveRow(sessionId: String, sql: String, vararg columns: Any?) {
        file.transaction {
            ensure(sessionId)
            file.execute(sql, sessionId, *columns)
        }
    }

    private fun ensure(sessionId: String) {
        if (file.query("SELECT 1 FROM session WHERE session_id = ?", sessionId) {}.isEmpty()) begin(sessionId)
    }

    /** Sealed like any other: that a session has no key yet must not be something that damage can say. */
    private fun begin(sessionId: String) {
        val sealed = sealed(sessionRow(sessionId), SealedSession.serializer(), SealedSession.NEVER_CONNECTED)
        file.execute("INSERT INTO session (session_id, sealed) VALUES (?, ?)", sessionId, sealed)
    }

    private fun sessionOf(sessionId: String, found: SQLiteStatement): SessionRecord? {
        val session = opened(sessionRow(sessionId), SealedSession.serializer(), found.getBlob(0))
        return session.record()
    }

    private fun outboxOf(sessionId: String, found: SQLiteStatement): OutboxRecord {
        val messageId = MessageId(found.getText(0))
        val position = found.getLong(1)
        val conversation = ConversationId(found.getText(2))
        val message = opened(outboxRow(sessionId, messageId, position, conversation), SealedMessage.serializer(), found.getBlob(3))
        return OutboxRecord(
            messageId,
            position,
            conversation,
            message.draft.draft(),
            message.wedge?.wedge(),
            message.doubt?.doubt(),
            message.failures,
        )
    }

    private fun cursorOf(sessionId: String, found: SQLiteStatement): CursorRecord {
        val record = CursorRecord(ConversationId(found.getText(0)), found.getText(1), if (found.isNull(2)) null else found.getLong(2))
        val row = cursorRow(sessionId, record)
        if (!seal.open(row, found.getBlob(3)).contentEquals(NOTHING)) throw seal.damaged(row)
        return record
    }

    private fun draftOf(sessionId: String, found: SQLiteStatement): DraftRecord {
        val conversation = ConversationId(found.getText(0))
        return DraftRecord(conversation, opened(draftRow(sessionId, conversation), SealedDraft.serializer(), found.getBlob(1)).draft())
    }

    private fun conversationOf(sessionId: String, found: SQLiteStatement): ConversationRecord {
        val id = ConversationId(found.getText(0))
        return opened(conversationRow(sessionId, id), SealedConversation.serializer(), found.getBlob(1)).record(id)
    }

    private fun <T> sealed(row: RowName, serializer: KSerializer<T>, value: T): ByteArray =
        seal.seal(row, SealedTexts.encode(serializer, value))

    private fun <T : Any> opened(row: RowName, serializer: KSerializer<T>, sealed: ByteArray): T =
        SealedTexts.decode(serializer, seal.open(row, sealed)) ?: throw seal.damaged(row)

    private companion object {
        const val OUTBOX_COLUMNS = "message_id, position, conversation, sealed"
        const val CURSOR_COLUMNS = "conversation, server_id, time_millis, sealed"
        const val DRAFT_COLUMNS = "conversation, sealed"
        const val CONVERSATION_COLUMNS = "conversation, sealed"

        val KEY_CHECK = "confab store".toByteArray()
        val NOTHING = ByteArray(0)

        fun recordRow(name: String) = RowName("record", null, name)

        fun sessionRow(sessionId: String) = RowName("session", sessionId, null)

        fun outboxRow(sessionId: String, messageId: MessageId, position: Long, conversation: ConversationId) =
            RowName("outbox", sessionId, messageId.value, position, conversation.value)

        fun cursorRow(sessionId: String, record: CursorRecord) =
            RowName("cursor", sessionId, record.conversation.value, record.serverId, record.timeMillis)

        fun conversationRow(sessionId: String, conversation: ConversationId) = RowName("conversation", sessionId, conversation.value)

        fun draftRow(sessionId: String, conversation: ConversationId) = RowName("draft", sessionId, conversation.value)
    }
}
