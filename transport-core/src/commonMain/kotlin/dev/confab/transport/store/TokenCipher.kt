package dev.confab.transport.store

import kotlin.jvm.JvmStatic

/**
 * Seals what a store must not keep in clear: keys, resume state, message texts, drafts and custom attributes.
 *
 * An implementation encrypts with authentication (AEAD) and takes it from a well-kept library. The associated data is not part of what
 * is stored: it says to which session, kind and row the bytes belong, so that bytes which were moved elsewhere do not open there.
 *
 * Threading: called on any thread, by several stores at a time. It may block. What it throws reaches the caller of the store as a
 * [StoreException]; an exception must hold neither plaintext nor key.
 */
public interface TokenCipher {
    /** Encrypts [plain], bound to [associatedData]. Sealing the same twice gives different bytes. */
    public fun seal(plain: ByteArray, associatedData: ByteArray): ByteArray

    /**
     * What [seal] was given, or null when [sealed] is not what `seal` returned under the same key and the same [associatedData]:
     * damaged, moved, or of another key. Throws only when the cipher itself cannot work, for instance because its key is out of reach.
     */
    public fun open(sealed: ByteArray, associatedData: ByteArray): ByteArray?

    public companion object {
        /**
         * No encryption: keys and texts are **readable in the file** by everyone who can read it, and damaged or swapped records are not
         * noticed. For tests, and for disks that are encrypted and trusted as a whole.
         */
        @JvmStatic
        public fun none(): TokenCipher = NoCipher
    }
}

private object NoCipher : TokenCipher {
    override fun seal(plain: ByteArray, associatedData: ByteArray): ByteArray = plain

    override fun open(sealed: ByteArray, associatedData: ByteArray): ByteArray = sealed
}
