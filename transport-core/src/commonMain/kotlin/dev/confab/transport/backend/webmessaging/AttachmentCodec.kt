package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

/** The frames that are about files (protocol notes §2.4, §2.7 "attachment bodies", §2.8). */
internal object AttachmentCodec {
    fun JsonObjectBuilder.presign(request: GuestRequest.Presign) {
        put("attachmentId", request.id.value)
        put("fileName", request.fileName)
        put("fileType", request.fileType)
        put("fileSize", request.fileSize)
        // Otherwise a refusal comes as a plain string (§2.7).
        put("errorsAsJson", true)
    }

    fun JsonObjectBuilder.content(attachments: List<Attachment>) {
        if (attachments.isEmpty()) return
        putJsonArray("content") {
            attachments.forEach { attachment ->
                addJsonObject {
                    put("contentType", "Attachment")
                    putJsonObject("attachment") { put("id", attachment.id.value) }
                }
            }
        }
    }

    /** Null where [body] misses what makes it one. */
    fun answer(name: String, body: JsonObject): FileAnswer? {
        val id = body.text("attachmentId")?.takeIf { it.isNotEmpty() }?.let(::AttachmentId) ?: return null
        return when (name) {
            "PresignedUrlResponse" -> body.text("url")?.let { presigned(id, it, body) }
            "UploadSuccessEvent" -> FileAnswer.Uploaded(id, body.text("downloadUrl"))
            "AttachmentDeletedResponse" -> FileAnswer.Deleted(id)
            else -> null
        }
    }

    /** A place to upload to and the fresh address of a file differ in nothing but this (§2.7). */
    private fun presigned(id: AttachmentId, url: String, body: JsonObject): FileAnswer {
        val headers = body.obj("headers")?.texts().orEmpty()
        val size = body.number("fileSize")
        return if (headers.isEmpty() && size != null) {
            FileAnswer.Fresh(Attachment(id, body.text("fileName"), size, body.text("fileType"), null, url))
        } else {
            FileAnswer.Place(id, url, headers)
        }
    }
}

/** What the service says about a file. Not data classes: their text forms must not show addresses. */
internal sealed class FileAnswer(val id: AttachmentId) {
    /** Where to upload to, with the headers that must go along. */
    class Place(id: AttachmentId, val url: String, val headers: Map<String, String>) : FileAnswer(id)

    class Fresh(val attachment: Attachment) : FileAnswer(attachment.id)

    class Uploaded(id: AttachmentId, val url: String?) : FileAnswer(id)

    class Deleted(id: AttachmentId) : FileAnswer(id)
}
