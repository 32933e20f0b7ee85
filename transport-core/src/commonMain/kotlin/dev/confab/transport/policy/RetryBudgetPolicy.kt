package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How fast all clients of a process together may try to come back after a loss.
 *
 * @property perSecond default 50 attempts a second.
 * @property burst as many may go at once after a quiet time; default 100.
 */
public class RetryBudgetPolicy(public val perSecond: Int, public val burst: Int) {
    init {
        require(perSecond >= 1) { "perSecond must be at least 1, but is $perSecond." }
        require(burst >= 1) { "burst must be at least 1, but is $burst." }
    }

    public companion object {
        @JvmField
        public val DEFAULT: RetryBudgetPolicy = RetryBudgetPolicy(perSecond = 50, burst = 100)
    }
}
