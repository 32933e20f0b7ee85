package dev.confab.transport.backend

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/**
 * How long something may take that a person may be asked about meanwhile: the time of a question does not count, and after it the deadline
 * begins anew. It travels in the coroutine context, so that who asks need not know who is in a hurry.
 *
 * @property millis how long it may take.
 */
internal class Deadline private constructor(val millis: Long, private val outer: Deadline?) : AbstractCoroutineContextElement(Deadline) {
    private val questions = MutableStateFlow(0)

    private suspend fun watch(passed: () -> Unit): Nothing = questions.collectLatest { open ->
        if (open > 0) return@collectLatest
        delay(millis)
        passed()
    }

    private fun count(change: Int) {
        questions.update { it + change }
        outer?.count(change)
    }

    private class Passed : CancellationException("It took too long.")

    companion object Key : CoroutineContext.Key<Deadline> {
        /** What [block] returns, or null when it was cancelled because it took longer than [millis]. */
        suspend fun <T : Any> within(millis: Long, block: suspend () -> T): T? {
            val deadline = Deadline(millis, currentCoroutineContext()[Deadline])
            return coroutineScope {
                val work = async(deadline, CoroutineStart.UNDISPATCHED) { block() }
                var isOver = false
                val watch = launch {
                    deadline.watch {
                        isOver = true
                        work.cancel(Passed())
                    }
                }
                try {
                    work.await()
                } catch (cancelled: CancellationException) {
                    currentCoroutineContext().ensureActive()
                    if (isOver) null else throw cancelled
                } finally {
                    watch.cancel()
                }
            }
        }

        /** Whether something was cancelled because of a deadline, and not because nobody wants it any more. */
        fun isPassed(cancelled: CancellationException): Boolean = generateSequence<Throwable>(cancelled) { it.cause }.any { it is Passed }

        /** Asks somebody: what is in a hurry around it waits as long as [question] takes. */
        suspend fun <T> uncounted(question: suspend () -> T): T {
            val deadline = currentCoroutineContext()[Deadline] ?: return question()
            deadline.count(1)
            try {
                return question()
            } finally {
                deadline.count(-1)
            }
        }
    }
}
