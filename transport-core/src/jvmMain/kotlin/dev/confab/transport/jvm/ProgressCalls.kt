package dev.confab.transport.jvm

import dev.confab.transport.AttachmentProgress
import dev.confab.transport.model.Attachment
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.suspendCancellableCoroutine
import java.util.concurrent.Executor
import java.util.concurrent.RejectedExecutionException
import kotlin.coroutines.resume

/** Tells [progress] on [executor]: one call at a time, the newest value, and nothing after the attaching has ended. */
internal class ProgressCalls(private val progress: AttachmentProgress, private val executor: Executor) {
    suspend fun attaching(attach: suspend (AttachmentProgress) -> Attachment): Attachment = coroutineScope {
        val newest = Channel<Pair<Long, Long>>(Channel.CONFLATED)
        val telling = launch { for ((sent, total) in newest) tell(sent, total) }
        val attached = attach { sent, total -> newest.trySend(sent to total) }
        newest.close()
        telling.join()
        attached
    }

    private suspend fun tell(sentBytes: Long, totalBytes: Long) = suspendCancellableCoroutine { waiting ->
        try {
            executor.execute {
                try {
                    progress.onProgress(sentBytes, totalBytes)
                } catch (failed: Throwable) {
                    val thread = Thread.currentThread()
                    thread.uncaughtExceptionHandler.uncaughtException(thread, failed)
                } finally {
                    waiting.resume(Unit)
                }
            }
        } catch (_: RejectedExecutionException) {
            // Who refuses to be told is not told.
            waiting.resume(Unit)
        }
    }
}
