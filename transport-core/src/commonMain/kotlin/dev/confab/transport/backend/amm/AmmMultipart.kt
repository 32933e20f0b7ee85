package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.TransportException
import dev.confab.transport.net.SourceContent
import dev.confab.transport.net.secureRandomBytes
import io.ktor.http.ContentType
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.writeFully
import kotlinx.serialization.json.JsonObject

/**
 * A message and its files in one request (protocol notes §B.6.2), streamed: the message first, then each file, and behind a file its preview
 * under the same name. The boundary is made by chance, so that no file can hold it.
 *
 * @param sent told how many bytes of the file at an index have left.
 */
internal class AmmMultipart(
    private val messageType: String,
    private val message: JsonObject,
    private val files: List<File>,
    private val boundary: String = boundary(),
    private val sent: (index: Int, bytes: Long) -> Unit,
) : OutgoingContent.WriteChannelContent() {
    /** @property name without control characters. */
    class File(val name: String, val mediaType: String, val source: AttachmentSource, val thumbnail: AttachmentSource?)

    private class Section(val head: ByteArray, val content: SourceContent?)

    private val sections: List<Section> = buildList {
        add(Section((head("$messageType;", null) + message.toString()).encodeToByteArray(), null))
        files.forEachIndexed { index, file ->
            add(section(file.name, file.mediaType, "attachment", file.source) { sent(index, it) })
            file.thumbnail?.let { add(section(file.name, it.contentType ?: JPEG, "inline", it) {}) }
        }
    }
    private val end = "\r\n--$boundary--\r\n".encodeToByteArray()

    override val contentType: ContentType = ContentType("multipart", "related").withParameter("boundary", boundary)

    override val contentLength: Long = sections.sumOf { it.head.size + (it.content?.contentLength ?: 0) } + end.size

    /** Why a file could not be read: the engine would tell a broken connection. */
    val failure: TransportException? get() = sections.firstNotNullOfOrNull { it.content?.failure }

    override suspend fun writeTo(channel: ByteWriteChannel) {
        sections.forEach { section ->
            channel.writeFully(section.head)
            section.content?.writeTo(channel)
        }
        channel.writeFully(end)
        channel.flush()
    }

    private fun section(name: String, mediaType: String, disposition: String, source: AttachmentSource, moved: (Long) -> Unit): Section {
        val head = head(mediaType, "$disposition; filename=\"${quoted(name)}\"")
        return Section(head.encodeToByteArray(), SourceContent(source, ContentType.Application.OctetStream, moved))
    }

    /** Without a space behind the colons, as the servers know it of the vendor's own client. */
    private fun head(type: String, disposition: String?): String = buildString {
        if (disposition != null) append("\r\n")
        append("--").append(boundary).append("\r\n")
        append("Content-Type:").append(type).append("\r\n")
        if (disposition != null) {
            append("Content-Transfer-Encoding:binary\r\n")
            append("Content-Disposition:").append(disposition).append("\r\n")
        }
        append("\r\n")
    }

    internal companion object {
        private const val JPEG = "image/jpeg"
        private const val BOUNDARY_BYTES = 16

        @OptIn(ExperimentalStdlibApi::class)
        fun boundary(): String = "confab-" + secureRandomBytes(BOUNDARY_BYTES).toHexString()

        /** As a quoted string (RFC 9110 §5.6.4), in UTF-8. */
        fun quoted(name: String): String = name.filterNot(Char::isISOControl).replace("\\", "\\\\").replace("\"", "\\\"")
    }
}
