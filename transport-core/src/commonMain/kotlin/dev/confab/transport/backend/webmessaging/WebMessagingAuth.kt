package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.FailureClass
import io.ktor.client.HttpClient
import kotlinx.coroutines.flow.StateFlow
import kotlin.jvm.JvmStatic
import kotlin.time.TimeSource

/**
 * The sign-in of one guest at one deployment (protocol notes §3.9).
 *
 * Life: send the guest to the identity provider with an [AuthorizationRequest], give what comes back to [authorize], and connect a client
 * whose options carry this ([WebMessagingOptions.withAuth]); it configures signed-in sessions while the guest is signed in. A guest session
 * that runs already goes over with `MessagingClient.signIn`. A sign-in that fails changes nothing. End with [logout]; there is nothing to close.
 *
 * The JWT stays in memory. The refresh token is kept in the options' record store, which a durable one seals, under the options' record
 * name: one name for each guest. Thread-safe. Failures are [dev.confab.transport.model.MessagingException]s that hold no token.
 */
public class WebMessagingAuth internal constructor(
    private val options: WebMessagingOptions,
    private val http: HttpClient,
    time: TimeSource,
) {
    private val calls = AuthCalls(options, http)
    private val deployment = DeploymentConfigSource(options, http)
    internal val tokens = AuthTokens(options.records, options.recordName("auth"), http, time, calls::refresh)

    /** How the guest stands. */
    public val state: StateFlow<AuthState> get() = tokens.state

    /**
     * Exchanges the code that the identity provider gave for a sign-in. The code is sent once, also when the network fails: it is good for one
     * use, and nobody could tell whether that was it.
     *
     * @param codeVerifier of the PKCE that the code was asked for with, or null.
     * @throws dev.confab.transport.model.MessagingException `AuthFailed` (6001): sign in again.
     */
    public suspend fun authorize(code: String, redirectUri: String, codeVerifier: String?) {
        require(code.isNotBlank()) { "The code must not be blank: it is what the identity provider gave." }
        require(redirectUri.isNotBlank()) { "The redirect URI must not be blank: it is the one that the code was asked for with." }
        val grant = calls.exchangeCode(code, redirectUri, codeVerifier)
        tokens.signedIn(if (options.autoRefresh) grant else AuthGrant(grant.jwt, null))
    }

    /** [authorize] with the answer to [request], whose `state` is checked first: [redirect] is the address that the browser came back with. */
    public suspend fun authorize(request: AuthorizationRequest, redirect: String): Unit =
        authorize(request.codeFrom(redirect), request.redirectUri, request.codeVerifier)

    /**
     * Exchanges an id token of the implicit flow for a sign-in. It ends with its JWT, after at most 15 minutes without use: there is no refresh.
     *
     * @param nonce the one that the id token was asked for with; it is compared here and by the service.
     * @throws dev.confab.transport.model.MessagingException `AuthFailed` (6001): sign in again.
     */
    public suspend fun authorizeImplicit(idToken: String, nonce: String) {
        require(idToken.isNotBlank() && nonce.isNotBlank()) { "The id token and its nonce must not be blank." }
        AuthorizationRequest.checkNonce(idToken, nonce)
        tokens.signedIn(AuthGrant(calls.exchangeIdToken(idToken, nonce).jwt, null))
    }

    /**
     * Whether the application should ask the guest to sign in: the deployment wants it, and there is no sign-in that goes on. While the network
     * is away, a refresh token counts as a sign-in.
     *
     * @throws dev.confab.transport.model.MessagingException when the deployment's config is neither to be had nor kept: nobody can tell then.
     */
    public suspend fun shouldAuthorize(): Boolean {
        if (!deployment.config().auth.enabled) return false
        return try {
            tokens.jwt()
            false
        } catch (failed: TransportException) {
            failed.failure.failureClass == FailureClass.AUTH
        }
    }

    /**
     * Signs out, everywhere. Here it takes effect at once and in any case, also without a network: the tokens are gone from memory and store,
     * and signed-in sessions end with `Logout`. Then the service is asked to end the sessions of the other devices.
     *
     * @throws dev.confab.transport.model.MessagingException `AuthLogoutFailed` (6002) when the service could not be asked or said no: the guest
     * is signed out here, other devices may not be.
     */
    public suspend fun logout() {
        val taken = tokens.signOut()
        revoke(taken)
        taken.storeFailure?.let { throw it }
    }

    private suspend fun revoke(taken: AuthTokens.Taken) {
        var jwt = taken.jwt
        var refreshToken = taken.refreshToken
        repeat(MAX_REVOKES) {
            val status =
                try {
                    val current = jwt ?: calls.refresh(refreshToken ?: return).also { refreshToken = it.refreshToken ?: refreshToken }.jwt
                    calls.revoke(current)
                } catch (failed: TransportException) {
                    // Refused tokens are signed out already.
                    if (failed.failure.failureClass == FailureClass.AUTH) return
                    throw TransportException(failure(failed.failure.message, failed.failure.failureClass), failed)
                }
            when (status) {
                in SUCCESS -> return
                HTTP_UNAUTHORIZED -> jwt = null
                else -> throw TransportException(failure("The service answered with status $status.", FailureClass.PERMANENT))
            }
        }
    }

    private fun failure(message: String, failureClass: FailureClass) = TransportFailure(
        AuthCalls.LOGOUT_FAILURE,
        "The guest is signed out here, but other devices may not be: $message",
        failureClass,
        null,
    )

    /** Without tokens. */
    override fun toString(): String = "WebMessagingAuth(${state.value})"

    public companion object {
        private const val MAX_REVOKES = 3
        private const val HTTP_UNAUTHORIZED = 401
        private val SUCCESS = 200..299

        /**
         * @param options the deployment, and where its records are kept.
         * @param http shared, as `Confab.httpClient`; this does not close it.
         */
        @JvmStatic
        public fun create(options: WebMessagingOptions, http: HttpClient): WebMessagingAuth =
            WebMessagingAuth(options, http, TimeSource.Monotonic)
    }
}
