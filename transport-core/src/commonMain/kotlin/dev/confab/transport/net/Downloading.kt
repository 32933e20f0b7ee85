package dev.confab.transport.net

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.IncomingFile
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.FileNames
import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.bodyAsChannel
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.contentLength
import io.ktor.http.isSuccess
import io.ktor.utils.io.readAvailable
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.withContext
import kotlinx.io.Buffer
import kotlinx.io.RawSink

/** Fetches a file into a sink of the caller's, never more than the caller allows (guarantee SEC-7). */
internal class Downloading(private val transfers: TransferClient) {
    /** Returns the number of bytes. The sink is not touched before the service has begun to answer with a file. */
    suspend fun run(request: DownloadRequest): Long {
        val address = request.attachment.url ?: throw failure(ErrorCode.ATTACHMENT_NOT_FOUND, "The file has no address: ask for one first.")
        return watched(WHAT, STALL_MILLIS) { moved ->
            transfers.execute(WHAT, TransferClient.Request(HttpMethod.Get, address, emptyMap(), body = null)) { response ->
                receive(request, response, moved)
            }
        }
    }

    private suspend fun receive(request: DownloadRequest, response: HttpResponse, moved: MutableStateFlow<Long>): Long =
        FileReceiver.receive(request, response, moved)

    private fun failure(code: ErrorCode, message: String) = TransportException(TransportFailure(code, message))

    private companion object {
        const val WHAT = "Downloading the file"
        const val STALL_MILLIS = 30_000L
    }
}

/** Writes the body of an answer into the sink of a request, never more than the request allows (guarantee SEC-7). */
internal object FileReceiver {
    suspend fun receive(request: DownloadRequest, response: HttpResponse, moved: MutableStateFlow<Long>): Long {
        if (!response.status.isSuccess()) throw refusal(response.status.value)
        val announced = response.contentLength()
        if (announced != null && announced > request.maxBytes) throw tooLarge(request.maxBytes)
        val name = request.attachment.fileName ?: ContentDispositions.fileName(response.headers[HttpHeaders.ContentDisposition])
        val type = request.attachment.contentType ?: response.headers[HttpHeaders.ContentType]
        val file = IncomingFile(FileNames.forDisk(name), type, announced)
        try {
            val sink = writing { request.sink.open(file) }
            val count = filled(sink) { copy(response, it, request.maxBytes, moved) }
            if (announced != null && announced != count) {
                throw failure(ErrorCode.DOWNLOAD_FAILED, "$WHAT failed: it ended after $count of $announced bytes.")
            }
            writing { request.sink.complete() }
            return count
        } catch (failed: Throwable) {
            abort(request.sink, failed)
            throw failed
        }
    }

    private suspend fun filled(sink: RawSink, fill: suspend (RawSink) -> Long): Long {
        val count =
            try {
                fill(sink)
            } catch (failed: Throwable) {
                withContext(NonCancellable) { blocking { runCatching(sink::close).exceptionOrNull()?.let(failed::addSuppressed) } }
                throw failed
            }
        writing {
            sink.flush()
            sink.close()
        }
        return count
    }

    private suspend fun copy(response: HttpResponse, sink: RawSink, maxBytes: Long, moved: MutableStateFlow<Long>): Long {
        val channel = response.bodyAsChannel()
        val piece = ByteArray(PIECE)
        val buffer = Buffer()
        var total = 0L
        while (true) {
            val count = channel.readAvailable(piece, 0, piece.size)
            if (count < 0) return total
            total += count
            if (total > maxBytes) throw tooLarge(maxBytes)
            buffer.write(piece, 0, count)
            writing { sink.write(buffer, count.toLong()) }
            moved.value = total
        }
    }

    private suspend fun abort(sink: AttachmentSink, cause: Throwable) = withContext(NonCancellable) {
        blocking { runCatching(sink::abort).exceptionOrNull()?.let(cause::addSuppressed) }
    }

    private suspend fun <T> writing(write: () -> T): T = try {
        blocking(write)
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (failed: Exception) {
        throw TransportException(
            TransportFailure(
                ErrorCode.DOWNLOAD_FAILED,
                "$WHAT failed: it could not be written (${failed::class.simpleName}). Check the place and its room.",
                FailureClass.PERMANENT,
                null,
            ),
            failed,
        )
    }

    private fun refusal(status: Int): TransportException = when (status) {
        in EXPIRED -> failure(
            ErrorCode.ATTACHMENT_HAS_EXPIRED,
            "$WHAT failed: its address is no longer good (status $status). Ask for a fresh one.",
        )

        else -> TransportException(
            TransportFailure(
                ErrorCode.DOWNLOAD_FAILED,
                "$WHAT failed: the service answered with status $status.",
                FailureClass.of(ErrorCode.of(status)),
                null,
            ),
        )
    }

    private fun tooLarge(maxBytes: Long) = failure(
        ErrorCode.FILE_SIZE_INVALID,
        "$WHAT was stopped: it has more than the $maxBytes bytes that are allowed. Raise the limit if you want it.",
    )

    private fun failure(code: ErrorCode, message: String) = TransportException(TransportFailure(code, message))

    private const val WHAT = "Downloading the file"
    private const val PIECE = 64 * 1024
    private val EXPIRED = setOf(401, 403, 404, 410)
}

/** The header that suggests a name (RFC 6266); what comes of it is cleaned afterwards. */
internal object ContentDispositions {
    private val PLAIN = Regex("""filename\s*=\s*("((?:[^"\\]|\\.)*)"|[^;\s]+)""", RegexOption.IGNORE_CASE)

    fun fileName(header: String?): String? {
        val match = header?.let(PLAIN::find) ?: return null
        return match.groupValues[2].ifEmpty { match.groupValues[1].trim('"') }.replace(Regex("""\\(.)"""), "$1")
    }
}
