package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.backend.webmessaging.JourneyEncoding.journey
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.HttpAnswer
import dev.confab.transport.net.exchange
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.text
import io.ktor.client.HttpClient
import io.ktor.client.request.header
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject

/** What an exchange or refresh gives. Not a data class: its text form must not show the tokens. */
internal class AuthGrant(val jwt: String, val refreshToken: String?)

/** The REST calls of the sign-in (protocol notes §2.1, §2.9). Each is made once; none shows a token or the service's free text. */
internal class AuthCalls(private val options: WebMessagingOptions, private val http: HttpClient) {
    suspend fun exchangeCode(code: String, redirectUri: String, codeVerifier: String?): AuthGrant = exchange {
        put("code", code)
        put("redirectUri", redirectUri)
        codeVerifier?.let { put("codeVerifier", it) }
    }

    suspend fun exchangeIdToken(idToken: String, nonce: String): AuthGrant = exchange {
        put("idToken", idToken)
        put("nonce", nonce)
    }

    /** Fails as transient when nobody said no: then the refresh token is still good. */
    suspend fun refresh(refreshToken: String): AuthGrant {
        val answer =
            try {
                post("refresh", buildJsonObject { put("refreshToken", refreshToken) })
            } catch (failed: TransportException) {
                throw TransportException(
                    TransportFailure(REFRESH_FAILURE, "Refreshing the sign-in: ${failed.failure.message}", FailureClass.TRANSIENT, null),
                    failed,
                )
            }
        return grant(answer) ?: throw TransportException(refreshRefusal(answer))
    }

    /** The status of the answer. */
    suspend fun revoke(jwt: String): Int = networkCall("Signing out at ${options.endpoints.apiAddress}") {
        http.exchange(HttpMethod.Delete, options.endpoints.auth("revoke")) { header(HttpHeaders.Authorization, "Bearer $jwt") }.status
    }

    /** A code is good for one use: after a failure of the network nobody can tell whether it was used, so it is not sent twice. */
    private suspend fun exchange(oauth: JsonObjectBuilder.() -> Unit): AuthGrant {
        val body = buildJsonObject {
            put("deploymentId", options.deploymentId)
            putJsonObject("oauth", oauth)
            options.journeyContext?.let { putJsonObject("journeyContext") { journey(it) } }
        }
        val answer =
            try {
                post("oauthcodegrantjwtexchange", body)
            } catch (failed: TransportException) {
                throw TransportException(
                    failure("${failed.failure.message} The code may have been used: sign in again for another one."),
                    failed,
                )
            }
        return grant(answer) ?: throw TransportException(
            failure("${options.endpoints.apiAddress} refused the sign-in with status ${answer.status}: sign in again."),
        )
    }

    private suspend fun post(path: String, body: JsonObject): HttpAnswer = networkCall("Asking ${options.endpoints.apiAddress}") {
        http.exchange(HttpMethod.Post, options.endpoints.auth(path), body)
    }

    private fun grant(answer: HttpAnswer): AuthGrant? {
        val jwt = answer.json?.takeIf { answer.isSuccess }?.text("jwt") ?: return null
        return AuthGrant(jwt, answer.json?.text("refreshToken"))
    }

    private fun failure(message: String) = TransportFailure(ErrorCode.AUTH_FAILED, message)

    private fun refreshRefusal(answer: HttpAnswer): TransportFailure {
        val transient = answer.isSuccess || ErrorCode.of(answer.status).failureClass == FailureClass.TRANSIENT
        return TransportFailure(
            REFRESH_FAILURE,
            "${options.endpoints.apiAddress} did not refresh the sign-in (status ${answer.status})" +
                if (transient) "." else ": the guest must sign in again.",
            if (transient) FailureClass.TRANSIENT else FailureClass.AUTH,
            answer.retryAfterMillis,
        )
    }

    internal companion object {
        val REFRESH_FAILURE: ErrorCode = ErrorCode.of(6003)
        val LOGOUT_FAILURE: ErrorCode = ErrorCode.of(6002)
    }
}
