package dev.confab.transport.backend

import kotlinx.io.Buffer
import kotlinx.io.RawSource
import kotlin.jvm.JvmStatic

/**
 * A file to send: where its bytes come from. It is read as a stream and never held whole in memory, and it may be read more than once:
 * an upload that was cut begins anew. It must stay readable until the message that carries it is proved, or it was detached.
 *
 * Factories for files, paths and input streams are in `dev.confab.transport.jvm.AttachmentFiles`.
 */
public interface AttachmentSource {
    /** The name to show, with its extension. Folders, control and bidi characters are taken off. */
    public val fileName: String

    /** How many bytes [open] gives; an upload that finds more or fewer fails. */
    public val sizeBytes: Long

    /** The media type, or null: then the extension tells it. */
    public val contentType: String?

    /**
     * The bytes from the start; the caller closes what it gets. Each call gives a stream of its own. Opening and reading may block: it is
     * done on threads for that, which may be interrupted.
     */
    public fun open(): RawSource

    public companion object {
        /** [bytes] themselves, not a copy: do not change them afterwards. */
        @JvmStatic
        public fun ofBytes(fileName: String, bytes: ByteArray): AttachmentSource = ofBytes(fileName, bytes, null)

        /** [bytes] themselves, not a copy: do not change them afterwards. */
        @JvmStatic
        public fun ofBytes(fileName: String, bytes: ByteArray, contentType: String?): AttachmentSource =
            ByteArraySource(fileName, bytes, contentType)

        /**
         * [source] with a small picture of it, such as a JPEG of 128 pixels across, which goes along where the service has previews and is left at
         * home elsewhere. For pictures and videos; nobody makes the preview but the application.
         */
        @JvmStatic
        public fun withThumbnail(source: AttachmentSource, thumbnail: AttachmentSource): AttachmentSource = WithThumbnail(source, thumbnail)
    }
}

/** A file with a small picture of it. */
public interface ThumbnailedSource : AttachmentSource {
    /** An image, of the media type that it tells. */
    public val thumbnail: AttachmentSource
}

private class WithThumbnail(private val source: AttachmentSource, override val thumbnail: AttachmentSource) :
    ThumbnailedSource,
    AttachmentSource by source {
    override fun toString(): String = "$source with a thumbnail"
}

private class ByteArraySource(override val fileName: String, private val bytes: ByteArray, override val contentType: String?) :
    AttachmentSource {
    override val sizeBytes: Long get() = bytes.size.toLong()

    override fun open(): RawSource = object : RawSource {
        private var position = 0

        override fun readAtMostTo(sink: Buffer, byteCount: Long): Long {
            if (position == bytes.size) return -1
            val count = minOf(byteCount, (bytes.size - position).toLong()).toInt()
            sink.write(bytes, position, position + count)
            position += count
            return count.toLong()
        }

        override fun close() = Unit
    }

    override fun toString(): String = "AttachmentSource(${bytes.size} bytes)"
}
