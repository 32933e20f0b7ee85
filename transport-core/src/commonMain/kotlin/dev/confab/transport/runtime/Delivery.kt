package dev.confab.transport.runtime

import dev.confab.transport.model.MessagingEvent
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.first

/**
 * Carries events from the loop to the application, in order and without loss while somebody is subscribed.
 *
 * The loop itself never waits for the application: a collector that stops reading stops, once [bound] events are waiting, the reading
 * from the link ([awaitRoom]). What callers want goes on, until they have made [MORE] events on top of those; then they wait too.
 */
internal class Delivery(private val bound: Int) {
    private val shared = MutableSharedFlow<MessagingEvent>(extraBufferCapacity = bound)
    private val queue = Channel<MessagingEvent>(Channel.UNLIMITED)
    private val waiting = MutableStateFlow(0)
    private val released = MutableStateFlow(false)

    val events: SharedFlow<MessagingEvent> get() = shared

    /** Never suspends: what one input makes is little, and none is taken from a link or a caller without room. */
    fun offer(event: MessagingEvent) {
        waiting.value += 1
        queue.trySend(event)
    }

    val hasRoom: Boolean get() = waiting.value < bound

    suspend fun awaitRoom() {
        waiting.first { it < bound }
    }

    val hasRoomForCalls: Boolean get() = waiting.value < bound + MORE || released.value

    /** Returns at once after [release]. */
    suspend fun awaitRoomForCalls() {
        if (!hasRoomForCalls) waiting.combine(released) { _, _ -> hasRoomForCalls }.first { it }
    }

    /** Nobody need wait for room any more: the client is closed. */
    fun release() {
        released.value = true
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

    private companion object {
        const val MORE = 256
    }
}
