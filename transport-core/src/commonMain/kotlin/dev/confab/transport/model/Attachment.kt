package dev.confab.transport.model

/**
 * A file of a draft or of a message. Immutable.
 *
 * @property fileName for own files without folders, control and bidi characters; for others as the service gave it, unchecked. Null where it gave none.
 * @property sizeBytes null where the service did not say.
 * @property contentType its media type, such as `image/png`, or null.
 * @property mediaType the service's own word for its kind, such as `Image` or `File`, or null.
 * @property url where it may be fetched, as the service gave it, unchecked and good for some minutes only: ask for a fresh one. Null
 * where none is known. Whoever has it can read the file.
 */
public class Attachment(
    public val id: AttachmentId,
    public val fileName: String?,
    public val sizeBytes: Long?,
    public val contentType: String?,
    public val mediaType: String?,
    public val url: String?,
    public val status: AttachmentStatus,
) {
    /** A file of a message that the service has. */
    public constructor(
        id: AttachmentId,
        fileName: String?,
        sizeBytes: Long?,
        contentType: String?,
        mediaType: String?,
        url: String?,
    ) : this(id, fileName, sizeBytes, contentType, mediaType, url, AttachmentStatus.Sent)

    public fun withStatus(status: AttachmentStatus): Attachment = Attachment(id, fileName, sizeBytes, contentType, mediaType, url, status)

    /** The same file with what [other] knows better. */
    internal fun updatedBy(other: Attachment): Attachment = Attachment(
        id,
        fileName ?: other.fileName,
        sizeBytes ?: other.sizeBytes,
        contentType ?: other.contentType,
        other.mediaType ?: mediaType,
        other.url ?: url,
        status,
    )

    override fun equals(other: Any?): Boolean = other is Attachment &&
        other.id == id &&
        other.fileName == fileName &&
        other.sizeBytes == sizeBytes &&
        other.contentType == contentType &&
        other.mediaType == mediaType &&
        other.url == url &&
        other.status == status

    override fun hashCode(): Int = id.hashCode()

    /** Without name and address, which stay out of logs. */
    override fun toString(): String = "Attachment($id, $sizeBytes bytes, $contentType, $status)"
}
