package dev.confab.transport.jvm

import dev.confab.transport.Confab
import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.FrameSocket
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException
import dev.confab.transport.policy.ReconnectPolicy
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicInteger
import kotlin.random.Random
import kotlin.time.TimeSource

/**
 * A [FrameSocket] that is made again when it is lost, with futures. Support for Java faces that speak the frames of a service themselves.
 *
 * A loss is followed by attempts after [ReconnectPolicy.backoff] and under the budget of the process (guarantees REL-6, REL-7), without end,
 * until one succeeds, the service refuses for good, or [disconnect] is called. Nothing is kept for later: what is sent while there is no connection
 * fails with `NotConnected`. Thread-safe. Futures complete on the [CallbackThreads] or are complete when they are returned.
 */
public class FrameConnection(private val confab: Confab, private val policy: ReconnectPolicy, private val sink: FrameSink) {
    // Serial: what belongs to one connection is never touched twice at a time.
    private val serial = Dispatchers.Default.limitedParallelism(1)
    private val scope = CoroutineScope(SupervisorJob() + serial + CoroutineExceptionHandler { _, _ -> })
    private val calls = CoroutineScope(SupervisorJob() + CallbackThreads.dispatcher + CoroutineExceptionHandler { _, _ -> })
    private val sending = AtomicInteger()
    private var life: Life? = null

    @Volatile
    private var closed = false

    @Volatile
    private var socket: FrameSocket? = null

    /** Whether frames can be sent now. */
    public val isOpen: Boolean get() = socket != null

    /**
     * Connects; one attempt. While a lost connection is being made again, waits for that instead. Complete at once when connected. Fails with
     * `WrongState` when there is a connection to another target.
     *
     * @param target what [opener] leads to, for messages.
     * @param timeoutMillis how long the attempt, or the waiting, may take.
     * @param opener makes a socket, now and after each loss.
     */
    public fun open(target: String, timeoutMillis: Long, opener: suspend () -> FrameSocket): CompletableFuture<Void?> = calling {
        val opening = withContext(serial) {
            if (closed) throw closedFailure()
            val current = life?.takeIf { it.isGoingOn } ?: Life(target, opener).also { life = it }
            if (current.target != target) {
                val message = "There is a connection to ${current.target} already: disconnect before connecting to $target."
                throw MessagingException(ErrorCode.WRONG_STATE, message)
            }
            current.start(timeoutMillis)
            current.standing
        }
        withTimeoutOrNull(timeoutMillis) { opening.await() } ?: throw timeout(timeoutMillis)
        null
    }

    /** Hands [frame] to the network; fails with `NotConnected` without a connection and with `OutboxFull` when [MAX_SENDING] are waiting. */
    public fun send(frame: String): CompletableFuture<Void?> {
        if (closed) return failed(closedFailure())
        if (sending.incrementAndGet() > MAX_SENDING) {
            sending.decrementAndGet()
            val message = "$MAX_SENDING frames wait for the network already: send more slowly."
            return failed(MessagingException(ErrorCode.OUTBOX_FULL, message))
        }
        // Undispatched: frames have their place before this returns.
        return calls.future(start = CoroutineStart.UNDISPATCHED) {
            try {
                val open = socket ?: throw MessagingException(ErrorCode.NOT_CONNECTED, "There is no connection to send on: connect first.")
                open.send(frame)
                null
            } finally {
                sending.decrementAndGet()
            }
        }
    }

    /** Lets a connection go that does not answer; [FrameSink.mayReturn] is asked about [reason], whatever the service closes with. */
    public fun renew(reason: CloseReason): CompletableFuture<Void?> = calling {
        val left = withContext(serial) { socket?.also { life?.renewing = reason } }
        left?.close(reason)
        null
    }

    /** Ends the connection politely, or the attempts to make it again; [open] works afterwards. */
    public fun disconnect(reason: CloseReason): CompletableFuture<Void?> =
        if (closed) CompletableFuture.completedFuture(null) else ending(reason)

    private fun ending(reason: CloseReason) = calling {
        withContext(serial) { life }?.end(reason)
        null
    }

    /** [disconnect], and nothing more is possible afterwards. Waits at most [CLOSE_MILLIS] for a sink that is slow. */
    public fun close(reason: CloseReason): CompletableFuture<Void?> = CoroutineScope(CallbackThreads.dispatcher).future {
        val last = withContext(serial) {
            closed = true
            life
        }
        withTimeoutOrNull(CLOSE_MILLIS) { last?.end(reason) }
        withContext(serial) { socket = null }
        scope.coroutineContext.job.cancelAndJoin()
        calls.coroutineContext.job.cancelAndJoin()
        null
    }

    /** From a first attempt until the connection is given up. */
    private inner class Life(val target: String, private val opener: suspend () -> FrameSocket) {
        /** Complete while there is a connection; made anew for the next one. */
        var standing = CompletableDeferred<Unit>()
            private set

        /** Why the connection of now is let go for another one. */
        var renewing: CloseReason? = null

        private var ending: CloseReason? = null
        private var attempt = 0
        private lateinit var running: Job

        /** False as soon as it is given up: whoever is told so may begin anew at once. */
        var isGoingOn = true
            private set

        fun start(timeoutMillis: Long) {
            if (::running.isInitialized) return
            running = scope.launch { run(timeoutMillis) }
        }

        suspend fun end(reason: CloseReason) {
            withContext(serial) { if (ending == null) ending = reason }
            val open = socket
            if (open == null) running.cancelAndJoin() else open.close(reason)
            // A sink that takes nothing more does not hold up the end.
            withTimeoutOrNull(CLOSE_MILLIS) { running.join() }
            running.cancelAndJoin()
        }

        private suspend fun run(timeoutMillis: Long) {
            try {
                var next: FrameSocket? = first(timeoutMillis) ?: return
                var again = false
                while (next != null) {
                    next = if (live(next, again)) back() else null
                    again = true
                }
            } finally {
                isGoingOn = false
                standing.completeExceptionally(MessagingException(ErrorCode.NOT_CONNECTED, "The connection was ended."))
            }
        }

        private suspend fun first(timeoutMillis: Long): FrameSocket? = try {
            withTimeout(timeoutMillis) { opener() }
        } catch (late: TimeoutCancellationException) {
            currentCoroutineContext().ensureActive()
            fail(timeout(timeoutMillis, late))
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (failed: MessagingException) {
            fail(failed)
        } catch (failed: Exception) {
            fail(unexpected(failed))
        }

        private suspend fun fail(failure: MessagingException): FrameSocket? {
            isGoingOn = false
            standing.completeExceptionally(failure)
            sink.onFailure(failure).await()
            return null
        }

        /** As long as [open] stands. Returns whether it is to be made again. */
        private suspend fun live(open: FrameSocket, again: Boolean): Boolean {
            var reason: CloseReason? = null
            val since = TimeSource.Monotonic.markNow()
            try {
                socket = open
                renewing = null
                val told = sink.onOpened(again)
                // Only now: whoever waited may send, and what the sink sends stands before that.
                standing.complete(Unit)
                told.await()
                while (true) sink.onFrame(open.receive() ?: break).await()
                reason = open.closeReason
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (failed: Exception) {
                // Also a mistake of the sink: a connection that ends without a word would be worse.
                val told = failed as? MessagingException
                    ?: MessagingException(ErrorCode.UNEXPECTED_ERROR, "A frame was not taken: ${failed::class.simpleName}.", failed)
                if (ending == null) sink.onFailure(told).await()
            } finally {
                socket = null
                standing = CompletableDeferred()
                // Also when this is cancelled: nobody else knows the socket.
                scope.launch(start = CoroutineStart.UNDISPATCHED) { open.close(reason ?: CloseReason(CloseReason.NORMAL, "")) }
            }
            if (since.elapsedNow().inWholeMilliseconds >= policy.stableAfterMillis) attempt = 0
            val told = ending ?: renewing ?: reason ?: CloseReason(CLOSED_ABNORMALLY, "")
            val returns = ending == null && sink.mayReturn(told.code)
            isGoingOn = returns
            sink.onClosed(told.code, told.text, returns).await()
            return returns && ending == null
        }

        /** The next socket after a loss; null when the service wants no more. */
        private suspend fun back(): FrameSocket? {
            var asked = 0L
            while (true) {
                attempt++
                delay(maxOf(policy.backoff.delayMillis(attempt, Random.nextDouble()), asked))
                confab.awaitReconnect()
                try {
                    return withTimeout(policy.openTimeoutMillis) { opener() }
                } catch (late: TimeoutCancellationException) {
                    currentCoroutineContext().ensureActive()
                    sink.onFailure(timeout(policy.openTimeoutMillis, late)).await()
                } catch (cancelled: CancellationException) {
                    throw cancelled
                } catch (failed: MessagingException) {
                    val failure = (failed as? TransportException)?.failure
                    val isRetryable = failure?.failureClass?.isRetryable ?: failed.code.isRetryable
                    asked = failure?.retryAfterMillis ?: 0
                    if (!isRetryable) return fail(failed)
                    sink.onFailure(failed).await()
                } catch (failed: Exception) {
                    return fail(unexpected(failed))
                }
            }
        }
    }

    /** After the end there is no scope any more in which a call could run. */
    private fun calling(call: suspend CoroutineScope.() -> Void?): CompletableFuture<Void?> =
        if (closed) failed(closedFailure()) else calls.future(block = call)

    private fun failed(failure: MessagingException) = CompletableFuture<Void?>().apply { completeExceptionally(failure) }

    private fun timeout(millis: Long, cause: Throwable? = null) =
        MessagingException(ErrorCode.OPEN_TIMEOUT, "The service was not reached within $millis ms.", cause)

    /** A mistake of an opener: nobody can tell whether another attempt would help. */
    private fun unexpected(failed: Exception) =
        MessagingException(ErrorCode.UNEXPECTED_ERROR, "The connection could not be made: ${failed::class.simpleName}.", failed)

    private fun closedFailure() = MessagingException(ErrorCode.CLIENT_CLOSED, "This client is closed: make a new one.")

    private companion object {
        const val MAX_SENDING = 256
        const val CLOSE_MILLIS = 5_000L

        /** Stands for a connection that ended without a close frame (RFC 6455 §7.4.1). */
        const val CLOSED_ABNORMALLY = 1006
    }
}
