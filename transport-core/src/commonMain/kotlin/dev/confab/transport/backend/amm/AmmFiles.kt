package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagePart
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * The files of one client, over all its links. The service has no upload of its own (protocol notes §B.6.2): a file is looked at when it is
 * attached, its source is kept, and its bytes leave with the message that carries it.
 */
internal class AmmFiles {
    private val lock = Mutex()
    private val sources = HashMap<AttachmentId, AttachmentSource>()
    private val seen = LinkedHashMap<AttachmentId, Attachment>()

    /** The answer to a command about a file, or null where none is expected. */
    suspend fun answer(command: LinkCommand, features: AmmFeatures): LinkEvent? = lock.withLock {
        when (command) {
            is LinkCommand.UploadAttachment -> taken(command, features)

            is LinkCommand.CancelUpload -> null.also { sources.remove(command.id) }

            is LinkCommand.DeleteAttachment -> LinkEvent.AttachmentDeleted(command.id).also { sources.remove(command.id) }

            is LinkCommand.RefreshAttachment -> seen[command.id]?.let(LinkEvent::AttachmentRefreshed) ?: LinkEvent.AttachmentFailed(
                command.id,
                Task.REFRESH,
                TransportFailure(
                    ErrorCode.ATTACHMENT_NOT_FOUND,
                    "No message that was read lately has the file ${command.id}: read it again.",
                ),
            )

            else -> error("Not about a file: $command")
        }
    }

    suspend fun sources(): Map<AttachmentId, AttachmentSource> = lock.withLock { sources.toMap() }

    /** The service has the message that carries [attachments]. */
    suspend fun sent(attachments: List<Attachment>) = lock.withLock { attachments.forEach { sources.remove(it.id) } }

    /** The addresses of the files of a message: they stay as they are (§B.6.3). */
    suspend fun noted(parts: List<MessagePart>) {
        val attachments = parts.filterIsInstance<MessagePart.Attachment>().map { it.attachment }.ifEmpty { return }
        lock.withLock {
            attachments.forEach {
                seen.remove(it.id)
                seen[it.id] = it
            }
            while (seen.size > MAX_SEEN) seen.remove(seen.keys.first())
        }
    }

    private fun taken(command: LinkCommand.UploadAttachment, features: AmmFeatures): LinkEvent {
        val attachment = command.attachment
        val type = AmmOutgoing.mediaType(attachment.contentType ?: command.source.contentType, command.source.fileName)
        val refusal = refusal(type, command.source, features)
        if (refusal != null) return LinkEvent.AttachmentFailed(attachment.id, Task.UPLOAD, refusal)
        sources[attachment.id] = command.source
        return LinkEvent.AttachmentUploaded(attachment.id, null)
    }

    private fun refusal(type: String, source: AttachmentSource, features: AmmFeatures): TransportFailure? {
        val max = features.maxBytesFor(type)
        val kind = AmmFileKind.of(type)
        return when {
            source.sizeBytes == 0L -> TransportFailure(ErrorCode.FILE_EMPTY, "The file is empty: attach one that holds something.")

            !features.richContent && kind != AmmFileKind.OTHER -> TransportFailure(
                ErrorCode.FILE_TYPE_INVALID,
                "The service takes no pictures, sound and video from this user: ask the administrator.",
            )

            max != null && source.sizeBytes > max -> TransportFailure(
                ErrorCode.FILE_SIZE_INVALID,
                "The file has ${source.sizeBytes} bytes; the service takes $max of this kind (${kind.word}).",
            )

            else -> null
        }
    }

    private companion object {
        const val MAX_SEEN = 2_000
    }
}
