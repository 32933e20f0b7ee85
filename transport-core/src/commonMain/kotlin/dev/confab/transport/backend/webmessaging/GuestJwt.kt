package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * The guest's token for the REST history, asked for over the socket (protocol notes §2.4, §5.2). One request at a time; the answer is found by
 * its tracing id and has a deadline.
 */
internal class GuestJwt(private val write: suspend (GuestRequest) -> Unit) {
    private class Awaited(val tracingId: String, val answer: CompletableDeferred<String>)

    private val awaited = MutableStateFlow<Awaited?>(null)
    private var cached: Pair<String, TimeMark>? = null

    /** A token that is still good for a while. */
    suspend fun get(): String {
        cached?.let { (jwt, since) -> if (since.elapsedNow() < REUSE) return jwt }
        return request().also { cached = it to TimeSource.Monotonic.markNow() }
    }

    /** The service did not take the last one. */
    fun forget() {
        cached = null
    }

    /** Takes the answer when it is the awaited one, or names no request: there is only one. */
    fun offer(tracingId: String?, jwt: String): Boolean =
        awaited.value?.takeIf { tracingId == null || it.tracingId == tracingId }?.answer?.complete(jwt) ?: false

    /** Takes the refusal when it is the awaited one's. */
    fun refuse(tracingId: String?, failure: TransportFailure): Boolean =
        awaited.value?.takeIf { it.tracingId == tracingId }?.answer?.completeExceptionally(TransportException(failure)) ?: false

    private suspend fun request(): String {
        val request = GuestRequest.GetJwt(newTracingId())
        val waiting = Awaited(request.tracingId, CompletableDeferred())
        awaited.value = waiting
        try {
            write(request)
            return withTimeoutOrNull(DEADLINE) { waiting.answer.await() }
                ?: throw TransportException(
                    TransportFailure(
                        ErrorCode.HISTORY_FETCH_FAILURE,
                        "The service gave no token for the history within ${DEADLINE.inWholeSeconds} s.",
                    ),
                )
        } finally {
            awaited.value = null
        }
    }

    private companion object {
        val DEADLINE = 10.seconds

        /** A token lives about a minute (§10); the clocks of both sides need not agree, so its age is measured here. */
        val REUSE = 30.seconds
    }
}
