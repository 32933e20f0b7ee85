package dev.confab.transport.runtime

import dev.confab.transport.model.MessagingEvent
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.first

/**
 * Carries events from the loop to the application, in order and without loss while somebody is subscribed.
 *
 * The loop itself never waits for the application: a collector that stops reading stops, once [bound] events are waiting, the reading
 * from the link ([awaitRoom]) and nothing else.
 */
internal class Delivery(private val bound: Int) {
    private val shared = MutableSharedFlow<MessagingEvent>(extraBufferCapacity = bound)
    private val queue = Channel<MessagingEvent>(Channel.UNLIMITED)
    private val waiting = MutableStateFlow(0)

    val events: SharedFlow<MessagingEvent> get() = shared

    /** Never suspends: what one input makes is little, and no input is taken from a link without [awaitRoom]. */
    fun offer(event: MessagingEvent) {
        waiting.value += 1
        queue.trySend(event)
    }

    val hasRoom: Boolean get() = waiting.value < bound

    suspend fun awaitRoom() {
        waiting.first { it < bound }
    }

    suspend fun awaitDrained() {
        waiting.first { it == 0 }
    }

    suspend fun run() {
        for (event in queue) {
            shared.emit(event)
            waiting.value -= 1
        }
    }
}
