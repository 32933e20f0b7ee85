package dev.confab.transport.session

/**
 * What is known of the session's end.
 *
 * @property durationSeconds how long it lives after a message, as it was told last.
 * @property atEpochSeconds the end by the service's clock, as it was heard last.
 * @property endsTicks the end by our own clock; later than that when something was said since.
 * @property noticed whether the guest was told that it is near.
 * @property askedBefore whether the service was asked shortly before the notice.
 * @property askedAfter whether the service was asked after the end.
 * @property timer whether a [TimerKey.Expiry] is running.
 */
internal data class ExpiryWatch(
    val durationSeconds: Long? = null,
    val atEpochSeconds: Long? = null,
    val endsTicks: Long? = null,
    val noticed: Boolean = false,
    val askedBefore: Boolean = false,
    val askedAfter: Boolean = false,
    val timer: Boolean = false,
)

/**
 * The service's clock, as far as it can be told from what the service says. The device's clock may be wrong by hours, so it is only used
 * as long as nothing better is known; a clock that never jumps carries the time on.
 *
 * @property aheadOfTicks the service's time minus our ticks. A time that arrives was written earlier, so the largest difference is the best.
 */
internal data class ServiceClock(private val aheadOfTicks: Long? = null) {
    fun heard(serverTimeMillis: Long?, now: Now): ServiceClock {
        if (serverTimeMillis == null) return this
        val ahead = serverTimeMillis - now.ticks
        return if (aheadOfTicks != null && aheadOfTicks >= ahead) this else ServiceClock(ahead)
    }

    /** @param atLeast a time that the service's clock has passed for sure. */
    fun millis(now: Now, atLeast: Long?): Long = aheadOfTicks?.plus(now.ticks) ?: maxOf(now.epochMillis, atLeast ?: Long.MIN_VALUE)
}
