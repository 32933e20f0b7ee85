package dev.confab.transport.store

import java.io.ByteArrayOutputStream
import java.io.DataOutputStream
import java.io.File

/**
 * A row, as its seal knows it.
 *
 * @property kind the table.
 * @property sessionId null for the row about the store itself, and for what belongs to no session.
 * @property key which row of the session; null where a session has but one.
 * @property clear the columns that stay readable. They are bound to the sealed ones: changing one of them breaks the seal.
 */
internal class RowName(val kind: String, val sessionId: String?, val key: String?, private vararg val clear: Any?) {
    /** Every field with its type and length, so that no two rows have the same bytes. */
    fun associatedData(): ByteArray {
        val bytes = ByteArrayOutputStream()
        val out = DataOutputStream(bytes)
        listOf(FORMAT, kind, sessionId, key, *clear).forEach(out::field)
        return bytes.toByteArray()
    }

    /** SQLite's UTF-8 does not bring every string back. What is half a character in an id comes from outside and is no id of ours. */
    fun checkIds() {
        if (listOf(sessionId, key, *clear).any { it is String && UNPAIRED.containsMatchIn(it) }) {
            throw StoreException("The $this cannot be stored: one of its ids is not valid Unicode.")
        }
    }

    override fun toString(): String = listOfNotNull("$kind record", key, sessionId?.let { "of session $it" }).joinToString(" ")

    companion object {
        private const val FORMAT = "confab store 1"

        /** Half a surrogate pair. */
        val UNPAIRED = Regex("\\p{Cs}")
    }
}

/** Seals and opens rows; what does not open is an error that names the row. */
internal class RowSeal(private val cipher: TokenCipher, private val file: File) {
    fun seal(row: RowName, plain: ByteArray): ByteArray {
        row.checkIds()
        return working(row, "seal") { cipher.seal(plain, row.associatedData()) }
    }

    fun open(row: RowName, sealed: ByteArray): ByteArray = openOrNull(row, sealed) ?: throw damaged(row)

    fun openOrNull(row: RowName, sealed: ByteArray): ByteArray? = working(row, "open") { cipher.open(sealed, row.associatedData()) }

    fun damaged(row: RowName): StoreException = StoreLostException(
        "The $row in the store $file is damaged, was moved there, or is sealed with another key. Restore the file from a copy, or delete " +
            (if (row.sessionId == null) "the record ${row.key}" else "session ${row.sessionId}") + " to begin it anew.",
    )

    private fun <T> working(row: RowName, verb: String, work: () -> T): T = try {
        work()
    } catch (failed: Exception) {
        throw StoreException("The cipher could not $verb the $row in the store $file ($failed). Is its key within reach?", failed)
    }
}

private fun DataOutputStream.field(value: Any?) {
    when (value) {
        null -> writeByte(0)

        is String -> {
            val utf8 = value.toByteArray()
            writeByte(1)
            writeInt(utf8.size)
            write(utf8)
        }

        is Long -> {
            writeByte(2)
            writeLong(value)
        }

        else -> error("Not a column of a row: ${value::class}")
    }
}
