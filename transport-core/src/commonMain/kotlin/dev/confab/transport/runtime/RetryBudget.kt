package dev.confab.transport.runtime

import dev.confab.transport.policy.RetryBudgetPolicy
import kotlinx.coroutines.delay
import kotlin.concurrent.atomics.AtomicLong
import kotlin.concurrent.atomics.ExperimentalAtomicApi

/**
 * Lets reconnects of the whole process pass at a bounded rate (guarantee REL-7). Shared by all clients and threads.
 *
 * A token bucket, kept as the one number that says when the next token will be free, so that it needs no lock and no thread.
 *
 * @param ticks a clock in milliseconds that never jumps.
 */
@OptIn(ExperimentalAtomicApi::class)
internal class RetryBudget(policy: RetryBudgetPolicy, private val ticks: () -> Long) {
    private val intervalMicros = MICROS_PER_SECOND / policy.perSecond
    private val burstMicros = intervalMicros * policy.burst
    private val nextFree = AtomicLong(Long.MIN_VALUE)

    /** Suspends until an attempt may be made. Attempts pass in the order of their calls. */
    suspend fun await() {
        val wait = reserve()
        if (wait > 0) delay(wait)
    }

    /** Takes a token and returns in how many milliseconds it may be used. */
    fun reserve(): Long {
        val now = ticks() * MICROS_PER_MILLI
        while (true) {
            val seen = nextFree.load()
            val next = maxOf(seen, now - burstMicros) + intervalMicros
            if (nextFree.compareAndSet(seen, next)) return maxOf(0, (next - now + MICROS_PER_MILLI - 1) / MICROS_PER_MILLI)
        }
    }

    private companion object {
        const val MICROS_PER_SECOND = 1_000_000L
        const val MICROS_PER_MILLI = 1_000L
    }
}
