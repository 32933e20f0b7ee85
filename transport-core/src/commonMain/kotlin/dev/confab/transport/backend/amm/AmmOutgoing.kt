package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.ThumbnailedSource
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.backend.amm.AmmCalls.Companion.person
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FileNames
import dev.confab.transport.model.Importance
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.net.MediaTypes
import io.ktor.http.content.OutgoingContent
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

/** What a message looks like on its way out (protocol notes §B.6.1, §B.6.2). */
internal object AmmOutgoing {
    /**
     * @param subject of the conversation.
     * @param to everybody in it, the sender among them.
     * @param thread null for the first message of a conversation.
     */
    fun message(draft: Draft, subject: String?, to: List<AmmEntity>, thread: String?, sensitivity: Sensitivity): JsonObject =
        buildJsonObject {
            subject?.let { put("subject", it) }
            put("body", draft.text)
            putJsonObject("flags") {
                put("sensitivity", sensitivity.name)
                if (draft.importance != Importance.NORMAL) put("importance", draft.importance.name)
            }
            putJsonArray("to") { to.forEach { addJsonObject { person(it) } } }
            thread?.let { put("threadId", it) }
            draft.replyTo?.let { put("inReplyTo", it) }
        }

    /** The files of [draft] with their bytes. @throws TransportException when one is not here any more, as after a restart. */
    fun files(draft: Draft, source: (AttachmentId) -> AttachmentSource?): List<AmmMultipart.File> = draft.attachments.map { attachment ->
        val bytes = source(attachment.id) ?: throw TransportException(
            TransportFailure(
                ErrorCode.ATTACHMENT_NOT_FOUND,
                "A file of the message is not at hand any more: files are not kept over a restart. Attach it again.",
            ),
        )
        AmmMultipart.File(
            name(attachment, bytes),
            mediaType(attachment.contentType ?: bytes.contentType, bytes.fileName),
            bytes,
            thumbnail(bytes),
        )
    }

    private fun name(attachment: Attachment, source: AttachmentSource): String =
        (attachment.fileName ?: FileNames.clean(source.fileName)).ifEmpty { "file" }

    private fun thumbnail(source: AttachmentSource): AttachmentSource? = (source as? ThumbnailedSource)?.thumbnail

    /** What cannot stand in a header is no media type. */
    fun mediaType(told: String?, fileName: String): String =
        told?.trim()?.takeIf(MEDIA_TYPE::matches) ?: MediaTypes.of(FileNames.extension(fileName))

    fun content(
        types: AmmMediaTypes,
        message: JsonObject,
        files: List<AmmMultipart.File>,
        sent: (index: Int, bytes: Long) -> Unit,
    ): OutgoingContent =
        if (files.isEmpty()) AmmHttp.json(types.message, message) else AmmMultipart(types.message, message, files, sent = sent)

    /** How a first message is to be treated: as it says itself, or as its conversation does. */
    fun sensitivity(command: LinkCommand.SendMessage): Sensitivity =
        command.draft.sensitivity.takeIf { it != Sensitivity.NORMAL } ?: command.opening?.sensitivity ?: Sensitivity.NORMAL

    private val MEDIA_TYPE = Regex("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\\s*;\\s*[A-Za-z0-9-]+=[A-Za-z0-9._-]+)*")
}
