package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.text
import dev.confab.transport.store.RecordStore
import dev.confab.transport.store.StoreException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * The tokens of a signed-in guest (guarantee REL-10): the JWT in memory, the refresh token in the store.
 *
 * A JWT is given out during the first 80 % of its life; whoever comes later waits for a new one. One refresh runs at a time, in a scope that
 * outlives its callers: one who is cancelled takes nothing from the others, and an answer that carries a rotated token is never lost. A token
 * is in the store before it is used.
 */
internal class AuthTokens(
    private val records: RecordStore,
    private val record: String,
    private val scope: CoroutineScope,
    private val time: TimeSource,
    private val refresh: suspend (refreshToken: String) -> AuthGrant,
) {
    private class Held(val jwt: String, val since: TimeMark, val life: Duration) {
        val isFresh: Boolean get() = since.elapsedNow() < life * FRESH
        val isAlive: Boolean get() = since.elapsedNow() < life
    }

    /** What there was to take back at a sign-out. */
    class Taken(val jwt: String?, val refreshToken: String?, val storeFailure: StoreException?)

    private val mutex = Mutex()
    private var loaded = false
    private var held: Held? = null
    private var refreshToken: String? = null
    private var flight: CompletableDeferred<Result<AuthGrant>>? = null
    private var signedOut = false
    private val mutableState = MutableStateFlow(AuthState.SIGNED_OUT)
    private val mutableSignOuts = MutableStateFlow(0)
    private val mutableSignIns = MutableStateFlow(0)

    val state: StateFlow<AuthState> get() = mutableState

    /** How often somebody signed in, or out: a number tells one sign-in from the next. */
    val signIns: StateFlow<Int> get() = mutableSignIns
    val signOuts: StateFlow<Int> get() = mutableSignOuts

    suspend fun isSignedIn(): Boolean = mutex.withLock {
        load()
        refreshToken != null || held?.isAlive == true
    }

    /** Whether the guest signed out on purpose, and has not signed in since. */
    suspend fun isSignedOut(): Boolean = mutex.withLock {
        load()
        signedOut
    }

    suspend fun isFresh(): Boolean = mutex.withLock { held?.isFresh == true }

    /** Takes over what a sign-in gave: stored first, then used. */
    suspend fun signedIn(grant: AuthGrant): Unit = mutex.withLock {
        loaded = true
        if (grant.refreshToken == null) records.removeRecord(record) else write(grant.refreshToken)
        adopt(grant.jwt, grant.refreshToken)
        flight = null
        signedOut = false
        mutableSignIns.value += 1
    }

    /**
     * A JWT that is good for a while.
     *
     * @param rejected one that the service did not take although it looks good.
     * @throws TransportException of class `AUTH` when the guest must sign in, of another class when it may be had later.
     */
    suspend fun jwt(rejected: String? = null): String {
        val running =
            mutex.withLock {
                load()
                held?.takeIf { it.isFresh && it.jwt != rejected }?.let { return it.jwt }
                val token = refreshToken
                if (token == null) {
                    // One that is alive still serves, although nothing will come after it.
                    held?.takeIf { it.isAlive && it.jwt != rejected }?.let { return it.jwt }
                    if (held != null) forget(AuthState.AUTHORIZATION_REQUIRED)
                    throw signInRequired()
                }
                flight ?: begin(token).also { flight = it }
            }
        val outcome = withTimeoutOrNull(DEADLINE) { running.await() } ?: Result.failure(late())
        val failure = outcome.exceptionOrNull() ?: return outcome.getOrThrow().jwt
        // Past its 80 % but alive: better than nothing while the network is away.
        val last = mutex.withLock { held?.takeIf { it.isAlive && it.jwt != rejected }?.jwt }
        if (last != null && !failure.isRefusal) return last
        throw failure
    }

    /** Forgets everything, here and in the store, and returns what it was. In memory it is gone even when the store fails. */
    suspend fun signOut(): Taken = mutex.withLock {
        var storeFailure: StoreException? = null
        try {
            load()
        } catch (failed: StoreException) {
            storeFailure = failed
        }
        val before = held?.jwt to refreshToken
        loaded = true
        forget(AuthState.SIGNED_OUT)
        signedOut = true
        mutableSignOuts.value += 1
        try {
            records.writeRecord(record, buildJsonObject { put("signedOut", true) }.toString())
        } catch (failed: StoreException) {
            storeFailure = failed
        }
        Taken(before.first, before.second, storeFailure)
    }

    private fun begin(token: String): CompletableDeferred<Result<AuthGrant>> {
        val outcome = CompletableDeferred<Result<AuthGrant>>()
        scope
            .launch { outcome.complete(refreshed(token, outcome)) }
            // Also when the scope was gone before the refresh began: nobody waits for one that is dead.
            .invokeOnCompletion { outcome.complete(Result.failure(late())) }
        return outcome
    }

    private suspend fun refreshed(token: String, own: CompletableDeferred<Result<AuthGrant>>): Result<AuthGrant> = try {
        val grant = refresh(token)
        mutex.withLock {
            // Somebody signed in or out meanwhile: what was asked for is of no more use.
            if (flight !== own) throw signInRequired()
            if (grant.refreshToken != null && grant.refreshToken != token) write(grant.refreshToken)
            adopt(grant.jwt, grant.refreshToken ?: token)
            flight = null
        }
        Result.success(grant)
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (failed: Exception) {
        mutex.withLock { if (flight === own) landed(failed) }
        Result.failure(failed)
    }

    /** A refusal takes the refresh token with it; a network that failed leaves it. */
    private suspend fun landed(failure: Exception) {
        flight = null
        if (!failure.isRefusal) return
        forget(AuthState.AUTHORIZATION_REQUIRED)
        try {
            records.removeRecord(record)
        } catch (failed: StoreException) {
            // What is left there is of no use: the service refuses it again after a restart.
            failure.addSuppressed(failed)
        }
    }

    private val Throwable.isRefusal: Boolean get() = (this as? TransportException)?.failure?.failureClass == FailureClass.AUTH

    private fun adopt(jwt: String, refreshToken: String?) {
        held = Held(jwt, time.markNow(), lifeOf(jwt))
        this.refreshToken = refreshToken
        mutableState.value = AuthState.SIGNED_IN
    }

    private fun forget(state: AuthState) {
        held = null
        refreshToken = null
        flight = null
        mutableState.value = state
    }

    private suspend fun load() {
        if (loaded) return
        val stored = records.readRecord(record)?.let(BoundedJson::parseObject)
        refreshToken = stored?.text("refreshToken")
        signedOut = stored?.flag("signedOut") == true
        if (refreshToken != null) mutableState.value = AuthState.SIGNED_IN
        loaded = true
    }

    private suspend fun write(refreshToken: String) {
        records.writeRecord(record, buildJsonObject { put("refreshToken", refreshToken) }.toString())
    }

    internal companion object {
        /** The part of its life in which a JWT is given out. */
        private const val FRESH = 0.8

        /** Where the JWT does not tell (§10). */
        private val LIFE = 15.minutes

        /** How long a caller waits for a refresh, also one that somebody else began. */
        val DEADLINE: Duration = 30.seconds

        /** From when it was made to when it ends, by one clock, the service's: ours may be wrong. */
        fun lifeOf(jwt: String): Duration {
            val claims = JwtClaims.of(jwt)
            val from = claims?.number("iat") ?: return LIFE
            val until = claims.number("exp") ?: return LIFE
            return if (until > from) (until - from).seconds else LIFE
        }

        fun signInRequired() =
            TransportException(TransportFailure(ErrorCode.AUTH_FAILED, "The guest is not signed in: call authorize first."))

        private fun late() = TransportException(
            TransportFailure(AuthCalls.REFRESH_FAILURE, "The sign-in was not refreshed in time.", FailureClass.TRANSIENT, null),
        )
    }
}
