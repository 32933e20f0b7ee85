package dev.confab.transport.store

import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.nio.channels.OverlappingFileLockException

/**
 * One user of a store at a time, in all processes of the machine: a lock on a file of its own, `NAME-lock`, which stays when it is released.
 *
 * SQLite locks the store, too; but a process loses that lock as soon as any part of it closes the same file (POSIX), as a backup does.
 */
internal class StoreLock private constructor(private val file: RandomAccessFile) : AutoCloseable {
    /** The end of the process does the same. */
    override fun close() {
        file.close()
    }

    companion object {
        /** Null when somebody else has it. One file has one canonical name, however it is reached. */
        @Throws(IOException::class)
        fun take(store: File): StoreLock? {
            val file = RandomAccessFile(File(store.path + "-lock"), "rw")
            val taken = try {
                file.channel.tryLock() != null
            } catch (_: OverlappingFileLockException) {
                false
            } catch (failed: IOException) {
                file.close()
                throw failed
            }
            if (taken) return StoreLock(file)
            file.close()
            return null
        }
    }
}
