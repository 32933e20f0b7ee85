package dev.confab.transport.store

/** A store could not do what was asked. The message names the record or file and the way out; it holds no secret and no message text. */
public open class StoreException(message: String, cause: Throwable?) : RuntimeException(message, cause) {
    public constructor(message: String) : this(message, null)
}
