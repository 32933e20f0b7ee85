package dev.confab.transport.faults

import kotlin.random.Random

/**
 * How long the proofs run, and where their dice start. The build runs them briefly, each time with another seed; the profile `proofs` runs
 * them long.
 *
 * ```
 * mvn -Pproofs -pl sandbox,transport-core test -Dtest='RandomFaultsTest' -Dconfab.proofs.seed=42
 * ```
 */
internal object ProofSettings {
    /** Set `confab.proofs.seed` to run a schedule again. */
    val seed: Long = System.getProperty("confab.proofs.seed")?.toLongOrNull() ?: Random.nextLong(1_000_000_000)

    /** Set `confab.proofs.messages` for a run of another length; null in a normal build. */
    val messages: Int? = System.getProperty("confab.proofs.messages")?.toIntOrNull()

    /** One line on what a proof has seen. */
    fun report(line: String) {
        System.out.println("[proof] $line")
    }
}
