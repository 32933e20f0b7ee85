package dev.confab.transport.runtime

import dev.confab.transport.backend.Deadline
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

@OptIn(ExperimentalCoroutinesApi::class)
class DeadlineTest {
    @Test
    fun what_is_in_time_is_returned_and_what_is_late_is_cancelled() = runTest {
        var cancelled: CancellationException? = null
        assertEquals("done", Deadline.within(1_000) { delay(999).let { "done" } })
        val late = Deadline.within(1_000) {
            try {
                delay(2_000)
            } catch (over: CancellationException) {
                cancelled = over
                throw over
            }
        }
        assertNull(late)
        assertEquals(1_999, currentTime)
        assertTrue(Deadline.isPassed(checkNotNull(cancelled)))
    }

    @Test
    fun a_question_stops_every_deadline_around_it_and_each_begins_anew() = runTest {
        val answer = Deadline.within(1_000) {
            delay(900)
            Deadline.within(500) {
                delay(400)
                Deadline.uncounted { delay(60_000) }
                delay(499)
                "answered"
            }.orEmpty()
        }
        assertNull(answer, "the outer one has passed before the question")
        val patient = Deadline.within(1_000) {
            delay(500)
            Deadline.within(500) {
                delay(400)
                Deadline.uncounted { delay(60_000) }
                delay(499)
                "answered"
            }.orEmpty()
        }
        assertEquals("answered", patient)
        assertNull(Deadline.within(1_000) { Deadline.uncounted { delay(5_000) }.also { delay(1_001) } })
    }

    @Test
    fun what_fails_fails_and_what_nobody_wants_any_more_is_not_late() = runTest {
        assertEquals("No.", assertFailsWith<IllegalStateException> { Deadline.within<Unit>(1_000) { error("No.") } }.message)
        var cancelled: CancellationException? = null
        val working = async {
            Deadline.within(1_000) {
                try {
                    delay(900)
                } catch (over: CancellationException) {
                    cancelled = over
                    throw over
                }
            }
        }
        delay(10)
        working.cancel()
        assertFailsWith<CancellationException> { working.await() }
        assertEquals(false, Deadline.isPassed(checkNotNull(cancelled)))
    }
}
