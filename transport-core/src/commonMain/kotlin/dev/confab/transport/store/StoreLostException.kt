package dev.confab.transport.store

/**
 * What is stored will never open as it is: it is damaged, or it was sealed with a key that is gone. Trying again is in vain; a copy may
 * help, and so does to begin anew without it. Every other [StoreException] may pass, and nothing should be thrown away for it.
 */
public class StoreLostException(message: String, cause: Throwable?) : StoreException(message, cause) {
    public constructor(message: String) : this(message, null)
}
