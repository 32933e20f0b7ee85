package dev.confab.transport.jvm

import dev.confab.transport.AttachmentProgress
import dev.confab.transport.model.Attachment
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.Executor
import kotlin.coroutines.resume

/** Tells [progress] on [executor]: one call at a time, the newest value, and nothing after the attaching has ended. */
internal class ProgressCalls(private val progress: AttachmentProgress, private val executor: Executor) {
    suspend fun attaching(attach: suspend (AttachmentProgress) -> Attachment): Attachment = coroutineScope {
        val newest = Channel<Pair<Long, Long>>(Channel.CONFLATED)
        val telling = launch { for ((sent, total) in newest) tell(sent, total) }
        val attached = attach { sent, total -> newest.trySend(sent to total) }
        newest.close()
        // Whoever waits for the attaching on the only thread of the executor would wait for ever for a call that this thread is to run.
        withTimeoutOrNull(LAST_CALL_MILLIS) { telling.join() }
        telling.cancel()
        attached
    }

    private suspend fun tell(sentBytes: Long, totalBytes: Long) = suspendCancellableCoroutine { waiting ->
        try {
            executor.execute {
                try {
                    // A call that comes to its turn after the end is none any more.
                    if (waiting.isActive) progress.onProgress(sentBytes, totalBytes)
                } catch (failed: Throwable) {
                    val thread = Thread.currentThread()
                    thread.uncaughtExceptionHandler.uncaughtException(thread, failed)
                } finally {
                    if (waiting.isActive) waiting.resume(Unit)
                }
            }
        } catch (_: RuntimeException) {
            // Who refuses to be told is not told: a RejectedExecutionException, or whatever an executor throws for that.
            if (waiting.isActive) waiting.resume(Unit)
        }
    }

    private companion object {
        /** As long as the end of the attaching waits for the call with the last value. */
        const val LAST_CALL_MILLIS = 1_000L
    }
}
