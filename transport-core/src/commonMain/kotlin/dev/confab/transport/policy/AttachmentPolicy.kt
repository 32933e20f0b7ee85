package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How files are handled.
 *
 * @property maxUploads how many run at once; more wait for their turn. Default 3.
 * @property maxAttachments how many a draft holds, those included that are on their way with a message; default 32.
 * @property maxDownloadBytes a longer download is refused, announced or not; default 104 857 600 (100 MiB).
 */
public class AttachmentPolicy(public val maxUploads: Int, public val maxAttachments: Int, public val maxDownloadBytes: Long) {
    init {
        require(maxUploads >= 1) { "maxUploads must be at least 1, but is $maxUploads." }
        require(maxAttachments >= 1) { "maxAttachments must be at least 1, but is $maxAttachments." }
        require(maxDownloadBytes >= 1) { "maxDownloadBytes must be at least 1, but is $maxDownloadBytes." }
    }

    public companion object {
        @JvmField
        public val DEFAULT: AttachmentPolicy = AttachmentPolicy(maxUploads = 3, maxAttachments = 32, maxDownloadBytes = 100L shl 20)
    }
}
