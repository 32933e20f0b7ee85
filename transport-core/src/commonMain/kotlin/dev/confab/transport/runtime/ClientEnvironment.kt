package dev.confab.transport.runtime

import dev.confab.transport.policy.RetryBudgetPolicy
import kotlin.random.Random

/** What the clients of a process share, or what a test replaces: time, chance, the budget of reconnects. */
internal class ClientEnvironment(val clock: SessionClock, val random: Random, val budget: RetryBudget) {
    companion object {
        private val clock = SessionClock.system()

        /** One for the process, however many instances of the library share it (guarantee REL-7). */
        private val processBudget = RetryBudget(RetryBudgetPolicy.DEFAULT) { clock.now().ticks }

        fun system(): ClientEnvironment = ClientEnvironment(clock, Random.Default, processBudget)
    }
}
