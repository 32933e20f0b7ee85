package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import kotlinx.coroutines.flow.MutableStateFlow

/**
 * As whom a session is configured: as a guest, or as a signed-in one (protocol notes §3.9).
 *
 * What a session is, it is from the answer of the service on, and not before. A guest session that the service will not take over goes on as one,
 * and is not offered again until somebody signs in anew. Belongs to the one client of a transport.
 */
internal class GuestIdentity(private val options: WebMessagingOptions) {
    /** What a session is known to be; the text outlives the process as the session's resume state. */
    enum class Known(val text: String) {
        GUEST("guest"),
        SIGNED_IN("signedIn"),
    }

    /**
     * One way to configure a session.
     *
     * @property jwt null for a guest.
     * @property signIn which sign-in the JWT is of.
     * @property isStepUp whether the session is a guest's that is to be taken over.
     * @property tries how many JWTs the service did not take.
     */
    class Plan(val jwt: String?, val signIn: Int, val isStepUp: Boolean, val tries: Int)

    private val auth = options.auth
    private val known = MutableStateFlow<Known?>(null)
    private val refusedSignIn = MutableStateFlow<Int?>(null)

    /** Whether the session is a signed-in guest's. */
    val isSignedIn: Boolean get() = known.value == Known.SIGNED_IN

    /** A session is opened: what is known of it comes from the last link, perhaps of another process. */
    fun opening(resumeState: String?) {
        known.value = Known.entries.find { it.text == resumeState }
    }

    /**
     * How the session is to be configured now.
     *
     * @throws TransportException of class `AUTH` when it belongs to a guest who must sign in first.
     */
    suspend fun plan(): Plan {
        if (auth == null) return AS_GUEST
        val tokens = auth.tokens
        val signIn = tokens.signIns.value
        val refused = known.value == Known.GUEST && refusedSignIn.value == signIn
        return when {
            tokens.isSignedIn() && !refused -> signedIn(signIn)
            known.value != Known.SIGNED_IN -> AS_GUEST
            tokens.isSignedOut() -> throw TransportException(belongsToAnother())
            else -> throw TransportException(mustSignIn("The guest of this session is not signed in any more."))
        }
    }

    private suspend fun signedIn(signIn: Int): Plan {
        val isStepUp = known.value == Known.GUEST
        return try {
            Plan(checkNotNull(auth).tokens.jwt(), signIn, isStepUp, 0)
        } catch (failed: TransportException) {
            if (!isStepUp || failed.failure.failureClass != FailureClass.AUTH) throw failed
            AS_GUEST
        }
    }

    /**
     * What to try when the service refused [plan], or null: that was the end.
     *
     * @param mayFallBack whether the session may go on as a guest's.
     */
    suspend fun afterRefusal(plan: Plan, failure: TransportFailure, mayFallBack: Boolean): Plan? {
        if (plan.jwt == null || auth == null) return null
        if (failure.code.value == UNAUTHORIZED && plan.tries + 1 < MAX_TRIES) {
            try {
                return Plan(auth.tokens.jwt(rejected = plan.jwt), plan.signIn, plan.isStepUp, plan.tries + 1)
            } catch (failed: TransportException) {
                if (!plan.isStepUp || failed.failure.failureClass != FailureClass.AUTH) throw failed
            }
        }
        if (!plan.isStepUp || failure.failureClass.isRetryable) return null
        refusedSignIn.value = plan.signIn
        return AS_GUEST.takeIf { mayFallBack }
    }

    /** [failure] of a configuring by [plan], as the session should hear it. */
    fun told(plan: Plan, failure: TransportFailure): TransportFailure {
        val isAuth = failure.code.value in setOf(UNAUTHORIZED, FORBIDDEN) || failure.code == ErrorCode.AUTH_FAILED
        return if (plan.jwt != null && isAuth) mustSignIn("The service did not take the sign-in (${failure.code}).") else failure
    }

    fun request(plan: Plan, tracingId: String, startNew: Boolean): GuestRequest.ConfigureSession =
        GuestRequest.ConfigureSession(tracingId, options.deploymentId, startNew, options.journeyContext, plan.jwt)

    /** The service has configured the session by [plan]. */
    fun committed(plan: Plan, info: SessionInfo): SessionInfo {
        known.value = if (plan.jwt == null) Known.GUEST else Known.SIGNED_IN
        return if (auth == null) info else info.withResumeState(known.value?.text)
    }

    private fun mustSignIn(message: String) = TransportFailure(ErrorCode.AUTH_FAILED, "$message Sign in, then connect again.")

    /** Said before the service says it: the session answers with a key of its own (§3.9 no. 9). */
    private fun belongsToAnother() = TransportFailure(
        ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED,
        "The session belongs to a guest who has signed out: connect again to begin another one.",
    )

    private companion object {
        const val UNAUTHORIZED = 401
        const val FORBIDDEN = 403
        const val MAX_TRIES = 3
        val AS_GUEST = Plan(jwt = null, signIn = 0, isStepUp = false, tries = 0)
    }
}
