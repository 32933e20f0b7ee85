package dev.confab.transport.backend.amm

import dev.confab.transport.testing.runFileTest
import io.ktor.http.HttpHeaders
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlin.test.Test
import kotlin.test.assertEquals

/** What is asked when, and what is told of it, in virtual time. */
@OptIn(ExperimentalCoroutinesApi::class)
class AmmNewsTest {
    private fun FakeAmm.told() = asked.map { "${it.method} ${it.url.substringAfter(FakeAmm.BASE)} ${it.body}".trim() }

    @Test
    fun news_go_on_a_millisecond_after_the_last_list_and_two_hints_in_one_query_make_one_more() = runFileTest {
        val service = FakeAmm(this)
        lateinit var news: AmmNews
        service.answer = {
            if (service.asked.size == 1) repeat(2) { news.hint() }
            FakeAmm.Answer(200, FakeAmm.list(lastUpdated = "2026-11-21T10:00:0${service.asked.size}.000Z"))
        }
        news = AmmNews(service.knownCalls(), AmmNews.Way.HINTS, null) { _, _ -> }
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1_795_255_200_001, null)) }
        news.hint()
        advanceTimeBy(10_000)
        assertEquals(
            listOf(
                """POST /c {"searchAfterDate":"2026-11-21T10:00:00.001Z"}""",
                """POST /c {"searchAfterDate":"2026-11-21T10:00:01.001Z"}""",
            ),
            service.told(),
        )
    }

    @Test
    fun a_hint_that_got_lost_is_noticed_by_where_the_list_stands_and_a_tag_of_another_kind_is_no_alarm() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, FakeAmm.list(), FakeAmm.header(HttpHeaders.ETag, "\"8\"")) } }
        val news = AmmNews(service.knownCalls(), AmmNews.Way.HINTS, null) { _, _ -> }
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, "7")) }
        advanceTimeBy(1)
        suspend fun TestScope.asked(say: () -> Unit): Int {
            say()
            advanceTimeBy(1_000)
            return service.asked.size.also { service.asked.clear() }
        }
        assertEquals(
            listOf(0, 1, 0, 1, 0, 1),
            listOf<() -> Unit>({
                news.stands("7")
            }, {
                news.stands("8")
            }, { news.changed("8") }, { news.changed("9") }, { news.changed("8") }, { news.stands("odd") }).map { asked(it) },
        )
        assertEquals(0, asked { news.stands("odd") })
    }

    @Test
    fun a_server_that_does_not_hold_its_answer_back_is_not_asked_without_a_pause() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, """{"conversations":[]}""") } }
        val news = AmmNews(service.knownCalls(AmmFlavour.V2_1), AmmNews.Way.LONG_POLLS, null, testScheduler.timeSource) { _, _ -> }
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, null, null)) }
        advanceTimeBy(21_000)
        assertEquals(5, service.asked.size)
        assertEquals(setOf<String?>("30"), service.asked.map { it.headers["Avaya-Request-Timeout"] }.toSet())
    }

    @Test
    fun a_server_that_takes_a_moment_for_its_answer_holds_it_back() = runFileTest {
        val service = FakeAmm(this)
        service.answer = {
            delay(1_000)
            FakeAmm.Answer(200, """{"conversations":[]}""")
        }
        val news = AmmNews(service.knownCalls(AmmFlavour.V2_1), AmmNews.Way.LONG_POLLS, null, testScheduler.timeSource) { _, _ -> }
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, null, null)) }
        advanceTimeBy(20_500)
        assertEquals(21, service.asked.size)
    }

    @Test
    fun where_polls_are_wished_for_the_list_is_asked_for_in_that_interval_and_a_hint_does_not_wait_for_it() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, FakeAmm.list()) } }
        val news = service.news(AmmNews.Way.POLLS, pollMillis = 120_000)
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, null)) }
        val asked = listOf(119_000, 2_000, 118_000, 2_000, 600_000).map { millis ->
            advanceTimeBy(millis.toLong())
            service.asked.size
        }
        assertEquals(listOf(0, 1, 1, 2, 7), asked)
        news.hint()
        advanceTimeBy(1)
        assertEquals(8, service.asked.size)
    }

    @Test
    fun who_checks_has_what_the_service_told_by_then_also_while_another_answer_is_on_its_way() = runFileTest {
        for (way in listOf(AmmNews.Way.HINTS, AmmNews.Way.POLLS, AmmNews.Way.LONG_POLLS, AmmNews.Way.MANUAL)) {
            told.clear()
            val service = FakeAmm(this)
            var isThere = false
            service.answer = { asked ->
                val list = if (isThere) FakeAmm.list(FakeAmm.conversation("c-1")) else FakeAmm.list()
                delay(if ("Avaya-Request-Timeout" in asked.headers) 600_000 else 1_000)
                FakeAmm.Answer(200, list)
            }
            val news = service.news(way, pollMillis = 600_000)
            val running = backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, null)) }
            news.hint()
            advanceTimeBy(500)
            isThere = true
            val before = currentTime
            news.checked()
            assertEquals(true, told.any { "c-1" in it }, "$way: $told")
            assertEquals(true, currentTime - before <= 3_000, "$way: ${currentTime - before}")
            running.cancel()
        }
    }

    private val told = ArrayList<String>()

    private suspend fun FakeAmm.news(way: AmmNews.Way, flavour: AmmFlavour = AmmFlavour.V3_2, pollMillis: Long? = null) =
        AmmNews(knownCalls(flavour), way, pollMillis) { list, complete -> told += "${list.joinToString { it.id }} $complete" }

    @Test
    fun REL5_a_full_list_that_failed_is_asked_for_again_and_not_forgotten() = runFileTest {
        val service = FakeAmm(this)
        service.answer = {
            if (service.asked.size == 1) FakeAmm.Answer(500) else FakeAmm.Answer(200, FakeAmm.list(FakeAmm.conversation("c-1")))
        }
        val news = service.news(AmmNews.Way.HINTS)
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, null)) }
        news.all()
        advanceTimeBy(60_000)
        assertEquals(listOf("POST /c {}", "POST /c {}"), service.told())
        assertEquals(listOf("c-1 true"), told)
    }

    @Test
    fun who_wishes_for_everything_while_it_is_read_gets_it_once_more() = runFileTest {
        val service = FakeAmm(this)
        lateinit var news: AmmNews
        service.answer = {
            if (service.asked.size == 1) news.all()
            FakeAmm.Answer(200, FakeAmm.list())
        }
        news = service.news(AmmNews.Way.HINTS)
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, null)) }
        news.all()
        advanceTimeBy(60_000)
        assertEquals(listOf("POST /c {}", "POST /c {}"), service.told())
    }

    /** The list is slow, and a conversation begins while it is on its way: beside a long poll, which tells of that, it would take it back. */
    @Test
    fun REL5_a_full_list_that_is_behind_takes_nothing_back_that_was_told_by_a_long_poll() = runFileTest {
        for (flavour in AmmFlavour.entries) {
            told.clear()
            val service = FakeAmm(this)
            var isBegun = false
            service.answer = { asked ->
                val isPoll = "Avaya-Request-Timeout" in asked.headers
                val begins = isPoll && !isBegun && service.asked.count { "Avaya-Request-Timeout" in it.headers } > 1
                when {
                    !isPoll -> FakeAmm.list(FakeAmm.conversation("c-1")).also { delay(1_000) }

                    begins -> FakeAmm.list(FakeAmm.conversation("c-2")).also { isBegun = true }

                    // Held back until the other conversation begins, or for good.
                    else -> FakeAmm.list(FakeAmm.conversation("c-2")).also {
                        delay(if (isBegun) 600_000 else 500)
                        isBegun = true
                    }
                }.let { FakeAmm.Answer(200, it) }
            }
            val news = service.news(AmmNews.Way.LONG_POLLS, flavour)
            val running = backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, null)) }
            advanceTimeBy(100)
            val asking = backgroundScope.launch { news.all() }
            advanceTimeBy(5_000)
            assertEquals(listOf("c-1 true", "c-2 false"), told, "$flavour")
            running.cancel()
            asking.cancel()
        }
    }

    @Test
    fun REL5_a_list_of_changes_that_breaks_off_is_followed_by_everything() = runFileTest {
        val service = FakeAmm(this)
        service.answer = { asked ->
            val list = FakeAmm.list(FakeAmm.conversation(if ("After" in asked.body) "c-2" else "c-1"))
            FakeAmm.Answer(200, if ("After" in asked.body) list.dropLast(1) + ""","moreSearchResults":true}""" else list)
        }
        val news = service.news(AmmNews.Way.HINTS)
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1_795_255_200_001, null)) }
        news.hint()
        advanceTimeBy(60_000)
        assertEquals(listOf("""POST /c {"searchAfterDate":"2026-11-21T10:00:00.001Z"}""", "POST /c {}"), service.told())
        assertEquals(listOf("c-2 false", "c-1 true"), told)
    }

    @Test
    fun a_full_list_of_an_older_server_that_breaks_off_takes_nothing_away() = runFileTest {
        val service = FakeAmm(this)
        service.answer = { FakeAmm.Answer(200, FakeAmm.list(FakeAmm.conversation("c-1")).dropLast(1) + ""","moreSearchResults":true}""") }
        val news = service.news(AmmNews.Way.POLLS, AmmFlavour.V2_1, pollMillis = 60_000)
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, null)) }
        news.all()
        advanceTimeBy(1_000)
        assertEquals(listOf("c-1 false"), told)
    }

    @Test
    fun in_manual_mode_nothing_is_asked_but_on_demand() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, FakeAmm.list(FakeAmm.conversation("c-1"))) } }
        val news = service.news(AmmNews.Way.MANUAL)
        backgroundScope.launch { news.run(AmmEverything(emptyList(), true, 1, null)) }
        advanceTimeBy(86_400_000)
        assertEquals(0, service.asked.size)
        news.all()
        advanceTimeBy(1)
        assertEquals(listOf("c-1 true"), told)
        assertEquals(86_400_001, currentTime)
    }
}
