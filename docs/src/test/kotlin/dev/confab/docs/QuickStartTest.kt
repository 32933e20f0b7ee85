package dev.confab.docs

import dev.confab.sandbox.Sandbox
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.time.Duration.Companion.seconds

/** The quick starts of the README work as they stand there. */
class QuickStartTest {
    @Test
    fun the_kotlin_quick_start_gets_its_answer() = Sandbox.start().use { sandbox ->
        val answer = runBlocking { withTimeout(20.seconds) { ask("Where is my parcel?", sandbox.url()) } }

        assertEquals("Where is my parcel?", answer)
    }
}
