package dev.confab.transport.jvm

import dev.confab.transport.Confab
import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.FrameSocket
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.ReconnectPolicy
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

/** The making again, over sockets by hand. */
class FrameConnectionTest {
    private val confab = Confab.create()
    private val told = Channel<String>(Channel.UNLIMITED)
    private val connection = FrameConnection(confab, ReconnectPolicy(Backoff(0, 1, 1), 1, 30_000, 10_000), Sink())

    @AfterEach
    fun stop() {
        connection.close(LEAVING).join()
        confab.close()
    }

    @Test
    fun a_connection_that_is_renewed_comes_back_whatever_the_service_closes_with() = bounded {
        connection.open("the test", LIMIT) { Socket(answers = CloseReason(CloseReason.NORMAL, "bye")) }.await()
        assertEquals("opened", told.receive())

        connection.renew(CloseReason(4408, "no answer")).await()

        assertEquals("closed 4408", told.receive())
        assertEquals("opened again", told.receive())
        connection.disconnect(LEAVING).await()
        assertEquals("closed 1000", told.receive())
    }

    @Test
    fun a_service_that_closes_normally_is_left_alone() = bounded {
        val socket = Socket(answers = null)
        connection.open("the test", LIMIT) { socket }.await()
        assertEquals("opened", told.receive())

        socket.end(CloseReason(CloseReason.NORMAL, "bye"))

        assertEquals("closed 1000", told.receive())
        connection.open("the test", LIMIT) { Socket(answers = null) }.await()
        assertEquals("opened", told.receive())
    }

    @Test
    fun an_opener_that_fails_by_mistake_fails_the_opening_at_once() = bounded {
        val failed = assertFailsWith<MessagingException> {
            connection.open("the test", LIMIT) { error("a mistake") }.await()
        }
        assertEquals(ErrorCode.UNEXPECTED_ERROR, failed.code)
        assertEquals("failed ${failed.message}", told.receive())
    }

    @Test
    fun an_opener_that_fails_by_mistake_ends_the_coming_back_and_is_told() = bounded {
        val sockets = ArrayDeque(listOf(Socket(answers = null)))
        val first = sockets.first()
        connection.open("the test", LIMIT) { sockets.removeFirst() }.await()
        assertEquals("opened", told.receive())

        first.end(null)

        assertEquals("closed 1006", told.receive())
        assertEquals("The connection could not be made: NoSuchElementException.", told.receive().removePrefix("failed "))
        connection.open("the test", LIMIT) { Socket(answers = null) }.await()
        assertEquals("opened", told.receive())
    }

    private fun bounded(test: suspend () -> Unit) = runBlocking { withTimeout(LIMIT) { test() } }

    private inner class Sink : FrameSink {
        override fun onOpened(again: Boolean): CompletionStage<*> = tell(if (again) "opened again" else "opened")

        override fun onFrame(text: String): CompletionStage<*> = tell(text)

        override fun mayReturn(code: Int): Boolean = code != CloseReason.NORMAL

        override fun onClosed(code: Int, reason: String, returns: Boolean): CompletionStage<*> = tell("closed $code")

        override fun onFailure(failure: MessagingException): CompletionStage<*> = tell("failed ${failure.message}")

        private fun tell(what: String): CompletionStage<*> {
            told.trySend(what)
            return CompletableFuture.completedFuture(null)
        }
    }

    /** Ends with [answers] when it is closed; null: with what it was closed with. */
    private class Socket(private val answers: CloseReason?) : FrameSocket {
        private val frames = Channel<String>(Channel.UNLIMITED)

        @Volatile
        override var closeReason: CloseReason? = null

        fun end(reason: CloseReason?) {
            closeReason = reason
            frames.close()
        }

        override suspend fun receive(): String? = frames.receiveCatching().getOrNull()

        override suspend fun send(frame: String) = Unit

        override suspend fun close(reason: CloseReason) {
            if (closeReason == null) end(answers ?: reason)
        }
    }

    private companion object {
        const val LIMIT = 60_000L
        val LEAVING = CloseReason(CloseReason.NORMAL, "leaving")
    }
}
