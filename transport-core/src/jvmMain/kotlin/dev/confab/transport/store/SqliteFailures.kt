package dev.confab.transport.store

import java.io.File

/** Says what an error of SQLite means for the [file], and what a person can do about it. */
internal class SqliteFailures(private val file: File) {
    /**
     * The driver tells the result code in its text only. Its exception class has no place here either: on Android it is another one.
     */
    fun of(failed: RuntimeException): StoreException {
        if (failed is StoreException) return failed
        val code = CODE.find(failed.message.orEmpty())?.run { groupValues[1].toIntOrNull() }
        val meaning = meaning(code, failed)
        return if (code?.and(PRIMARY_CODE) in LOST) StoreLostException(meaning, failed) else StoreException(meaning, failed)
    }

    fun inUse(): StoreException = StoreException(inUse)

    fun unusable(cause: Throwable): StoreException = StoreException(unusable() ?: "The store $file cannot be opened: $cause", cause)

    fun damaged(finding: String): StoreException = StoreLostException(damage(finding))

    fun foreign(): StoreException = StoreException("$file is a database of another program. Name another file for the store.")

    fun newer(found: Int, known: Int): StoreException = StoreException(
        "The store $file was written by a newer version of this library (schema $found; this one knows $known). " +
            "Update the library, or use another file.",
    )

    fun wrongKey(): StoreException = StoreLostException(
        "The store $file does not open with this key: it was made with another one, or without, or the record that tells is damaged. " +
            "Use the key that it was made with, restore the file from a copy, or use another file.",
    )

    fun closed(): StoreException = StoreException("The store $file is closed. Open it again.")

    fun noLibrary(cause: Throwable): StoreException = StoreException(
        "SQLite's native library cannot be loaded on this machine ($cause). It is unpacked to the directory java.io.tmpdir, from which " +
            "it must be allowed to run; or set androidx.sqlite.driver.bundled.path to a directory that holds it.",
        cause,
    )

    private val inUse
        get() = "The store $file is in use, by another process or by another store in this one. Close that one first, or use another file."

    private fun damage(finding: String) =
        "The store $file is damaged ($finding). Restore it from a copy, or move it away to begin without its sessions."

    private fun meaning(code: Int?, failed: RuntimeException): String = when (code?.and(PRIMARY_CODE)) {
        BUSY, LOCKED -> inUse

        READONLY -> unusable() ?: "The store $file is read-only. Make the file and its directory writable for this process."

        CANTOPEN -> unusable() ?: "The store $file cannot be opened. Look at the rights of the file and its directory."

        IOERR if code == IOERR_LOCK -> unusable()
            ?: "The store $file cannot be locked: it is read-only, or its file system has no locks. Make it writable, or use a local disk."

        IOERR -> "The disk failed under the store $file: nothing is known of the last change. Check the disk, then open the store again."

        CORRUPT -> damage("a page is unreadable")

        FULL -> "The disk is full: the last change of the store $file was not written. Free some space and try again."

        NOTADB -> "$file is no store, or its beginning is damaged. Name another file, or restore it from a copy."

        else -> "The store $file failed: $failed"
    }

    /** What java.io can see of the reason. */
    private fun unusable(): String? {
        val directory = file.parentFile
        return when {
            directory != null && !directory.isDirectory -> "The directory of the store $file does not exist. Make it first."

            file.isDirectory -> "The store $file is a directory. Name a file."

            file.exists() && !file.canWrite() -> "The store $file is read-only. Make it writable for this process."

            directory != null && !directory.canWrite() ->
                "The directory of the store $file is read-only; files beside the store are needed. Make it writable for this process."

            else -> null
        }
    }

    private companion object {
        val CODE = Regex("Error code: (\\d+)")
        const val PRIMARY_CODE = 0xff

        // https://www.sqlite.org/rescode.html
        const val BUSY = 5
        const val LOCKED = 6
        const val READONLY = 8
        const val IOERR = 10
        const val IOERR_LOCK = 3850
        const val CORRUPT = 11
        const val FULL = 13
        const val CANTOPEN = 14
        const val NOTADB = 26

        /** After these the file never opens again as it is. */
        val LOST = setOf(CORRUPT, NOTADB)
    }
}
