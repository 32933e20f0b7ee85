package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.SourceContent
import dev.confab.transport.net.TransferClient
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.watched
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.isSuccess
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/** The files of one link (protocol notes §4): every command is answered, and every step has its deadline. */
internal class GuestFiles(private val requests: FileRequests, private val transfers: TransferClient) {
    // The session asks for a bounded number of files, and for each of them a few times.
    private val commands = Channel<LinkCommand>(Channel.UNLIMITED)

    fun submit(command: LinkCommand) {
        commands.trySend(command)
    }

    /** Works until it is cancelled. */
    suspend fun work(emit: suspend (LinkEvent) -> Unit) = coroutineScope {
        val uploads = HashMap<AttachmentId, Job>()
        for (command in commands) {
            when (command) {
                is LinkCommand.UploadAttachment -> {
                    uploads.remove(command.attachment.id)?.cancel()
                    uploads[command.attachment.id] = launch { emit(answer(command.attachment.id, Task.UPLOAD) { upload(command, emit) }) }
                }

                is LinkCommand.CancelUpload -> uploads.remove(command.id)?.cancel()

                is LinkCommand.DeleteAttachment -> launch { emit(answer(command.id, Task.DELETE) { delete(command.id) }) }

                is LinkCommand.RefreshAttachment -> launch { emit(answer(command.id, Task.REFRESH) { refresh(command.id) }) }

                else -> error("Not about a file: $command")
            }
        }
    }

    private suspend fun answer(id: AttachmentId, task: Task, work: suspend () -> LinkEvent): LinkEvent = try {
        networkCall(task.name.lowercase(), work)
    } catch (failed: TransportException) {
        LinkEvent.AttachmentFailed(id, task, failed.failure)
    }

    private suspend fun delete(id: AttachmentId): LinkEvent {
        requests.ask(GuestRequest.DeleteAttachment(newTracingId(), id), id, "Deleting the file")
        return LinkEvent.AttachmentDeleted(id)
    }

    private suspend fun refresh(id: AttachmentId): LinkEvent =
        when (val answer = requests.ask(GuestRequest.GetAttachment(newTracingId(), id), id, "Asking for the file")) {
            is FileAnswer.Fresh -> LinkEvent.AttachmentRefreshed(answer.attachment)

            else -> throw TransportException(
                TransportFailure(ErrorCode.ATTACHMENT_NOT_UPLOADED, "The service expects the file, but does not have it."),
            )
        }

    private suspend fun upload(command: LinkCommand.UploadAttachment, emit: suspend (LinkEvent) -> Unit): LinkEvent {
        val attachment = command.attachment
        val type = attachment.contentType ?: ContentType.Application.OctetStream.toString()
        val presign =
            GuestRequest.Presign(newTracingId(), attachment.id, attachment.fileName.orEmpty(), type, command.source.sizeBytes)
        val place = requests.ask(presign, attachment.id, "Asking for the place of an upload")
        if (place is FileAnswer.Fresh) return LinkEvent.AttachmentUploaded(attachment.id, place.attachment.url)
        if (place !is FileAnswer.Place) throw FileRequests.late("Asking for the place of an upload", 0)
        return requests.awaitingOutcome(attachment.id) { outcome ->
            coroutineScope {
                // A refusal ends the upload that is under way.
                val refusal = launch { outcome.await() }
                put(command, place, emit)
                val taken = withTimeoutOrNull(OUTCOME_MILLIS) { outcome.await() } ?: throw FileRequests.late(WHAT, OUTCOME_MILLIS)
                refusal.cancel()
                LinkEvent.AttachmentUploaded(attachment.id, (taken as? FileAnswer.Uploaded)?.url)
            }
        }
    }

    private suspend fun put(command: LinkCommand.UploadAttachment, place: FileAnswer.Place, emit: suspend (LinkEvent) -> Unit) {
        val size = command.source.sizeBytes
        val declared = place.headers.entries.firstOrNull { it.key.equals(HttpHeaders.ContentType, ignoreCase = true) }?.value
        val type = declared ?: command.attachment.contentType
        val contentType = type?.let { runCatching { ContentType.parse(it) }.getOrNull() } ?: ContentType.Application.OctetStream
        watched(WHAT, STALL_MILLIS) { moved ->
            telling(command.attachment, size, moved, emit) {
                var content: SourceContent? = null
                // A redirect begins the body anew; what was told must not shrink.
                val body = { SourceContent(command.source, contentType) { moved.value = maxOf(moved.value, it) }.also { content = it } }
                try {
                    transfers.execute(WHAT, TransferClient.Request(HttpMethod.Put, place.url, place.headers, body)) { response ->
                        if (!response.status.isSuccess()) throw refusal(response.status.value)
                    }
                } catch (failed: TransportException) {
                    throw content?.failure ?: failed
                }
            }
        }
    }

    /** Tells the progress in steps, and not faster than it is taken; the last step always. */
    private suspend fun telling(
        attachment: Attachment,
        size: Long,
        moved: MutableStateFlow<Long>,
        emit: suspend (LinkEvent) -> Unit,
        transfer: suspend () -> Unit,
    ) = coroutineScope {
        val step = maxOf(MIN_STEP, size / STEPS)
        var told = -step
        // At once: a small file may have left as a whole before anything else runs, and then nobody would have heard that its upload began.
        val telling = launch(start = CoroutineStart.UNDISPATCHED) {
            moved.collect { bytes ->
                if (bytes - told >= step && bytes < size) {
                    told = bytes
                    emit(LinkEvent.UploadProgress(attachment.id, bytes, size))
                }
            }
        }
        transfer()
        telling.cancel()
        telling.join()
        emit(LinkEvent.UploadProgress(attachment.id, size, size))
    }

    /** A new place may mend what an expired signature broke. */
    private fun refusal(status: Int): TransportException {
        val code = if (status == HTTP_TOO_LARGE) ErrorCode.FILE_SIZE_INVALID else ErrorCode.of(status)
        val failureClass = if (status == HTTP_FORBIDDEN) FailureClass.TRANSIENT else code.failureClass
        return TransportException(TransportFailure(code, "$WHAT failed: it was answered with status $status.", failureClass, null))
    }

    private companion object {
        const val WHAT = "Uploading the file"
        const val STALL_MILLIS = 30_000L

        /** The service scans what it got (§11.5: 0.2 to 2 s). */
        const val OUTCOME_MILLIS = 60_000L
        const val MIN_STEP = 64L * 1024
        const val STEPS = 100
        const val HTTP_FORBIDDEN = 403
        const val HTTP_TOO_LARGE = 413
    }
}
