package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.testing.runFileTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

/** A list of all conversations that does not come in one answer. */
class AmmEverythingTest {
    private val ids = (1..45).mapTo(LinkedHashSet()) { "c-$it" }
    private var pieces = 0

    /** Whole lists as [whole] says; of the ids that are asked for, [some] are answered. */
    private fun FakeAmm.serves(whole: () -> FakeAmm.Answer, some: (List<String>) -> List<String> = { it }) {
        answer = { asked ->
            val wanted = Regex("c-[0-9]+").findAll(asked.body).map { it.value }.filter { it in ids }.toList()
            when {
                asked.path == "/c" && asked.method == "GET" ->
                    FakeAmm.Answer(200, """{"conversationIds":[${ids.joinToString { """{"id":"$it"}""" }}]}""")

                asked.path.startsWith("/c/") -> single(asked.path.substringAfterLast('/'))

                asked.body == "{}" -> whole()

                else -> FakeAmm.Answer(200, list(some(wanted))).also { pieces++ }
            }
        }
    }

    private fun single(id: String) = if (id in ids) FakeAmm.Answer(200, FakeAmm.conversation(id)) else FakeAmm.Answer(404)

    private fun list(ids: List<String>) =
        FakeAmm.list(*ids.map { FakeAmm.conversation(it) }.toTypedArray(), lastUpdated = "2026-11-21T10:00:0$pieces.000Z")

    private val tooLong = { FakeAmm.Answer(200, "x".repeat(AmmHttp.MAX_BODY + 1)) }

    private fun AmmEverything.ids() = conversations.map { it.id }.toSet()

    @Test
    fun a_list_that_is_too_long_is_asked_for_in_pieces() = runFileTest {
        val service = FakeAmm(this).apply { serves(tooLong) }
        val all = AmmEverything.of(service.calls())
        assertEquals(ids, all.ids())
        assertEquals(3, pieces)
        // From the earliest of them.
        assertEquals(1_795_255_200_001 to true, all.cursor to all.complete)
    }

    @Test
    fun REL5_a_list_that_breaks_off_is_asked_for_in_pieces_and_takes_nothing_away() = runFileTest {
        val begun = list(ids.take(30)).dropLast(1) + ""","moreSearchResults":true}"""
        val service = FakeAmm(this).apply { serves({ FakeAmm.Answer(200, begun) }) }
        val all = AmmEverything.of(service.calls())
        assertEquals(ids to true, all.ids() to all.complete)
        assertEquals(1, pieces)
    }

    @Test
    fun REL5_what_begins_or_ends_between_the_pieces_and_what_comes_in_none_is_not_mistaken() = runFileTest {
        val service = FakeAmm(this)
        service.serves(tooLong) { wanted ->
            if (pieces == 1) {
                ids += "c-46"
                ids -= "c-3"
            }
            // Short answers, and one that never holds the seventh.
            (wanted - "c-7").take(10)
        }
        val all = AmmEverything.of(service.calls())
        assertEquals(ids, all.ids())
        assertEquals(setOf("c-46", "c-7"), setOf("c-46", "c-7").intersect(all.ids()))
        // That one, and the one that was answered and has no id any more.
        assertEquals(listOf("GET /c/c-7", "GET /c/c-3"), service.asked.map { "$it" }.filter { it.startsWith("GET /c/") })
    }

    @Test
    fun what_the_service_lists_and_does_not_have_is_not_there() = runFileTest {
        val service = FakeAmm(this)
        service.serves(tooLong) { it - "c-7" }
        val known = service.answer
        service.answer = { if (it.path == "/c/c-7") FakeAmm.Answer(404, """{"errorCode":666}""") else known(it) }
        assertEquals(ids - "c-7", AmmEverything.of(service.calls()).ids())
    }

    @Test
    fun REL5_an_answer_that_is_no_list_is_not_taken_for_an_empty_one() = runFileTest {
        val begun = list(ids.take(30)).dropLast(1) + ""","moreSearchResults":true}"""
        // A server that ignores what is accepted answers with the list; others with nothing, or with an error that they call a success.
        for (odd in listOf(begun, "{}", """{"errorCode":5}""", """{"conversationIds":[{"href":"x"}]}""")) {
            val service = FakeAmm(this)
            service.serves({ FakeAmm.Answer(200, begun) })
            val known = service.answer
            service.answer = { if (it.path == "/c" && it.method == "GET") FakeAmm.Answer(200, odd) else known(it) }
            assertEquals(
                ErrorCode.PROTOCOL_VIOLATION,
                assertFailsWith<TransportException>(odd) {
                    AmmEverything.of(service.calls())
                }.failure.code,
            )
        }
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, """{"errorCode":5}""") } }
        assertFailsWith<TransportException> { AmmEverything.of(service.calls()) }
    }

    @Test
    fun REL5_what_was_listed_and_has_no_id_is_asked_for_before_it_is_taken_for_gone() = runFileTest {
        val begun = list(ids.take(30)).dropLast(1) + ""","moreSearchResults":true}"""
        val service = FakeAmm(this)
        service.serves({ FakeAmm.Answer(200, begun) })
        val known = service.answer
        service.answer = { asked ->
            when {
                asked.path == "/c" && asked.method == "GET" ->
                    FakeAmm.Answer(200, """{"conversationIds":[${ids.filter { it !in HIDDEN }.joinToString { """{"id":"$it"}""" }}]}""")

                asked.path == "/c/c-3" -> FakeAmm.Answer(200, FakeAmm.conversation("c-3", active = false))

                asked.path == "/c/c-4" -> FakeAmm.Answer(404)

                else -> known(asked)
            }
        }
        val all = AmmEverything.of(service.calls())
        assertEquals(ids - "c-3" - "c-4" to true, all.ids() to all.complete)
    }

    @Test
    fun REL5_one_that_does_not_come_in_a_form_that_can_be_read_is_not_taken_for_gone() = runFileTest {
        val service = FakeAmm(this)
        service.serves(tooLong) { it - "c-7" }
        val known = service.answer
        service.answer = { if (it.path == "/c/c-7" && "messageCount=15" in it.url) tooLong() else known(it) }
        assertEquals(ids, AmmEverything.of(service.calls()).ids())
        service.answer = { if (it.path == "/c/c-7") tooLong() else known(it) }
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, assertFailsWith<TransportException> { AmmEverything.of(service.calls()) }.failure.code)
    }

    @Test
    fun REL5_a_list_with_an_entry_that_cannot_be_read_is_not_whole() = runFileTest {
        val service = FakeAmm(this)
        service.serves({ FakeAmm.Answer(200, """{"conversations":[${FakeAmm.conversation("c-1")},{"subject":"?"}]}""") })
        assertEquals(ids, AmmEverything.of(service.calls()).ids())
    }

    @Test
    fun a_piece_that_fails_fails_everything() = runFileTest {
        val service = FakeAmm(this)
        service.serves(tooLong)
        val known = service.answer
        service.answer = { if ("c-21" in it.body) FakeAmm.Answer(500) else known(it) }
        assertFailsWith<TransportException> { AmmEverything.of(service.calls()) }
    }

    private companion object {
        val HIDDEN = listOf("c-2", "c-3", "c-4")
    }
}
