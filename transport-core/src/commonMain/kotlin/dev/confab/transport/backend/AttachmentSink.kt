package dev.confab.transport.backend

import kotlinx.io.RawSink

/**
 * Where the bytes of a download go: [open], then either [complete] or [abort]. All of them may block: they are called one after the other
 * on threads for that. For one download.
 *
 * Factories for files, paths and output streams are in `dev.confab.transport.jvm.AttachmentFiles`.
 */
public interface AttachmentSink {
    /** Where to write what arrives; it is flushed and closed before [complete] or [abort]. */
    public fun open(file: IncomingFile): RawSink

    /** Everything arrived. */
    public fun complete()

    /** It did not, or [complete] failed: what was written is to be thrown away. */
    public fun abort()
}

/**
 * What is about to arrive.
 *
 * @property suggestedName a name that is safe to store under: one part, no reserved characters and names, never empty.
 * @property contentType what the service says it is, unchecked, or null.
 * @property sizeBytes how many bytes the service announced, or null.
 */
public class IncomingFile(public val suggestedName: String, public val contentType: String?, public val sizeBytes: Long?) {
    /** Without the name, which stays out of logs. */
    override fun toString(): String = "IncomingFile($contentType, $sizeBytes bytes)"
}
