package dev.confab.transport.backend

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.concurrent.Volatile
import kotlin.random.Random

/**
 * The only polling code: waits, fetches what changed since a cursor, tells it, and goes on from the new cursor.
 *
 * What ends a wait is a timer, a [hint], or nothing at all where the fetch itself is a long poll that the service answers when it has
 * something. There is one fetch at a time. Hints that come while one is under way make one more fetch, however many they are: the
 * fetch may have looked before the change. A fetch that failed is repeated after a growing pause, which no hint shortens: a service in
 * trouble is not to be asked faster because it is busy.
 *
 * [run] is called once; [hint] may be called from anywhere. Cancelling [run] ends everything.
 *
 * @param C where to go on; opaque here.
 * @param T what is told.
 * @param roll a number from 0 up to 1 for the jitter of pauses.
 * @param failed told of each failure that is going to be retried, with how many there were in a row.
 */
internal class ChangeFeed<C, T>(
    private val pace: FeedPace,
    private val roll: () -> Double = Random.Default::nextDouble,
    private val failed: suspend (failures: Int, failure: TransportFailure) -> Unit = { _, _ -> },
    private val fetch: suspend (cursor: C) -> Changes<C, T>,
) {
    private val hints = Channel<Unit>(Channel.CONFLATED)

    // Written by whoever forgives, too.
    @Volatile
    private var failures = 0

    /** Something may have changed: do not wait any longer. */
    fun hint() {
        hints.trySend(Unit)
    }

    /** Counts failures from nought again. */
    fun forgive() {
        failures = 0
    }

    /**
     * Tells changes from [start] on, until the source says that there are no more; returns where it stands then.
     *
     * @throws TransportException for a failure that does not pass, or when [FeedPace.maxFailures] came in a row.
     */
    suspend fun run(start: C, tell: suspend (T) -> Unit): C {
        var cursor = start
        failures = 0
        await(pace.firstWaitMillis)
        while (true) {
            // What was hinted at before the fetch begins, it will see.
            hints.tryReceive()
            val changes =
                try {
                    fetch(cursor)
                } catch (broken: TransportException) {
                    failures++
                    val failure = broken.failure
                    if (!failure.failureClass.isRetryable) throw broken
                    failed(failures, failure)
                    if (failures >= pace.maxFailures) throw broken
                    delay(maxOf(pace.pauseMillis(failures, roll()), failure.retryAfterMillis ?: 0))
                    continue
                }
            failures = 0
            cursor = changes.next
            changes.items.forEach { tell(it) }
            if (changes.ended) return cursor
            await(changes.waitMillis ?: pace.intervalMillis)
        }
    }

    private suspend fun await(millis: Long?) {
        when {
            millis == null -> hints.receive()
            millis > 0 -> withTimeoutOrNull(millis) { hints.receive() }
        }
    }
}

/**
 * What a fetch brought.
 *
 * @property next where the next fetch goes on.
 * @property ended nothing will come any more.
 * @property waitMillis how long to wait for a hint before the next fetch, where the service said so; 0: not at all, because there is more or
 * the service holds the next answer back itself. Null: as the pace says.
 */
internal class Changes<C, T>(val items: List<T>, val next: C, val ended: Boolean = false, val waitMillis: Long? = null)

/**
 * How often a feed looks.
 *
 * @property intervalMillis between two fetches unless a hint comes first; 0 for long polls; null: only hints make it look.
 * @property firstWaitMillis before the first fetch, as [intervalMillis].
 * @property pauseMillis after the first failure; it doubles with each further one up to [maxPauseMillis]. Half of it is left to chance, so that
 * many clients do not come back together.
 * @property maxFailures so many in a row end the feed.
 */
internal class FeedPace(
    val intervalMillis: Long?,
    val firstWaitMillis: Long? = 0,
    private val pauseMillis: Long = 500,
    private val maxPauseMillis: Long = 30_000,
    val maxFailures: Int = Int.MAX_VALUE,
) {
    fun pauseMillis(failures: Int, roll: Double): Long {
        val whole = minOf(maxPauseMillis, pauseMillis shl (failures - 1).coerceIn(0, MAX_DOUBLINGS))
        return whole / 2 + (whole / 2 * roll).toLong()
    }

    private companion object {
        const val MAX_DOUBLINGS = 16
    }
}
