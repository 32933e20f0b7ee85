package dev.confab.transport.runtime

import dev.confab.transport.AttachmentProgress
import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.Transport
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FileNames
import dev.confab.transport.model.MessagingException
import dev.confab.transport.net.MediaTypes
import dev.confab.transport.net.blocking
import dev.confab.transport.session.CallId
import dev.confab.transport.session.FileSignature
import dev.confab.transport.session.Now
import dev.confab.transport.session.SessionInput
import dev.confab.transport.session.SessionMachine
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import kotlinx.io.Buffer

/**
 * The verbs about files. Reads the first bytes before the session hears of a file, and fetches files without it.
 *
 * @param call hands a command to the loop and waits for its outcome.
 */
internal class ClientFiles(
    private val transport: Transport,
    private val sources: AttachmentSources,
    private val scope: CoroutineScope,
    private val maxDownloadBytes: Long,
    private val draft: StateFlow<Draft>,
    private val now: () -> Now,
    private val call: suspend ((CallId) -> SessionInput.Command) -> Any?,
) {
    suspend fun attach(id: AttachmentId, source: AttachmentSource, progress: AttachmentProgress?): Attachment {
        val attachment = described(id, source)
        val signature = FileSignature.of(head(attachment, source))
        return telling(id, progress) {
            call {
                // On the loop, right before the step: nobody forgets the source in between.
                sources.offer(id, source)
                SessionInput.Attach(it, attachment, signature, now())
            } as Attachment
        }
    }

    suspend fun detach(id: AttachmentId) {
        call { SessionInput.Detach(it, id, known = true, now()) }
    }

    suspend fun delete(id: AttachmentId) {
        call { SessionInput.Detach(it, id, known = false, now()) }
    }

    suspend fun downloadUrl(id: AttachmentId): String = refreshed(id).url
        ?: throw MessagingException(ErrorCode.ATTACHMENT_NOT_FOUND, "The service gave no address for attachment $id.")

    /** With the address that is known, or a fresh one where there is none or it is no longer good. */
    suspend fun download(attachment: Attachment, sink: AttachmentSink): Long {
        if (attachment.url == null) return fetch(refreshed(attachment.id), sink)
        return try {
            fetch(attachment, sink)
        } catch (failed: MessagingException) {
            if (failed.code != ErrorCode.ATTACHMENT_HAS_EXPIRED) throw failed
            fetch(attachment.withUrl(refreshed(attachment.id).url), sink)
        }
    }

    suspend fun download(id: AttachmentId, sink: AttachmentSink): Long = fetch(refreshed(id), sink)

    private suspend fun refreshed(id: AttachmentId): Attachment = call { SessionInput.RefreshAttachment(it, id, now()) } as Attachment

    /** In the client's own scope: closing the client ends it. */
    private suspend fun fetch(attachment: Attachment, sink: AttachmentSink): Long {
        val fetching = scope.async { transport.download(DownloadRequest(attachment, sink, maxDownloadBytes)) }
        try {
            return fetching.await()
        } catch (cancelled: CancellationException) {
            fetching.cancelAndJoin()
            currentCoroutineContext().ensureActive()
            throw MessagingException(ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED, cancelled)
        }
    }

    private fun described(id: AttachmentId, source: AttachmentSource): Attachment {
        val name = FileNames.clean(source.fileName)
        val type = source.contentType?.let(MediaTypes::bare)?.ifEmpty { null } ?: MediaTypes.of(FileNames.extension(name))
        return Attachment(id, name, source.sizeBytes, type, null, null, AttachmentStatus.Presigning)
    }

    private suspend fun head(attachment: Attachment, source: AttachmentSource): ByteArray = try {
        blocking { firstBytes(source) }
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (failed: Exception) {
        throw MessagingException(
            ErrorCode.INVALID_ARGUMENT,
            "The file \"${attachment.fileName}\" cannot be read (${failed::class.simpleName}): check that it is there and may be read.",
            failed,
        )
    }

    private fun firstBytes(source: AttachmentSource): ByteArray {
        val buffer = Buffer()
        source.open().use { bytes ->
            while (buffer.size < FileSignature.HEAD_BYTES && bytes.readAtMostTo(buffer, FileSignature.HEAD_BYTES - buffer.size) >= 0) {
                // Pieces may come short.
            }
        }
        return ByteArray(buffer.size.toInt()).also { for (index in it.indices) it[index] = buffer.readByte() }
    }

    /** In the caller's context, as a callback of the caller's should be; what it throws ends the attaching. */
    private suspend fun telling(id: AttachmentId, progress: AttachmentProgress?, attaching: suspend () -> Attachment): Attachment {
        if (progress == null) return attaching()
        return coroutineScope {
            var told = -1L
            val tell = { status: AttachmentStatus.Uploading ->
                if (status.sentBytes != told) {
                    told = status.sentBytes
                    progress.onProgress(status.sentBytes, status.totalBytes)
                }
            }
            val watching = launch {
                draft.collect { now ->
                    (now.attachments.firstOrNull { it.id == id }?.status as? AttachmentStatus.Uploading)?.let(tell)
                }
            }
            val attached = attaching()
            watching.cancelAndJoin()
            val size = attached.sizeBytes
            if (size != null) tell(AttachmentStatus.Uploading(size, size))
            attached
        }
    }
}

private fun Attachment.withUrl(url: String?): Attachment = Attachment(id, fileName, sizeBytes, contentType, mediaType, url, status)
