package dev.confab.transport.backend

import dev.confab.transport.model.ErrorCode
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/**
 * The frame of a link whose commands are requests with answers: they are queued by [submit] and worked off while the events are collected,
 * orders one after the other, pages of history and files beside them. The first that fails ends the link, and with it everything.
 */
internal abstract class RequestLink : Link {
    // The session has one message in flight, and asks for little else.
    private val orders = Channel<LinkCommand>(ORDERS)
    private val histories = Channel<LinkCommand.FetchHistory>(HISTORIES)

    // The session asks for a bounded number of files, and for each of them a few times.
    private val files = Channel<LinkCommand>(Channel.UNLIMITED)
    private val closing = CompletableDeferred<Unit>()
    private val started = CompletableDeferred<Unit>()
    private val finished = CompletableDeferred<Unit>()

    final override val events: Flow<LinkEvent> =
        channelFlow {
            started.complete(Unit)
            try {
                val work = async { serve { send(it) } }
                val watch = launch {
                    closing.await()
                    work.cancel()
                }
                work.join()
                watch.cancel()
            } finally {
                finished.complete(Unit)
            }
        }.buffer(Channel.RENDEZVOUS).catch { cause ->
            val dead = cause as? TransportException ?: failure(cause)
            retire(dead)
            // What our own close breaks is no failure.
            if (!closing.isCompleted) throw dead
        }

    private suspend fun serve(emit: suspend (LinkEvent) -> Unit) = coroutineScope {
        val workers = launch {
            launch { for (order in orders) perform(order, emit) }
            launch { for (request in histories) emit(history(request)) }
            launch { filing(files, emit) }
            accompany(this, emit)
        }
        attend(emit)
        workers.cancel()
    }

    final override suspend fun submit(command: LinkCommand) {
        when (command) {
            is LinkCommand.FetchHistory -> histories.send(command)

            is LinkCommand.UploadAttachment,
            is LinkCommand.CancelUpload,
            is LinkCommand.DeleteAttachment,
            is LinkCommand.RefreshAttachment,
            -> files.send(command)

            else -> orders.send(command)
        }
    }

    final override suspend fun close(reason: CloseReason) {
        if (closing.isCompleted) return
        try {
            withTimeoutOrNull(FAREWELL_MILLIS) { farewell(reason) }
        } catch (_: TransportException) {
            // Who is not there cannot be told.
        } finally {
            closing.complete(Unit)
            retire(TransportException(TransportFailure(ErrorCode.NOT_CONNECTED, "The link is closed.")))
            withContext(NonCancellable) { if (started.isCompleted) finished.await() }
            released()
        }
    }

    private fun retire(cause: TransportException) {
        orders.close(cause)
        histories.close(cause)
        files.close(cause)
    }

    /** Receives what the service tells, until the session ends in an orderly way. Throws when the connection is lost. */
    protected abstract suspend fun attend(emit: suspend (LinkEvent) -> Unit)

    /** Carries out everything but history and files; throws what ends the link. */
    protected abstract suspend fun perform(command: LinkCommand, emit: suspend (LinkEvent) -> Unit)

    /** The answer to [command], whatever happens. */
    protected abstract suspend fun history(command: LinkCommand.FetchHistory): LinkEvent

    /** Works off [commands] until cancelled. */
    protected abstract suspend fun filing(commands: Channel<LinkCommand>, emit: suspend (LinkEvent) -> Unit)

    /** What else goes on as long as the link lives. */
    protected open fun accompany(scope: CoroutineScope, emit: suspend (LinkEvent) -> Unit): Unit = Unit

    /** The last words to the service, within [FAREWELL_MILLIS]. */
    protected open suspend fun farewell(reason: CloseReason): Unit = Unit

    /** Everything has stopped: what is held can be let go. Also where nobody ever collected the events. */
    protected open fun released(): Unit = Unit

    /** What this library says of a foreign exception. */
    protected abstract fun failure(cause: Throwable): TransportException

    private companion object {
        const val ORDERS = 64
        const val HISTORIES = 16
        const val FAREWELL_MILLIS = 3_000L
    }
}
