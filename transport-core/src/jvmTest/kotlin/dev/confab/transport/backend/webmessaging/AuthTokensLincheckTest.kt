package dev.confab.transport.backend.webmessaging

import dev.confab.transport.store.RecordStore
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.StressOptions
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.TestTimeSource

/**
 * Threads that want a JWT at the same time get what one thread would get: however they meet, a JWT that was rejected is renewed once, and who
 * comes after that gets the new one. Stress only: the model checker does not see through the event loop in which a thread waits for a coroutine.
 */
@Tag("lincheck")
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
        // The refresh runs on a thread of its own, so that others come while it is under way.
        AuthTokens(records, "auth", CoroutineScope(Dispatchers.Default), TestTimeSource()) {
            AuthGrant("jwt-${made.incrementAndGet()}", refreshToken = null)
        }

    init {
        runBlocking { tokens.jwt() }
    }

    @Operation
    fun jwt(): String = runBlocking { tokens.jwt() }

    /** The service takes the first JWT no more. */
    @Operation
    fun renewed(): String = runBlocking { tokens.jwt(rejected = "jwt-1") }

    @Test
    fun REL10_threads_under_stress_share_one_refresh() = StressOptions()
        // Nothing comes before: the threads meet at the one refresh.
        .actorsBefore(0)
        .actorsAfter(0)
        .threads(3)
        .actorsPerThread(3)
        .iterations(ITERATIONS)
        .invocationsPerIteration(INVOCATIONS)
        .check(this::class)

    private companion object {
        const val ITERATIONS = 3
        const val INVOCATIONS = 300
    }
}
