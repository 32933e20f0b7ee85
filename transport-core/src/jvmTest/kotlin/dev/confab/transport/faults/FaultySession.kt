package dev.confab.transport.faults

import dev.confab.transport.MessagingClient
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.ResumeOutcome
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue

/** One client that sends numbered texts whatever happens, and notes all that it is told. */
internal class FaultySession(val token: String, private val client: MessagingClient) {
    /** What was accepted, in the order of the calls. */
    val accepted = ArrayList<String>()

    /** By its text, what came of each call. */
    val proved = ConcurrentHashMap<String, Message>()
    val failed = ConcurrentHashMap<String, ErrorCode>()

    /** What the agent said in this session by itself, in order. */
    val spoken = ArrayList<String>()
    val events = ConcurrentLinkedQueue<MessagingEvent>()

    val messages: List<Message> get() = client.conversation.value.messages
    val inbound: List<Message> get() = messages.filter { it.direction == Direction.INBOUND }
    val outbound: List<Message> get() = messages.filter { it.direction == Direction.OUTBOUND }
    val outcomes: List<ResumeOutcome> get() = events.filterIsInstance<MessagingEvent.Resumed>().map { it.outcome }

    /** By the events, in the order in which the application was told. */
    val told: List<Message>
        get() = events.filterIsInstance<MessagingEvent.MessageInserted>().map { it.message }.filter { it.direction == Direction.OUTBOUND }

    suspend fun connect(scope: CoroutineScope): Job {
        val observing = scope.launch(start = CoroutineStart.UNDISPATCHED) { client.events.collect(events::add) }
        client.connect()
        return observing
    }

    /** Sends in order, with a few calls open at a time, until enough is sent or [goesOn] says no. */
    suspend fun sendAll(scope: CoroutineScope, count: Int, goesOn: () -> Boolean) {
        val room = Semaphore(OPEN_CALLS)
        val calls = ArrayList<Job>()
        for (number in 1..count) {
            room.acquire()
            if (!goesOn()) break
            val text = "text $number"
            accepted += text
            calls +=
                scope.async(start = CoroutineStart.UNDISPATCHED) {
                    try {
                        proved[text] = client.send(text)
                    } catch (refused: MessagingException) {
                        failed[text] = refused.code
                    } finally {
                        room.release()
                    }
                }
        }
        calls.joinAll()
    }

    /** Waits until the agent's side is here too; what is missing after that stays missing. */
    suspend fun awaitOutbound(count: Int, millis: Long) {
        withTimeoutOrNull(millis) {
            client.conversation.first { conversation -> conversation.messages.count { it.direction == Direction.OUTBOUND } >= count }
        }
    }

    suspend fun close() = client.close()

    private companion object {
        const val OPEN_CALLS = 12
    }
}
