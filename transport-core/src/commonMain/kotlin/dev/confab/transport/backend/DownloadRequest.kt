package dev.confab.transport.backend

import dev.confab.transport.model.Attachment

/**
 * A file to fetch.
 *
 * @property attachment with its address.
 * @property maxBytes more than this is refused, announced or not.
 */
public class DownloadRequest(public val attachment: Attachment, public val sink: AttachmentSink, public val maxBytes: Long) {
    override fun toString(): String = "DownloadRequest($attachment, at most $maxBytes bytes)"
}
