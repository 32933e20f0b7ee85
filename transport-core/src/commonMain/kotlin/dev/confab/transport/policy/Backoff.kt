package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How long to wait before an attempt.
 *
 * The first retry comes within [firstMaxMillis]; later ones after a time drawn evenly from 0 up to
 * `min(capMillis, baseMillis · 2ⁿ)` ("full jitter"), so that clients which lost their connection together do not come back together.
 *
 * @property firstMaxMillis default 250 ms.
 * @property baseMillis default 500 ms.
 * @property capMillis default 30 000 ms.
 */
public class Backoff(public val firstMaxMillis: Long, public val baseMillis: Long, public val capMillis: Long) {
    init {
        require(firstMaxMillis >= 0) { "firstMaxMillis must not be negative, but is $firstMaxMillis." }
        require(baseMillis > 0) { "baseMillis must be positive, but is $baseMillis." }
        require(capMillis >= baseMillis) { "capMillis must be at least baseMillis ($baseMillis), but is $capMillis." }
    }

    /** The longest time to wait before the given attempt, counted from 1. */
    public fun ceilingMillis(attempt: Int): Long {
        require(attempt >= 1) { "Attempts count from 1, not from $attempt." }
        if (attempt == 1) return firstMaxMillis
        val doublings = (attempt - 1).coerceAtMost(MAX_DOUBLINGS)
        val grown = baseMillis.toDouble() * (1L shl doublings)
        return if (grown >= capMillis) capMillis else grown.toLong()
    }

    /**
     * The time to wait before the given attempt.
     *
     * @param roll a random number from 0 (included) to 1 (excluded).
     */
    public fun delayMillis(attempt: Int, roll: Double): Long {
        require(roll >= 0.0 && roll < 1.0) { "A roll lies in [0, 1), but is $roll." }
        return (ceilingMillis(attempt) * roll).toLong()
    }

    public companion object {
        @JvmField
        public val DEFAULT: Backoff = Backoff(firstMaxMillis = 250, baseMillis = 500, capMillis = 30_000)

        private const val MAX_DOUBLINGS = 30
    }
}
