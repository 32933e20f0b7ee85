package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.store.InMemoryRecordStore
import dev.confab.transport.store.RecordStore
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.io.encoding.Base64
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TestTimeSource

/** The tokens of a guest, in virtual time. */
@OptIn(ExperimentalCoroutinesApi::class)
class AuthTokensTest {
    private val time = TestTimeSource()
    private val records = InMemoryRecordStore()
    private val asked = mutableListOf<String>()
    private var answer: suspend (String) -> AuthGrant = { AuthGrant(jwt(asked.size), null) }

    @Test
    fun REL10_a_jwt_is_given_out_for_80_percent_of_its_life_and_refreshed_before_it_ends() = runTest {
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))

        time += 11.minutes
        assertEquals(jwt(0), tokens.jwt())
        time += 1.minutes

        assertEquals(jwt(1), tokens.jwt())
        assertEquals(listOf("refresh"), asked)
    }

    @Test
    fun REL10_many_who_need_a_token_at_once_share_one_refresh() = runTest {
        val gate = CompletableDeferred<Unit>()
        answer = { gate.await().let { AuthGrant(jwt(1), null) } }
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))
        time += 12.minutes

        val callers = List(50) { async { tokens.jwt() } }
        runCurrent()
        gate.complete(Unit)

        assertEquals(setOf(jwt(1)), callers.awaitAll().toSet())
        assertEquals(1, asked.size)
    }

    @Test
    fun REL10_whoever_began_a_refresh_may_be_cancelled_and_the_others_get_its_outcome() = runTest {
        val gate = CompletableDeferred<Unit>()
        answer = { gate.await().let { AuthGrant(jwt(1), "rotated") } }
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))
        time += 12.minutes

        val leader = async { tokens.jwt() }
        runCurrent()
        val followers = List(3) { async { tokens.jwt() } }
        runCurrent()
        leader.cancelAndJoin()
        gate.complete(Unit)

        assertEquals(List(3) { jwt(1) }, followers.awaitAll())
        assertEquals(1, asked.size)
        // A rotated token is worth nothing at the service any more: the new one must not be lost with the caller.
        assertTrue("rotated" in records.readRecord(RECORD).orEmpty())
    }

    @Test
    fun REL10_those_who_wait_for_a_refresh_that_hangs_give_up() = runTest {
        answer = { CompletableDeferred<AuthGrant>().await() }
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))
        time += 15.minutes

        val waiting = List(3) { async { assertFailsWith<TransportException> { tokens.jwt() } } }

        assertEquals(listOf(FailureClass.TRANSIENT), waiting.awaitAll().map { it.failure.failureClass }.distinct())
        assertEquals(AuthTokens.DEADLINE.inWholeMilliseconds, currentTime)
        assertEquals(1, asked.size)
    }

    @Test
    fun REL10_those_who_wait_for_a_refresh_that_was_killed_hear_it_at_once() = runTest {
        answer = { CompletableDeferred<AuthGrant>().await() }
        val life = CoroutineScope(coroutineContext + Job())
        val tokens = AuthTokens(records, RECORD, life, time) { asked.add(it).let { answer("") } }
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))
        time += 15.minutes
        val waiting = async { assertFailsWith<TransportException> { tokens.jwt() } }
        runCurrent()

        life.cancel()

        assertEquals(FailureClass.TRANSIENT, waiting.await().failure.failureClass)
        assertEquals(0, currentTime)
    }

    @Test
    fun REL10_a_rotated_token_is_stored_before_the_jwt_that_came_with_it_is_used() = runTest {
        val stored = CompletableDeferred<Unit>()
        val slow = object : RecordStore by records {
            override suspend fun writeRecord(name: String, text: String) {
                if ("rotated" in text) stored.await()
                records.writeRecord(name, text)
            }
        }
        answer = { AuthGrant(jwt(1), "rotated") }
        val tokens = tokens(slow)
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))
        time += 12.minutes

        val caller = async { tokens.jwt() }
        runCurrent()
        assertFalse(caller.isCompleted)
        stored.complete(Unit)

        assertEquals(jwt(1), caller.await())
    }

    @Test
    fun a_network_that_fails_leaves_the_refresh_token_and_a_jwt_that_is_alive_serves_on() = runTest {
        answer = { throw failure(FailureClass.TRANSIENT) }
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))

        time += 14.minutes
        assertEquals(jwt(0), tokens.jwt())
        time += 2.minutes
        assertFailsWith<TransportException> { tokens.jwt() }

        answer = { AuthGrant(jwt(1), null) }
        assertEquals(jwt(1), tokens.jwt())
        assertEquals(AuthState.SIGNED_IN, tokens.state.value)
    }

    @Test
    fun a_refusal_wipes_the_refresh_token_and_asks_for_a_sign_in() = runTest {
        answer = { throw failure(FailureClass.AUTH) }
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))
        time += 15.minutes

        assertEquals(FailureClass.AUTH, assertFailsWith<TransportException> { tokens.jwt() }.failure.failureClass)

        assertEquals(AuthState.AUTHORIZATION_REQUIRED, tokens.state.value)
        assertNull(records.readRecord(RECORD))
        assertFailsWith<TransportException> { tokens.jwt() }
        assertEquals(1, asked.size)
    }

    @Test
    fun a_jwt_that_the_service_did_not_take_is_not_given_out_again() = runTest {
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))

        assertEquals(jwt(1), tokens.jwt(rejected = jwt(0)))
        assertEquals(jwt(1), tokens.jwt())
    }

    @Test
    fun a_sign_in_outlives_the_process_and_a_sign_out_too() = runTest {
        tokens().signedIn(AuthGrant(jwt(0), "refresh"))

        val restarted = tokens()
        assertTrue(restarted.isSignedIn())
        assertEquals(jwt(1), restarted.jwt())
        restarted.signOut()

        val again = tokens()
        assertFalse(again.isSignedIn())
        assertTrue(again.isSignedOut())
        assertFalse("refresh" in records.readRecord(RECORD).orEmpty().replace("refreshToken", ""))
    }

    @Test
    fun SEC10_a_refresh_that_is_answered_after_the_sign_out_signs_nobody_in() = runTest {
        val gate = CompletableDeferred<Unit>()
        answer = { gate.await().let { AuthGrant(jwt(1), "late") } }
        val tokens = tokens()
        tokens.signedIn(AuthGrant(jwt(0), "refresh"))
        time += 15.minutes
        val caller = async { assertFailsWith<TransportException> { tokens.jwt() } }
        runCurrent()

        tokens.signOut()
        gate.complete(Unit)

        assertEquals(FailureClass.AUTH, caller.await().failure.failureClass)
        assertEquals(AuthState.SIGNED_OUT, tokens.state.value)
        assertFalse("late" in records.readRecord(RECORD).orEmpty())
    }

    private fun TestScope.tokens(store: RecordStore = records) = AuthTokens(store, RECORD, backgroundScope, time) {
        asked += it
        answer(it)
    }

    private fun failure(failureClass: FailureClass) =
        TransportException(TransportFailure(ErrorCode.of(6003), "Not refreshed.", failureClass, null))

    private companion object {
        const val RECORD = "auth/deployment/guest"

        /** Of 15 minutes. */
        fun jwt(number: Int): String {
            val claims = """{"iat":1000,"exp":1900,"number":$number}"""
            return "e30." + Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT).encode(claims.encodeToByteArray()) + ".c2ln"
        }
    }
}
