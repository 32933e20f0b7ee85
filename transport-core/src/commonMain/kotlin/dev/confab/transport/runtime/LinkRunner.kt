package dev.confab.transport.runtime

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Deadline
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.session.SessionEffect
import dev.confab.transport.session.SessionInput
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** One link from its opening to its end: reads it, writes to it, and tells the loop. */
internal class LinkRunner(
    private val transport: Transport,
    private val effect: SessionEffect.OpenLink,
    private val mailbox: Mailbox,
    private val delivery: Delivery,
    private val budget: RetryBudget,
    private val scope: CoroutineScope,
) {
    // The rules bound it: one message in flight, a few files, typing and health checks at most one per interval.
    private val commands = Channel<LinkCommand>(Channel.UNLIMITED)
    private var link: Link? = null
    private val reading = MutableStateFlow(true)
    private val life: Job = scope.launch(start = CoroutineStart.LAZY) { live() }

    /** How often the reading was held back. */
    private var pauses = 0

    fun start() {
        life.start()
    }

    /** A time in which an answer was read, had there been one: while the application holds back the reading, none is, and none is late. */
    suspend fun listen(millis: Long) {
        do {
            val before = pauses
            val held = !reading.value
            delay(millis)
            reading.first { it }
        } while (held || pauses != before)
    }

    fun submit(command: LinkCommand) {
        commands.trySend(command)
    }

    /** Ends the link, or its opening, and tells the loop when that is done. */
    fun close(reason: CloseReason): Job = scope.launch {
        try {
            link?.close(reason)
        } finally {
            withContext(NonCancellable) { life.cancelAndJoin() }
        }
        mailbox.post(SessionInput.LinkClosed(effect.link, mailbox.now()))
    }

    private suspend fun live() {
        val failure =
            try {
                if (effect.isRetry) budget.await()
                val opened = open()
                mailbox.post(SessionInput.LinkOpened(effect.link, opened.info, mailbox.now()))
                converse(opened)
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (failed: TransportException) {
                failed.failure
            } catch (unexpected: Exception) {
                TransportFailure(ErrorCode.UNEXPECTED_ERROR, "The ${transport.backend} transport failed: ${unexpected::class.simpleName}.")
            }
        failure?.let { mailbox.post(SessionInput.LinkFailed(effect.link, it, mailbox.roll(), mailbox.now(), newId())) }
    }

    private suspend fun open(): Link {
        val request =
            OpenRequest(effect.sessionKey, effect.resumeState, effect.startNew, effect.customAttributes) {
                mailbox.post(SessionInput.LinkConnected(effect.link))
            }
        try {
            // Assigned inside, so that a link which opens at the very moment of the deadline is not lost but closed.
            Deadline.within(effect.timeoutMillis) { transport.open(request).also { link = it } }?.let { return it }
        } catch (_: TimeoutCancellationException) {
            // A wait inside that nobody looked after is late, too, and no wish to end.
            currentCoroutineContext().ensureActive()
        } catch (cancelled: CancellationException) {
            withContext(NonCancellable) { link?.close(CloseReason(CloseReason.NORMAL, "Cancelled.")) }
            throw cancelled
        }
        withContext(NonCancellable) { link?.close(CloseReason(CloseReason.NORMAL, "Too late.")) }
        throw TransportException(
            TransportFailure(ErrorCode.OPEN_TIMEOUT, "The service did not accept the session within ${effect.timeoutMillis} ms."),
        )
    }

    private suspend fun awaitRoom() {
        if (delivery.hasRoom) return
        pauses++
        reading.value = false
        delivery.awaitRoom()
        reading.value = true
    }

    /** Returns why the link ended, or null when the peer closed it in an orderly way and the loop knows. */
    private suspend fun converse(opened: Link): TransportFailure? {
        var closed = false
        coroutineScope {
            val writer = launch { for (command in commands) opened.submit(command) }
            opened.events.collect { event ->
                awaitRoom()
                closed = event is LinkEvent.Closed
                val freshKey = if (event is LinkEvent.SessionEnded) newId() else null
                mailbox.post(SessionInput.Received(effect.link, event, mailbox.roll(), mailbox.now(), freshKey))
            }
            writer.cancel()
        }
        return if (closed) null else TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The connection ended without a close.")
    }
}
