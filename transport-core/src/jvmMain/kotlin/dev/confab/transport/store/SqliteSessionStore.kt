package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.MessageId
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.io.File

/**
 * Keeps sessions, and the records of their guests, in one SQLite file, on the JVM and on Android.
 *
 * A call that returned is on disk: it survives the end of the process at any point, and the loss of power as far as the disk keeps what it
 * said to have written. Every row is one small transaction. Keys, resume state, texts, drafts and custom attributes are sealed by a
 * [TokenCipher]; ids, positions and times stay readable, and are bound to what is sealed. A damaged row is an error when its session is
 * loaded, a damaged file when it is opened. That rows are gone, or that the whole file is an older copy of itself, cannot be noticed.
 *
 * One store at a time may have a file open, in all processes. It uses the files `NAME-wal` and `NAME-lock` beside it.
 *
 * Life: [open], calls, [close]; a call after that throws. Threading: thread-safe; the calls run one after the other on a thread of
 * [Dispatchers.IO] and block no other. A cancelled call may or may not have been carried out, but never in part. Every error is a
 * [StoreException] that names the file and the way out.
 */
public class SqliteSessionStore private constructor(private val rows: SqliteRows, private val file: SqliteFile) :
    SessionStore,
    RecordStore,
    AutoCloseable {
    private val disk = Dispatchers.IO.limitedParallelism(1, "confab-store")

    override suspend fun load(sessionId: String): StoredSession = onDisk { rows.load(sessionId) }

    override suspend fun saveSession(sessionId: String, record: SessionRecord): Unit = onDisk { rows.saveSession(sessionId, record) }

    override suspend fun saveOutbox(sessionId: String, record: OutboxRecord): Unit = onDisk { rows.saveOutbox(sessionId, record) }

    override suspend fun removeOutbox(sessionId: String, messageId: MessageId): Unit = onDisk { rows.removeOutbox(sessionId, messageId) }

    override suspend fun settleOutbox(sessionId: String, messageId: MessageId, cursor: CursorRecord): Unit =
        onDisk { rows.settleOutbox(sessionId, messageId, cursor) }

    override suspend fun saveCursor(sessionId: String, record: CursorRecord): Unit = onDisk { rows.saveCursor(sessionId, record) }

    override suspend fun saveDraft(sessionId: String, record: DraftRecord): Unit = onDisk { rows.saveDraft(sessionId, record) }

    override suspend fun removeDraft(sessionId: String, conversation: ConversationId): Unit =
        onDisk { rows.removeDraft(sessionId, conversation) }

    override suspend fun saveConversation(sessionId: String, record: ConversationRecord): Unit =
        onDisk { rows.saveConversation(sessionId, record) }

    override suspend fun removeConversation(sessionId: String, conversation: ConversationId): Unit =
        onDisk { rows.removeConversation(sessionId, conversation) }

    override suspend fun readRecord(name: String): String? = onDisk { rows.readRecord(name) }

    override suspend fun writeRecord(name: String, text: String): Unit = onDisk { rows.writeRecord(name, text) }

    override suspend fun removeRecord(name: String): Unit = onDisk { rows.removeRecord(name) }

    /** Also overwrites the bytes of what is deleted, in the file and in its log. */
    override suspend fun delete(sessionId: String): Unit = onDisk { rows.delete(sessionId) }

    /** Waits for the call that is running, then frees the file; no thread remains. Idempotent. Touches the disk. */
    override fun close() {
        synchronized(file) { file.close() }
    }

    /** The lock is for [close] alone, which comes from another thread. */
    private suspend fun <T> onDisk(work: () -> T): T = withContext(disk) { synchronized(file) { work() } }

    public companion object {
        /**
         * Opens the store in [file], or makes it, readable for its owner only. The directory must exist. Reads the whole file once to see
         * that it is sound, so call it off the main thread.
         *
         * @param cipher the one that the store was made with. [TokenCipher.none] keeps everything readable in the file.
         * @throws StoreException naming the file: it is in use, of another program, of a newer version, read-only, or cannot be made; a
         * [StoreLostException] when it is damaged or sealed with another key.
         */
        @JvmStatic
        public fun open(file: File, cipher: TokenCipher): SqliteSessionStore = open(file, cipher, SqliteOptions())

        internal fun open(file: File, cipher: TokenCipher, options: SqliteOptions): SqliteSessionStore {
            val path = file.absoluteFile
            val sqlite = SqliteFile.open(path, options)
            try {
                options.schema.migrate(sqlite)
                val rows = SqliteRows(sqlite, RowSeal(cipher, path))
                rows.checkKey()
                return SqliteSessionStore(rows, sqlite)
            } catch (failed: Throwable) {
                sqlite.close()
                throw failed
            }
        }
    }
}
