package dev.confab.transport.canary

import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException
import org.junit.jupiter.api.MethodOrderer
import org.junit.jupiter.api.Order
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestMethodOrder
import org.slf4j.LoggerFactory
import java.util.logging.Logger
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Runs after all other classes (see `junit-platform.properties`). */
@Order(Int.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation::class)
class SuiteCanaryTest {
    @Test
    @Order(1)
    fun SEC3_the_canary_sings_wherever_a_secret_comes_out() {
        val bait = "bait-${System.nanoTime()}"

        val heard =
            Canary.heard(bait) {
                LoggerFactory.getLogger("dev.confab.some.Class").trace("a {}", bait)
                Logger.getLogger("dev.confab.some.Class").finest("a $bait")
                print("a $bait")
                println()
                System.err.println("a $bait")
                runCatching { throw MessagingException(ErrorCode.PROOF_TIMEOUT, "a $bait") }
                Thrown.hear()
            }

        assertEquals(setOf("slf4j", "java.util.logging", "System.out", "System.err", "exception"), heard)
    }

    @Test
    @Order(2)
    fun SEC3_no_output_and_no_exception_of_the_whole_suite_shows_a_secret() {
        assertTrue(Thrown.hear() > 0, "No exception was recorded.")
        assertEquals(emptyList(), Canary.songs().distinct())
    }
}
