package dev.confab.transport.runtime

import dev.confab.transport.session.Now
import dev.confab.transport.session.SessionInput
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ClosedSendChannelException
import kotlinx.coroutines.channels.ReceiveChannel
import kotlin.random.Random

/** The one way into a session's loop, with the time and the chance that its inputs carry. Bounded: who posts too fast waits. */
internal class Mailbox(private val clock: SessionClock, private val random: Random) {
    private val channel = Channel<LoopInput>(CAPACITY)

    val inputs: ReceiveChannel<LoopInput> get() = channel

    fun now(): Now = clock.now()

    fun roll(): Double = random.nextDouble()

    /** Without effect once the client is closed: then nobody reads any more. */
    suspend fun post(input: SessionInput) {
        send(LoopInput.Plain(input))
    }

    /** Returns false once the client is closed. */
    suspend fun send(input: LoopInput): Boolean = try {
        channel.send(input)
        true
    } catch (_: ClosedSendChannelException) {
        false
    }

    /** Without waiting: returns false when it is full or the client is closed. */
    fun offer(input: LoopInput): Boolean = channel.trySend(input).isSuccess

    /** Takes nothing any more, and returns what nobody has read. */
    fun close(): List<LoopInput> {
        channel.close()
        return generateSequence { channel.tryReceive().getOrNull() }.toList()
    }

    private companion object {
        const val CAPACITY = 64
    }
}
