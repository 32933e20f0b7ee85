package dev.confab.transport.testing

import kotlin.random.Random
import kotlin.test.fail

/** How long decoders are fed with frames by chance. A failure names its seed, and `-Dconfab.fuzz.seed=…` runs it again. */
internal object Fuzzing {
    val seed: Long = System.getProperty("confab.fuzz.seed")?.toLong() ?: Random.nextLong()
    private val frames = System.getProperty("confab.fuzz.frames")?.toInt() ?: 10_000

    /** Gives changed golden frames of [protocol] to [read], which must never throw. */
    fun of(protocol: String, read: (frame: String) -> Unit) {
        val changed = ChangedFrames(protocol, Random(seed))
        check(changed.trees.size >= 4) { "There are only ${changed.trees.size} golden frames of $protocol." }
        repeat(frames) { reading(changed.next(), read) }
    }

    fun reading(frame: String, read: (frame: String) -> Unit) = try {
        read(frame)
    } catch (failed: Throwable) {
        fail("Seed $seed: this was too much: ${frame.take(2_000)}", failed)
    }
}
