package dev.confab.transport.store

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Keeps records as long as the process lives. */
public class InMemoryRecordStore : RecordStore {
    private val mutex = Mutex()
    private val records = HashMap<String, String>()

    override suspend fun readRecord(name: String): String? = mutex.withLock { records[name] }

    override suspend fun writeRecord(name: String, text: String) {
        mutex.withLock { records[name] = text }
    }

    override suspend fun removeRecord(name: String) {
        mutex.withLock { records.remove(name) }
    }
}
