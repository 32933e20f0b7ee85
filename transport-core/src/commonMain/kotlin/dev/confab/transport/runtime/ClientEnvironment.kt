package dev.confab.transport.runtime

import dev.confab.transport.policy.RetryBudgetPolicy
import kotlin.random.Random

/** What the clients of a process share, or what a test replaces: time, chance, the budget of reconnects. */
internal class ClientEnvironment(val clock: SessionClock, val random: Random, val budget: RetryBudget) {
    companion object {
        fun system(budget: RetryBudgetPolicy): ClientEnvironment {
            val clock = SessionClock.system()
            return ClientEnvironment(clock, Random.Default, RetryBudget(budget) { clock.now().ticks })
        }
    }
}
