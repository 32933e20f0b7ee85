package dev.confab.transport.faults

import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.RetryBudget
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.StressOptions
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test

/** Every interleaving of a few threads gives the tokens out as one thread would: none twice, none lost. The clock stands. */
@Tag("lincheck")
class RetryBudgetLincheckTest {
    private val budget = RetryBudget(RetryBudgetPolicy(perSecond = 1, burst = 2)) { 0 }

    @Operation
    fun reserve(): Long = budget.reserve()

    @Test
    fun REL7_all_interleavings_of_threads_share_one_budget() =
        ModelCheckingOptions().iterations(ITERATIONS).invocationsPerIteration(INVOCATIONS).check(this::class)

    @Test
    fun REL7_threads_under_stress_share_one_budget() =
        StressOptions().iterations(ITERATIONS).invocationsPerIteration(INVOCATIONS).check(this::class)

    private companion object {
        const val ITERATIONS = 5
        const val INVOCATIONS = 500
    }
}
