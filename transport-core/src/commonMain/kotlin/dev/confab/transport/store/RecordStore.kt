package dev.confab.transport.store

/**
 * Where small named texts are kept that must outlive a process: a refresh token, the registration of a device, a copy of a deployment's
 * config. They are secrets: a durable store seals them.
 *
 * Every function returns when the change is as durable as the store can make it, and throws [StoreException] when it is not. Thread-safe.
 */
public interface RecordStore {
    /**
     * What was kept under [name], or null.
     *
     * @throws StoreException also for a damaged record, which it names.
     */
    public suspend fun readRecord(name: String): String?

    /** Keeps [text] under [name], in place of what was there. */
    public suspend fun writeRecord(name: String, text: String)

    /** Without effect when there is nothing under [name]. */
    public suspend fun removeRecord(name: String)
}
