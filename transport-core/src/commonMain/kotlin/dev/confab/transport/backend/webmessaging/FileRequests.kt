package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ErrorCode
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.withTimeoutOrNull

/**
 * The open requests about files: an answer is found by its tracing id, and where it has none, by the file (protocol notes §2.7, §12 "request
 * table"). Each has a deadline.
 */
internal class FileRequests(private val write: suspend (GuestRequest) -> Unit) {
    private class Awaited(val tracingId: String?, val id: AttachmentId, val answer: CompletableDeferred<FileAnswer>)

    private val awaited = MutableStateFlow<List<Awaited>>(emptyList())

    /** Sends [request] and returns what the service answers. */
    suspend fun ask(request: GuestRequest, id: AttachmentId, what: String): FileAnswer = awaiting(request.tracingId, id) { answer ->
        write(request)
        withTimeoutOrNull(ANSWER_MILLIS) { answer.await() } ?: throw late(what, ANSWER_MILLIS)
    }

    /** Runs [work] with the outcome of an upload at hand, which the service tells unasked and perhaps before the upload has ended. */
    suspend fun <T> awaitingOutcome(id: AttachmentId, work: suspend (CompletableDeferred<FileAnswer>) -> T): T = awaiting(null, id, work)

    private suspend fun <T> awaiting(tracingId: String?, id: AttachmentId, work: suspend (CompletableDeferred<FileAnswer>) -> T): T {
        val waiting = Awaited(tracingId, id, CompletableDeferred())
        awaited.update { it + waiting }
        try {
            return work(waiting.answer)
        } finally {
            awaited.update { it - waiting }
        }
    }

    /** Takes an answer when somebody waits for it. */
    fun offer(tracingId: String?, answer: FileAnswer): Boolean {
        val waiting = if (answer is FileAnswer.Uploaded) outcomeOf(answer.id) else byTracingId(tracingId) ?: requestOf(answer.id)
        return waiting?.answer?.complete(answer) ?: false
    }

    /** Takes a refusal when it is about one of the requests. */
    fun refuse(frame: ServiceFrame.Failure): Boolean {
        val named = frame.attachmentId?.let { requestOf(it) ?: outcomeOf(it) }
        val unnamed = if (frame.tracingId == null &&
            isAboutFiles(frame.failure.code)
        ) {
            awaited.value.firstOrNull { it.tracingId != null }
        } else {
            null
        }
        val waiting = byTracingId(frame.tracingId) ?: named ?: unnamed
        return waiting?.answer?.completeExceptionally(TransportException(frame.failure)) ?: false
    }

    private fun byTracingId(tracingId: String?): Awaited? = tracingId?.let { id -> awaited.value.firstOrNull { it.tracingId == id } }

    private fun requestOf(id: AttachmentId): Awaited? = awaited.value.firstOrNull { it.tracingId != null && it.id == id }

    private fun outcomeOf(id: AttachmentId): Awaited? = awaited.value.firstOrNull { it.tracingId == null && it.id == id }

    companion object {
        private const val ANSWER_MILLIS = 15_000L

        fun late(what: String, millis: Long) =
            TransportException(TransportFailure(ErrorCode.of(HTTP_TIMEOUT), "$what failed: the service did not answer within $millis ms."))

        /** Numbers that never concern a message (§1.8). */
        fun isAboutFiles(code: ErrorCode): Boolean = code.value in 4001..4005 || code == ErrorCode.FILE_EMPTY

        private const val HTTP_TIMEOUT = 408
    }
}
