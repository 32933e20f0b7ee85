package dev.confab.transport.backend.amm

import dev.confab.transport.backend.Deadline
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.blocking
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeoutOrNull

/**
 * What the provider said so far, for all links of one transport. One question at a time. People type slowly: the opening for which they are
 * asked waits for them; where it is ended otherwise, the answer serves the next one.
 */
internal class AmmCredentials(private var provider: CredentialProvider, private val host: String, private val patienceMillis: Long) {
    /** A credential that was given to a request. */
    class Held(val credential: UserCredential, val challenge: CredentialChallenge)

    private val asking = Mutex()
    private var held: Held? = null
    private var failures = 0
    private var accepted = false
    private var pending: Pair<CredentialChallenge, CompletableDeferred<UserCredential?>>? = null
    private var lastChance: CompletableDeferred<CredentialProvider?>? = null

    /** For the next request; null where the service is to ask first. */
    suspend fun current(): Held? = inTurn {
        held ?: if (provider.isPreEmptive || failures > 0) ask(realm = null) ?: throw gaveUp("no credential was given") else null
    }

    /**
     * The service refused [refused], or asked for the first time; [demands] are its headers.
     *
     * @throws TransportException when there is nothing else to try.
     */
    suspend fun next(refused: Held?, demands: List<String>): Held = inTurn {
        val now = held
        // Another request has met this refusal before.
        if (now != null && now !== refused) now else another(refused, demands)
    }

    private suspend fun another(refused: Held?, demands: List<String>): Held {
        if (demands.isNotEmpty() && demands.none { demand -> SCHEMES.any { demand.contains(it, ignoreCase = true) } }) {
            throw gaveUp("it wants a way of logging in that is not supported (only Basic and tokens are)")
        }
        val realm = demands.firstNotNullOfOrNull { REALM.find(it)?.groupValues?.get(1) }
        if (refused != null) failures++
        held = null
        accepted = false
        while (failures < MAX_FAILURES) {
            val other = ask(realm)
            if (other != null && other.credential != refused?.credential) return other
            held = null
            // Nobody was refused: the caller just has no credential.
            if (failures == 0) throw gaveUp("no credential was given")
            provider = anotherProvider() ?: throw gaveUp("the credentials were refused")
            if (other != null) failures++
        }
        throw gaveUp("the credentials were refused $MAX_FAILURES times")
    }

    /** The service let [used] in. */
    suspend fun accepted(used: Held?) {
        if (used == null || accepted) return
        asking.withLock {
            if (held !== used || accepted) return
            accepted = true
            failures = 0
        }
        told { provider.onAccepted(used.challenge) }
    }

    /** Whoever waits while somebody else is asked waits for a person, too. */
    private suspend fun <T> inTurn(block: suspend () -> T): T {
        if (!asking.tryLock()) return Deadline.uncounted { asking.withLock { block() } }
        try {
            return block()
        } finally {
            asking.unlock()
        }
    }

    private suspend fun ask(realm: String?): Held? {
        val open = pending
        val (challenge, answer) = open ?: (CredentialChallenge(realm, host, failures) to CompletableDeferred<UserCredential?>())
        pending = challenge to answer
        val question = { provider.onChallenge(challenge, Reply(answer)) }
        val credential = answered(answer, question.takeIf { open == null }) { pending = null }
        pending = null
        return credential?.let { Held(it, challenge) }.also { held = it }
    }

    private suspend fun anotherProvider(): CredentialProvider? {
        val open = lastChance
        val answer = open ?: CompletableDeferred()
        lastChance = answer
        val question = { provider.onInvalidCredentials(Invalid(failures, answer)) }
        val other = answered(answer, question.takeIf { open == null }) { lastChance = null }
        lastChance = null
        return other
    }

    /**
     * What the application answers to [question], which is null when it was asked before; or null. It may answer before that returns, as with a
     * dialog that blocks, or later; all of that is time for the answer. A question that was broken off before it returned is [forgotten]: nobody
     * will answer it any more.
     */
    private suspend fun <T : Any> answered(answer: CompletableDeferred<T?>, question: (() -> Unit)?, forgotten: () -> Unit): T? =
        Deadline.uncounted {
            withTimeoutOrNull(patienceMillis) {
                var isAsked = question == null
                try {
                    val wasTold = question == null || told {
                        question()
                        isAsked = true
                    }
                    if (!wasTold) answer.complete(null)
                    answer.await()
                } catch (cancelled: CancellationException) {
                    if (!isAsked && !answer.isCompleted) forgotten()
                    throw cancelled
                }
            }
        }

    /** Runs code of the application; false when it threw. */
    private suspend fun told(call: () -> Unit): Boolean = try {
        blocking(call)
        true
    } catch (_: Exception) {
        // Also its own futures may be cancelled, and what is interrupted here throws whatever it likes.
        currentCoroutineContext().ensureActive()
        false
    }

    /** The next attempt, which somebody wants in spite of this, begins from the start. */
    private fun gaveUp(why: String): TransportException {
        failures = 0
        return TransportException(
            TransportFailure(
                ErrorCode.AUTH_FAILED,
                "$host does not let the user in: $why. Check name and password at the messaging service.",
            ),
        )
    }

    private class Reply(private val answer: CompletableDeferred<UserCredential?>) : CredentialReply {
        override fun answer(credential: UserCredential) {
            answer.complete(credential)
        }

        override fun cancel() {
            answer.complete(null)
        }
    }

    private class Invalid(override val failureCount: Int, private val answer: CompletableDeferred<CredentialProvider?>) :
        InvalidCredentials {
        override fun retry(provider: CredentialProvider) {
            answer.complete(provider)
        }

        override fun cancel() {
            answer.complete(null)
        }

        override fun toString(): String = "InvalidCredentials($failureCount)"
    }

    private companion object {
        const val MAX_FAILURES = 5
        val SCHEMES = listOf("Basic", "Bearer", "UPToken", "ESGToken")
        val REALM = Regex("realm\\s*=\\s*\"([^\"]{0,200})\"", RegexOption.IGNORE_CASE)
    }
}
