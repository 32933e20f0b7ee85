package dev.confab.transport.session

import dev.confab.transport.policy.RatePolicy

/**
 * How many requests may still go over this connection: a token bucket, kept as the one number that says until when it is paid for.
 *
 * Services count in windows of a minute. A bucket that holds a quarter of a minute's requests and refills three fifths of them in a minute
 * stays below that in any window, and leaves some for what is never held back: health checks, history, wishes of the guest.
 */
internal data class RequestBudget(private val paidUntilTicks: Long = Long.MIN_VALUE) {
    /** When the next request is within the budget. */
    fun freeAtTicks(policy: RatePolicy): Long =
        if (policy.requestsPerMinute == 0 || paidUntilTicks == Long.MIN_VALUE) Long.MIN_VALUE else paidUntilTicks + interval(policy)

    /** After [requests] more, which may overdraw it. */
    fun charged(requests: Int, policy: RatePolicy, now: Now): RequestBudget {
        if (policy.requestsPerMinute == 0 || requests == 0) return this
        val interval = interval(policy)
        return RequestBudget(maxOf(paidUntilTicks, now.ticks - interval * (policy.requestsPerMinute / BURST_SHARE)) + interval * requests)
    }

    private fun interval(policy: RatePolicy): Long = MINUTE * REFILL_OF / (policy.requestsPerMinute * REFILL_PARTS)

    companion object {
        /** Of a connection that was just opened: configuring it, and greeting, were requests too. */
        fun ofNewConnection(policy: RatePolicy, now: Now): RequestBudget = RequestBudget().charged(2, policy, now)

        private const val MINUTE = 60_000L
        private const val BURST_SHARE = 4
        private const val REFILL_PARTS = 3
        private const val REFILL_OF = 5
    }
}
