package dev.confab.transport.store

import androidx.sqlite.SQLiteConnection
import androidx.sqlite.SQLiteStatement
import androidx.sqlite.driver.bundled.BundledSQLiteDriver
import androidx.sqlite.driver.bundled.SQLITE_OPEN_CREATE
import androidx.sqlite.driver.bundled.SQLITE_OPEN_EXRESCODE
import androidx.sqlite.driver.bundled.SQLITE_OPEN_READWRITE
import androidx.sqlite.execSQL
import java.io.File
import java.io.IOException

/**
 * One open database file, owned by one thread at a time. What fails throws a [StoreException] that names the file.
 *
 * A transaction that returned is on disk: write-ahead log, synced with every commit.
 */
internal class SqliteFile private constructor(file: File, private val connection: SQLiteConnection, private val lock: StoreLock) {
    val failures = SqliteFailures(file)
    private var open = true

    fun <T> transaction(work: () -> T): T = guarded {
        connection.execSQL("BEGIN IMMEDIATE")
        try {
            work().also { connection.execSQL("COMMIT") }
        } catch (failed: Throwable) {
            rollBack(failed)
            throw failed
        }
    }

    fun execute(sql: String, vararg values: Any?): Unit = guarded {
        connection.prepare(sql).use {
            it.bind(values)
            it.step()
        }
    }

    fun <T> query(sql: String, vararg values: Any?, row: (SQLiteStatement) -> T): List<T> = guarded {
        connection.prepare(sql).use {
            it.bind(values)
            buildList { while (it.step()) add(row(it)) }
        }
    }

    fun number(sql: String): Int = query(sql) { it.getInt(0) }.first()

    /** Also moves the log into the file. Idempotent. */
    fun close() {
        if (!open) return
        open = false
        try {
            failures.guard { connection.close() }
        } finally {
            lock.close()
        }
    }

    private fun <T> guarded(work: () -> T): T {
        if (!open) throw failures.closed()
        return failures.guard(work)
    }

    private fun rollBack(failed: Throwable) {
        try {
            // SQLite rolls back by itself after some errors.
            if (connection.inTransaction()) connection.execSQL("ROLLBACK")
        } catch (alsoFailed: RuntimeException) {
            failed.addSuppressed(alsoFailed)
        }
    }

    private fun prepare(options: SqliteOptions) {
        // Somebody may be looking at the file with a tool.
        connection.execSQL("PRAGMA busy_timeout = $BUSY_MILLIS")
        connection.execSQL("PRAGMA locking_mode = EXCLUSIVE")
        if (number("PRAGMA application_id") != APPLICATION_ID && !isNew()) throw failures.foreign()
        val journal = query("PRAGMA journal_mode = WAL") { it.getText(0) }.first()
        if (journal != "wal") throw failures.damaged("no write-ahead log, but $journal")
        connection.execSQL("PRAGMA synchronous = ${options.synchronous}")
        // macOS: a plain sync leaves the bytes in the cache of the disk.
        connection.execSQL("PRAGMA fullfsync = ON")
        connection.execSQL("PRAGMA checkpoint_fullfsync = ON")
        connection.execSQL("PRAGMA journal_size_limit = $LOG_BYTES")
        connection.execSQL("PRAGMA foreign_keys = ON")
        // What was deleted leaves no bytes in the file, also where nothing is encrypted.
        connection.execSQL("PRAGMA secure_delete = ON")
        if (options.maxPages > 0) query("PRAGMA max_page_count = ${options.maxPages}") {}
        check()
    }

    private fun isNew(): Boolean = number("PRAGMA application_id") == 0 && number("SELECT count(*) FROM sqlite_schema") == 0

    /**
     * Every row must be found through its index, and every child through its parent: otherwise a damaged id would hide a record, and a
     * session whose record is hidden would be taken for a new one.
     */
    private fun check() {
        val finding = query("PRAGMA integrity_check(1)") { it.getText(0) }.first()
        if (finding != "ok") throw failures.damaged(finding)
        val orphans = query("PRAGMA foreign_key_check") { it.getText(0) }
        if (orphans.isNotEmpty()) throw failures.damaged("a row of ${orphans.first()} without its session")
    }

    companion object {
        /** Says that a database is a store: "Cnfb". */
        const val APPLICATION_ID = 0x436e6662

        private const val BUSY_MILLIS = 1000
        private const val LOG_BYTES = 1 shl 22

        /** @param file absolute. */
        fun open(file: File, options: SqliteOptions): SqliteFile {
            val failures = SqliteFailures(file)
            val lock =
                try {
                    StoreLock.take(file.canonicalFile)
                } catch (failed: IOException) {
                    throw failures.unusable(failed)
                }
            lock ?: throw failures.inUse()
            try {
                makeOwnerOnly(file)
                return connect(file, options, lock)
            } catch (failed: Throwable) {
                lock.close()
                throw when (failed) {
                    is IOException -> failures.unusable(failed)
                    is LinkageError -> failures.noLibrary(failed)
                    else -> failed
                }
            }
        }

        private fun connect(file: File, options: SqliteOptions, lock: StoreLock): SqliteFile {
            val failures = SqliteFailures(file)
            val connection = failures.guard { BundledSQLiteDriver().open(file.path, options.flags) }
            try {
                return SqliteFile(file, connection, lock).also { it.prepare(options) }
            } catch (failed: Throwable) {
                connection.close()
                throw failed
            }
        }

        /** SQLite gives the files beside the store the same rights. Where the file system has none, the directory must do. */
        private fun makeOwnerOnly(file: File) {
            if (!file.createNewFile()) return
            file.setReadable(false, false)
            file.setWritable(false, false)
            file.setReadable(true, true)
            file.setWritable(true, true)
        }

        private fun SQLiteStatement.bind(values: Array<out Any?>) {
            values.forEachIndexed { index, value ->
                when (value) {
                    null -> bindNull(index + 1)
                    is Long -> bindLong(index + 1, value)
                    is String -> bindText(index + 1, value)
                    is ByteArray -> bindBlob(index + 1, value)
                    else -> error("Not a value of a row: ${value::class}")
                }
            }
        }

        private inline fun <T> SqliteFailures.guard(work: () -> T): T = try {
            work()
        } catch (failed: RuntimeException) {
            throw of(failed)
        }
    }
}

/**
 * How a file is opened.
 *
 * @property maxPages the most pages of 4096 bytes that the file may have; 0 for no limit.
 */
internal class SqliteOptions(
    val flags: Int = SQLITE_OPEN_READWRITE or SQLITE_OPEN_CREATE or SQLITE_OPEN_EXRESCODE,
    val synchronous: String = "FULL",
    val maxPages: Int = 0,
    val schema: SqliteSchema = SqliteSchema.CURRENT,
)
