package dev.confab.transport.model

/**
 * A file of a message, as the service describes it.
 *
 * @property fileName the name as the service gave it, unchecked, or null.
 * @property sizeBytes null where the service tells none.
 * @property contentType the media type, such as `image/png`, or null.
 * @property mediaType the service's coarse kind, such as `Image` or `File`, or null.
 * @property url where it can be fetched for a while; a secret, unchecked, or null.
 */
public class Attachment(
    public val id: AttachmentId,
    public val fileName: String?,
    public val sizeBytes: Long?,
    public val contentType: String?,
    public val mediaType: String?,
    public val url: String?,
) {
    override fun equals(other: Any?): Boolean = other is Attachment &&
        other.id == id &&
        other.fileName == fileName &&
        other.sizeBytes == sizeBytes &&
        other.contentType == contentType &&
        other.mediaType == mediaType &&
        other.url == url

    override fun hashCode(): Int = id.hashCode()

    /** Without the name, which is personal, and the address, which is a secret. */
    override fun toString(): String = "Attachment($id, $sizeBytes bytes, $contentType)"
}
