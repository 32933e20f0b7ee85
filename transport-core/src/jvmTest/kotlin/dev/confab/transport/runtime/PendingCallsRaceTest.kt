package dev.confab.transport.runtime

import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingException
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.testing.FakeTransport
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.isActive
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Callers on real threads: they call, give up and close while the loop answers. */
class PendingCallsRaceTest {
    @Test
    fun REL12_every_call_of_racing_threads_ends_once_with_its_own_answer() = runBlocking(Dispatchers.Default) {
        withTimeout(60_000) { repeat(ROUNDS) { round(Random(it)) } }
    }

    private suspend fun CoroutineScope.round(random: Random) {
        val transport = FakeTransport({ System.nanoTime() / 1_000_000 })
        val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default.limitedParallelism(1))
        val config = MessagingClientConfig.builder().rate(RatePolicy(0, 0, 0)).build()
        val client = DefaultMessagingClient(transport, config, scope, ClientEnvironment.system())
        val peer = prove(transport)
        client.connect()
        val patience = List(CALLS) { random.nextInt(4) }
        val closeAfter = random.nextInt(CALLS)
        val calls = patience.mapIndexed { number, yields ->
            async {
                val call = async { runCatching { client.send("text $number") } }
                // Some give up, at whatever point the call has reached by then.
                if (yields < 3) {
                    repeat(yields * number) { yield() }
                    call.cancel()
                    call.join()
                    null
                } else {
                    call.await()
                }
            }.also { if (number == closeAfter) launch { client.close() } }
        }

        calls.awaitAll().forEachIndexed { number, outcome ->
            val failure = outcome?.exceptionOrNull()
            outcome?.getOrNull()?.let { message: Message -> assertEquals("text $number", message.text) }
            if (failure != null) assertTrue(failure is MessagingException && failure.code in ENDINGS, "$failure")
        }
        client.close()
        peer.cancelAndJoin()
        assertTrue(scope.coroutineContext.job.isCompleted, "Something of the client is left.")
    }

    private fun CoroutineScope.prove(transport: FakeTransport): Job = launch {
        val link = transport.expectLink()
        while (isActive) (link.expectCommand() as? LinkCommand.SendMessage)?.let(link::prove)
    }

    private companion object {
        const val ROUNDS = 40
        const val CALLS = 48
        val ENDINGS = setOf(ErrorCode.CLIENT_CLOSED, ErrorCode.NOT_CONNECTED)
    }
}
