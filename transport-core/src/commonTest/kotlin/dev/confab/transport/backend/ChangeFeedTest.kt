package dev.confab.transport.backend

import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@OptIn(ExperimentalCoroutinesApi::class)
class ChangeFeedTest {
    /** A source whose log grows as the test says; a fetch takes [fetchMillis]. */
    private class Source(private val scope: TestScope, private val fetchMillis: Long = 0) {
        val log = ArrayList<String>()
        val fetchedAt = ArrayList<Long>()
        val failures = ArrayDeque<TransportFailure>()
        var waitMillis: Long? = null
        var ended = false
        var running = 0

        suspend fun fetch(from: Int): Changes<Int, String> {
            fetchedAt += scope.currentTime
            running++
            try {
                val seen = log.size
                delay(fetchMillis)
                failures.removeFirstOrNull()?.let { throw TransportException(it) }
                return Changes(log.subList(from, seen).toList(), seen, ended, waitMillis)
            } finally {
                running--
            }
        }
    }

    private val told = ArrayList<String>()

    private fun feed(source: Source, pace: FeedPace, failed: suspend (Int, TransportFailure) -> Unit = { _, _ -> }) =
        ChangeFeed<Int, String>(pace, roll = { 1.0 }, failed) { source.fetch(it) }

    private fun TestScope.start(feed: ChangeFeed<Int, String>): Job = backgroundScope.launch { feed.run(0) { told += it } }

    @Test
    fun it_looks_once_in_each_interval_and_goes_on_from_the_cursor() = runTest {
        val source = Source(this)
        start(feed(source, FeedPace(intervalMillis = 1_000)))
        source.log += listOf("a", "b")
        runCurrent()
        source.log += "c"
        advanceTimeBy(2_500)
        assertEquals(listOf(0L, 1_000L, 2_000L), source.fetchedAt)
        assertEquals(listOf("a", "b", "c"), told)
    }

    @Test
    fun a_hint_ends_the_wait() = runTest {
        val source = Source(this)
        val feed = feed(source, FeedPace(intervalMillis = 10_000))
        start(feed)
        advanceTimeBy(300)
        feed.hint()
        runCurrent()
        assertEquals(listOf(0L, 300L), source.fetchedAt)
        advanceTimeBy(10_001)
        assertEquals(listOf(0L, 300L, 10_300L), source.fetchedAt)
    }

    @Test
    fun without_an_interval_only_hints_make_it_look() = runTest {
        val source = Source(this)
        val feed = feed(source, FeedPace(intervalMillis = null, firstWaitMillis = null))
        start(feed)
        advanceTimeBy(3_600_000)
        assertEquals(emptyList(), source.fetchedAt)
        feed.hint()
        runCurrent()
        assertEquals(listOf(3_600_000L), source.fetchedAt)
    }

    @Test
    fun hints_during_a_fetch_make_one_more_fetch_and_never_two_at_a_time() = runTest {
        val source = Source(this, fetchMillis = 100)
        val feed = feed(source, FeedPace(intervalMillis = 60_000))
        start(feed)
        advanceTimeBy(50)
        source.log += "came while it was looking"
        feed.hint()
        feed.hint()
        assertEquals(1, source.running)
        advanceTimeBy(1_000)
        assertEquals(listOf(0L, 100L), source.fetchedAt)
        assertEquals(listOf("came while it was looking"), told)
    }

    @Test
    fun a_long_poll_is_repeated_at_once_unless_the_service_says_when() = runTest {
        val source = Source(this, fetchMillis = 30_000)
        start(feed(source, FeedPace(intervalMillis = 0)))
        advanceTimeBy(60_001)
        assertEquals(listOf(0L, 30_000L, 60_000L), source.fetchedAt)
        source.waitMillis = 2_000
        advanceTimeBy(33_000)
        assertEquals(92_000L, source.fetchedAt.last())
    }

    @Test
    fun failures_are_repeated_after_growing_pauses_and_told() = runTest {
        val source = Source(this)
        repeat(4) { source.failures += TransportFailure(ErrorCode.WEBSOCKET_ERROR, "cut") }
        val counted = ArrayList<Int>()
        start(feed(source, FeedPace(1_000, pauseMillis = 100, maxPauseMillis = 400)) { count, _ -> counted += count })
        advanceTimeBy(2_000)
        assertEquals(listOf(0L, 100L, 300L, 700L, 1_100L), source.fetchedAt)
        assertEquals(listOf(1, 2, 3, 4), counted)
    }

    @Test
    fun a_pause_is_half_chance() {
        val pace = FeedPace(1_000, pauseMillis = 100)
        assertEquals(50L, pace.pauseMillis(1, 0.0))
        assertEquals(100L, pace.pauseMillis(1, 1.0))
        assertEquals(30_000L, pace.pauseMillis(1_000, 1.0))
    }

    @Test
    fun REL9_no_hint_shortens_the_wait_that_a_service_asked_for() = runTest {
        val source = Source(this)
        source.failures += TransportFailure(ErrorCode.of(429), "slow down", FailureClass.TRANSIENT, 5_000)
        val feed = feed(source, FeedPace(1_000, pauseMillis = 100))
        start(feed)
        advanceTimeBy(1_000)
        feed.hint()
        advanceTimeBy(3_999)
        assertEquals(listOf(0L), source.fetchedAt)
        advanceTimeBy(2)
        assertEquals(listOf(0L, 5_000L), source.fetchedAt)
    }

    @Test
    fun so_many_failures_in_a_row_end_it_and_a_success_begins_the_count_anew() = runTest {
        val source = Source(this)
        val cut = TransportFailure(ErrorCode.WEBSOCKET_ERROR, "cut")
        source.failures += listOf(cut, cut)
        val running = CompletableDeferred<Throwable?>()
        val feed = feed(source, FeedPace(1_000, maxFailures = 3))
        backgroundScope.launch { running.complete(runCatching { feed.run(0) { } }.exceptionOrNull()) }
        advanceTimeBy(10_000)
        source.failures += listOf(cut, cut)
        advanceTimeBy(10_000)
        assertFalse(running.isCompleted)
        source.failures += listOf(cut, cut, cut)
        advanceTimeBy(10_000)
        assertEquals(cut, (running.await() as TransportException).failure)
    }

    @Test
    fun a_failure_that_does_not_pass_ends_it_at_once() = runTest {
        val source = Source(this)
        source.failures += TransportFailure(ErrorCode.of(404), "no such thing")
        assertFailsWith<TransportException> { feed(source, FeedPace(1_000)).run(0) { } }
        assertEquals(1, source.fetchedAt.size)
    }

    @Test
    fun it_returns_where_it_stands_when_the_source_has_ended() = runTest {
        val source = Source(this)
        source.log += listOf("a", "b")
        source.ended = true
        assertEquals(2, feed(source, FeedPace(1_000)).run(0) { told += it })
        assertEquals(listOf("a", "b"), told)
    }

    @Test
    fun cancelling_ends_a_fetch_and_a_wait() = runTest {
        val source = Source(this, fetchMillis = 100)
        val fetching = start(feed(source, FeedPace(1_000)))
        advanceTimeBy(50)
        fetching.cancelAndJoin()
        val waiting = start(feed(source, FeedPace(1_000)))
        advanceTimeBy(500)
        waiting.cancelAndJoin()
        advanceTimeBy(60_000)
        assertEquals(2, source.fetchedAt.size)
        assertEquals(0, source.running)
        assertTrue(told.isEmpty())
    }
}
