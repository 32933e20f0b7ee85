package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.testing.runFileTest
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

/** A server that takes three at once. */
@OptIn(ExperimentalCoroutinesApi::class)
class AmmReadingTest {
    private val roster = AmmRoster(AmmMapping("alice@example.com"))

    private fun reading(scope: TestScope, service: FakeAmm, batch: Boolean = true): AmmReading {
        val features = FakeAmm.features(AmmFlavour.V3_2)
        val options = FakeAmm.options().build()
        val calls = AmmCalls(service.user(options), FakeAmm.resources(features, batch), options.endpoint, 30_000)
        return AmmReading(calls, 2_000, roster).also { scope.backgroundScope.launch { it.work() } }
    }

    @Test
    fun what_comes_within_two_seconds_goes_out_together_each_once_and_in_pieces() = runFileTest {
        val service = FakeAmm(this)
        val reading = reading(this, service)
        val marks = listOf(listOf("m-1"), listOf("m-2", "m-1"), listOf("m-3", "m-4"))
        marks.map { async { reading.mark("c-1", it) } }.awaitAll()
        assertEquals(2_000, currentTime)
        assertEquals(
            listOf("""{"messageIds":["m-1","m-2","m-3"]}""", """{"messageIds":["m-4"]}"""),
            service.asked.map { it.body },
        )
        assertEquals(setOf<String?>(AmmMediaTypes.MESSAGE_IDS), service.asked.map { it.type }.toSet())
    }

    @Test
    fun a_piece_that_is_refused_fails_those_whom_it_is_about() = runFileTest {
        val service = FakeAmm(this).apply { answer = { if ("m-4" in it.body) FakeAmm.Answer(404) else FakeAmm.Answer(204) } }
        val reading = reading(this, service)
        val good = async { reading.mark("c-1", listOf("m-1", "m-2", "m-3")) }
        val bad = async { runCatching { reading.mark("c-1", listOf("m-4")) } }
        good.await()
        assertFailsWith<TransportException> { bad.await().getOrThrow() }
        // And it goes on.
        reading.mark("c-1", listOf("m-5"))
    }

    @Test
    fun without_batches_the_conversation_is_marked_up_to_the_newest() = runFileTest {
        val service = FakeAmm(this)
        val reading = reading(this, service, batch = false)
        listOf(
            async {
                reading.mark("c-1", listOf("m-1"))
            },
            async { reading.mark("c-1", listOf("m-2")) },
            async { reading.mark("c/2", listOf("m-9")) },
        ).awaitAll()
        assertEquals(
            listOf("conversationId=c-1&upTo=m-2", "conversationId=c%2F2&upTo=m-9"),
            service.asked.map { it.url.substringAfter('?') },
        )
    }

    private fun seen(vararg ids: String) {
        val entries = ids.map { FakeAmm.entry(it, second = it.substringAfter('-').toInt()) }.toTypedArray()
        roster.told(checkNotNull(AmmCodec.conversation(Json.parseToJsonElement(FakeAmm.conversation("c-1", *entries)).jsonObject)))
    }

    private fun FakeAmm.upTo() = asked.map { it.url.substringAfter("upTo=", "all") }

    @Test
    fun without_batches_the_order_of_the_messages_counts_and_not_that_of_the_calls() = runFileTest {
        val service = FakeAmm(this)
        val reading = reading(this, service, batch = false)
        seen("m-9", "m-8", "m-7")
        listOf(async { reading.mark("c-1", listOf("m-9", "m-7")) }, async { reading.mark("c-1", listOf("m-8", "m-2")) }).awaitAll()
        assertEquals(listOf("m-9"), service.upTo())
    }

    @Test
    fun without_batches_no_mark_moves_back() = runFileTest {
        val service = FakeAmm(this)
        val reading = reading(this, service, batch = false)
        seen("m-9", "m-8", "m-7")
        listOf("m-8", "m-7", "m-2", "m-9", "m-8").forEach { reading.mark("c-1", listOf(it)) }
        assertEquals(listOf("m-8", "m-9"), service.upTo())
    }

    @Test
    fun without_batches_no_mark_moves_back_behind_everything() = runFileTest {
        val service = FakeAmm(this)
        val reading = reading(this, service, batch = false)
        seen("m-8", "m-7")
        reading.markAll("c-1")
        reading.mark("c-1", listOf("m-7"))
        seen("m-9")
        reading.mark("c-1", listOf("m-9"))
        assertEquals(listOf("all", "m-9"), service.upTo())
    }

    @Test
    fun without_batches_a_mark_that_was_refused_is_made_again() = runFileTest {
        val service = FakeAmm(this)
        service.answer = { FakeAmm.Answer(if (service.asked.size == 1) 500 else 204) }
        val reading = reading(this, service, batch = false)
        seen("m-8", "m-7")
        assertFailsWith<TransportException> { reading.mark("c-1", listOf("m-8")) }
        reading.mark("c-1", listOf("m-7"))
        assertEquals(listOf("m-8", "m-7"), service.upTo())
    }

    @Test
    fun everything_is_one_request() = runFileTest {
        val service = FakeAmm(this)
        reading(this, service).markAll("c-1")
        assertEquals(listOf("POST /markAsReadIf"), service.asked.map { "$it" })
        assertEquals("conversationId=c-1", service.asked.single().url.substringAfter('?'))
    }
}
