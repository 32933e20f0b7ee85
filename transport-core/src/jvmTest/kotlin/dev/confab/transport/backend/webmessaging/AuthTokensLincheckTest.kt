package dev.confab.transport.backend.webmessaging

import dev.confab.transport.store.RecordStore
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Param
import org.jetbrains.lincheck.datastructures.StressOptions
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.TestTimeSource

/**
 * Threads that want a JWT at the same time get what one thread would get: however they meet, a JWT that was rejected is renewed once, and nobody is
 * handed one that was never stored. Stress only: the model checker does not see through the event loop in which a thread waits for a coroutine.
 */
@Tag("lincheck")
@Param(name = "rejected", gen = IntGen::class, conf = "0:3")
class AuthTokensLincheckTest {
    private val made = AtomicInteger()

    /** One refresh token that stays good, so that only the JWTs tell how often it was used. */
    private val records =
        object : RecordStore {
            override suspend fun readRecord(name: String) = """{"refreshToken":"r"}"""

            override suspend fun writeRecord(name: String, text: String) = Unit

            override suspend fun removeRecord(name: String) = Unit
        }
    private val tokens =
        AuthTokens(records, "auth", CoroutineScope(Dispatchers.Unconfined), TestTimeSource()) {
            AuthGrant("jwt-${made.incrementAndGet()}", refreshToken = null)
        }

    @Operation
    fun jwt(): String = runBlocking { tokens.jwt() }

    @Operation
    fun renewed(@Param(name = "rejected") rejected: Int): String = runBlocking { tokens.jwt("jwt-$rejected") }

    @Test
    fun REL10_threads_under_stress_share_one_refresh() =
        StressOptions().iterations(ITERATIONS).invocationsPerIteration(INVOCATIONS).check(this::class)

    private companion object {
        const val ITERATIONS = 5
        const val INVOCATIONS = 300
    }
}
