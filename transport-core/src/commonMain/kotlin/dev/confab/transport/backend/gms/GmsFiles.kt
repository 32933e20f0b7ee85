package dev.confab.transport.backend.gms

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagePart
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/**
 * The files of one link (protocol notes §1.6, §2.4): every command is answered. The service shows a file to everybody as soon as it is
 * uploaded.
 */
internal class GmsFiles(
    private val chats: GmsChats,
    private val wire: GmsWire,
    private val applying: Mutex,
    private val kept: suspend (suspend (LinkEvent) -> Unit) -> Unit,
) {
    suspend fun work(commands: ReceiveChannel<LinkCommand>, emit: suspend (LinkEvent) -> Unit) = coroutineScope {
        val uploads = HashMap<AttachmentId, Job>()
        for (command in commands) {
            when (command) {
                is LinkCommand.UploadAttachment -> {
                    uploads.remove(command.attachment.id)?.cancel()
                    uploads[command.attachment.id] = launch { emit(answer(command.attachment.id, Task.UPLOAD) { upload(command, emit) }) }
                }

                is LinkCommand.CancelUpload -> uploads.remove(command.id)?.cancel()

                is LinkCommand.DeleteAttachment -> launch { emit(answer(command.id, Task.DELETE) { delete(command.id, emit) }) }

                is LinkCommand.RefreshAttachment -> launch { emit(answer(command.id, Task.REFRESH) { refresh(command.id) }) }

                else -> error("Not about a file: $command")
            }
        }
    }

    private suspend fun answer(id: AttachmentId, task: Task, work: suspend () -> LinkEvent): LinkEvent = try {
        work()
    } catch (failed: TransportException) {
        LinkEvent.AttachmentFailed(id, task, failed.failure)
    }

    private suspend fun upload(command: LinkCommand.UploadAttachment, emit: suspend (LinkEvent) -> Unit): LinkEvent = coroutineScope {
        val attachment = command.attachment
        val id = attachment.id
        // The answer to an upload may have been lost with its link: the service would show the file twice.
        if (applying.withLock { chats.transcript.ownFile(id.value) } != null) return@coroutineScope LinkEvent.AttachmentUploaded(id, null)
        val size = command.source.sizeBytes
        val moved = MutableStateFlow(0L)
        val telling = launch { moved.collect { sent -> if (sent in 1..<size) emit(LinkEvent.UploadProgress(id, sent, size)) } }
        val file =
            GmsUpload(
                attachment.fileName.orEmpty(),
                attachment.contentType,
                command.source,
                GmsOperation.FileUpload(null, emptyMap()),
                moved,
            )
        var own: GmsOwnFile? = null
        applying.withLock { chats.uploading() }
        try {
            val response = wire.upload(file, chats.transcript.session)
            if (!response.isDone) throw TransportException(GmsFailures.of(GmsHttp.UPLOADING, response))
            val fileId = response.userData["file-id"] ?: throw TransportException(
                TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "${GmsHttp.UPLOADING} failed: the service gave no id for it."),
            )
            own = GmsOwnFile(id.value, fileId, null, null, facts(attachment))
        } finally {
            telling.cancel()
            withContext(NonCancellable) { applying.withLock { chats.uploaded(own) } }
        }
        telling.join()
        emit(LinkEvent.UploadProgress(id, size, size))
        applying.withLock {
            chats.freed().forEach { emit(it) }
            kept(emit)
        }
        wire.hint()
        LinkEvent.AttachmentUploaded(id, null)
    }

    private fun facts(attachment: Attachment): Map<String, String> = buildMap {
        attachment.fileName?.let { put(GmsOwnFile.NAME, it) }
        attachment.sizeBytes?.let { put(GmsOwnFile.SIZE, it.toString()) }
        attachment.contentType?.let { put(GmsOwnFile.TYPE, it) }
    }

    private suspend fun delete(id: AttachmentId, emit: suspend (LinkEvent) -> Unit): LinkEvent {
        val fileId = chats.transcript.ownFile(id.value)?.fileId ?: id.value
        val response = wire.fileCall(DELETING, GmsOperation.FileDelete(fileId), chats.transcript.session)
        if (!response.isDone) throw TransportException(GmsFailures.of(DELETING, response))
        applying.withLock {
            chats.transcript.deleted(id.value)
            kept(emit)
        }
        return LinkEvent.AttachmentDeleted(id)
    }

    /** Files have no address of their own here: they are fetched with the keys of the chat. */
    private suspend fun refresh(id: AttachmentId): LinkEvent {
        val own = applying.withLock { chats.transcript.ownFile(id.value) }
        if (own != null) return LinkEvent.AttachmentRefreshed(GmsMapping.attachment(own))
        val entry = wire.entries(1, chats.transcript.session).lastOrNull {
            it.userData["file-id"] == id.value &&
                it.type == GmsEntry.FILE_UPLOADED
        }
        val part = entry?.let { GmsMapping.message(chats.chatId, it, emptyList()) }?.parts?.firstOrNull()
        val file = (part as? MessagePart.Attachment)?.attachment
        return LinkEvent.AttachmentRefreshed(
            file ?: throw TransportException(TransportFailure(ErrorCode.ATTACHMENT_NOT_FOUND, "The chat has no file $id.")),
        )
    }

    private companion object {
        const val DELETING = "Deleting the file"
    }
}
