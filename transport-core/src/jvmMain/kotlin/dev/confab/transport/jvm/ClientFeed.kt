package dev.confab.transport.jvm

import dev.confab.transport.MessagingClient
import dev.confab.transport.model.MessagingEvent
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.future
import kotlinx.coroutines.launch
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.coroutines.resume

/**
 * Hands what happens at a [MessagingClient] to one [FeedSink], batch by batch. Support for Java faces; Kotlin code collects the flows.
 *
 * The next batch comes only after the sink said that it is done with the last one. Until then events wait: at most [QUEUE] here, then as many
 * as the client's own buffer holds, then the client reads no more from its service. No event is dropped. Of what has one value at a time,
 * such as the state and the conversation, only the newest is handed over.
 *
 * Life: construct, [start] once, then [finish] or [stop].
 */
public class ClientFeed(private val client: MessagingClient, private val sink: FeedSink) {
    private val scope = CoroutineScope(SupervisorJob())
    private val queue = Channel<MessagingEvent>(QUEUE)
    private val wake = Channel<Unit>(Channel.CONFLATED)
    private val reading: Job = scope.launch(CallbackThreads.dispatcher, CoroutineStart.LAZY) { read() }
    private var state = client.state.value
    private var conversation = client.conversation.value
    private var conversations = client.conversations.value
    private var draft = client.draft.value
    private var capabilities = client.capabilities.value
    private var customAttributes = client.customAttributes.value

    /** From now on nothing is missed. */
    public fun start() {
        collect(client.events) { queue.send(it) }
        collect(client.state) {}
        collect(client.conversation) {}
        collect(client.conversations) {}
        collect(client.draft) {}
        collect(client.capabilities) {}
        collect(client.customAttributes) {}
        reading.start()
    }

    /** For a client that was closed: hands over what is there already, for at most [millis], and ends. */
    public fun finish(millis: Long): CompletableFuture<Void?> = CoroutineScope(CallbackThreads.dispatcher).future {
        wake.close()
        withTimeoutOrNull(millis) { reading.join() }
        stop()
        null
    }

    /** Ends at once. A batch that is being handed over at this moment may still reach the sink. */
    public fun stop() {
        scope.cancel()
    }

    /**
     * Unconfined: the collectors only move values, and so everything that the client emitted stands in [queue] as soon as there is room.
     * On threads of their own, [finish] could not know when the last event has arrived.
     */
    private fun <T> collect(flow: Flow<T>, each: suspend (T) -> Unit) {
        scope.launch(Dispatchers.Unconfined, CoroutineStart.UNDISPATCHED) {
            flow.collect {
                each(it)
                wake.trySend(Unit)
            }
        }
    }

    private suspend fun read() {
        for (signal in wake) drain()
        drain()
    }

    private suspend fun drain() {
        while (true) {
            val batch = take()
            if (batch.isEmpty) return
            handOver(batch)
        }
    }

    private fun take(): FeedBatch {
        // Events before values: the client changes its values first, so that these are never older than the events.
        val events = generateSequence { queue.tryReceive().getOrNull() }.take(BATCH).toList()
        val batch =
            FeedBatch(
                oldState = state,
                newState = client.state.value.takeIf { it != state },
                conversation = client.conversation.value.takeIf { it !== conversation },
                conversations = client.conversations.value.takeIf { it !== conversations },
                draft = client.draft.value.takeIf { it != draft },
                capabilities = client.capabilities.value.takeIf { it != capabilities },
                customAttributes = client.customAttributes.value.takeIf { it != customAttributes },
                events = events,
            )
        batch.newState?.let { state = it }
        batch.conversation?.let { conversation = it }
        batch.conversations?.let { conversations = it }
        batch.draft?.let { draft = it }
        batch.capabilities?.let { capabilities = it }
        batch.customAttributes?.let { customAttributes = it }
        return batch
    }

    private suspend fun handOver(batch: FeedBatch) = suspendCancellableCoroutine { waiting ->
        val once = AtomicBoolean()
        sink.deliver(batch) { if (once.compareAndSet(false, true)) waiting.resume(Unit) }
    }

    private companion object {
        const val QUEUE = 64
        const val BATCH = 64
    }
}
