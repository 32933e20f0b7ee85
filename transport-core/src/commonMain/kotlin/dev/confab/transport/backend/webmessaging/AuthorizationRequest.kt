package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.secureRandomBytes
import dev.confab.transport.net.sha256
import dev.confab.transport.net.text
import io.ktor.http.ParametersBuilder
import io.ktor.http.URLBuilder
import io.ktor.http.URLParserException
import io.ktor.http.Url
import io.ktor.http.parseQueryString
import kotlinx.coroutines.flow.MutableStateFlow
import kotlin.io.encoding.Base64
import kotlin.jvm.JvmStatic

/**
 * One visit of the guest to the sign-in page of the deployment's identity provider (OAuth 2.0, RFC 6749, with PKCE, RFC 7636).
 *
 * Open [url] in a browser; give the address with which the browser came back to [codeFrom] or [idTokenFrom]. `state` tells our own visit
 * from a forged one, `nonce` our own id token from a replayed one, the verifier keeps a stolen code useless (guarantee SEC-10). A request is
 * good for one answer. Thread-safe.
 */
public class AuthorizationRequest private constructor(builder: Builder) {
    /** Where the browser comes back to; must be registered at the identity provider. */
    public val redirectUri: String = builder.redirectUri

    /** A secret until the browser is back. */
    public val state: String = builder.state

    /** A secret until the browser is back. */
    public val nonce: String = builder.nonce

    /** A secret: only the exchange of the code may see it. */
    public val codeVerifier: String = builder.codeVerifier

    /** The SHA-256 of the verifier, which the sign-in page is shown (`S256`). */
    public val codeChallenge: String = base64.encode(sha256(codeVerifier.encodeToByteArray()))

    /** The page to open, with everything in it. */
    public val url: String =
        URLBuilder(builder.endpoint)
            .apply {
                parameters["client_id"] = builder.clientId
                parameters["redirect_uri"] = redirectUri
                parameters["response_type"] = builder.responseType
                parameters["scope"] = builder.scope
                parameters["state"] = state
                parameters["nonce"] = nonce
                if (builder.responseType == CODE) {
                    parameters["code_challenge"] = codeChallenge
                    parameters["code_challenge_method"] = "S256"
                }
                builder.more.forEach { (name, value) -> parameters[name] = value }
            }.buildString()

    private val used = MutableStateFlow(false)

    /**
     * The authorisation code in the address that the browser came back with.
     *
     * @throws dev.confab.transport.model.MessagingException with `AuthFailed` when `state` is not ours, the guest was refused, or the request
     * has had its answer.
     */
    public fun codeFrom(redirect: String): String = answerIn(redirect, CODE)

    /**
     * The id token in the address that the browser came back with (implicit flow). Its `nonce` is checked, too.
     *
     * @throws dev.confab.transport.model.MessagingException as [codeFrom] does.
     */
    public fun idTokenFrom(redirect: String): String {
        val idToken = answerIn(redirect, ID_TOKEN)
        checkNonce(idToken, nonce)
        return idToken
    }

    private fun answerIn(redirect: String, name: String): String {
        val parameters = parametersOf(redirect)
        if (parameters["state"] !=
            state
        ) {
            throw refused("The answer of the sign-in page does not belong to this visit: its state is another one.")
        }
        if (!used.compareAndSet(expect = false, update = true)) throw refused("This visit of the sign-in page has had its answer.")
        parameters["error"]?.let { throw refused("The sign-in page refused the guest (${it.filter(::isPlain).take(MAX_ERROR)}).") }
        return parameters[name] ?: throw refused("The sign-in page gave no $name.")
    }

    /** Of the query, and of the fragment, where the implicit flow has them. */
    private fun parametersOf(redirect: String): ParametersBuilder = try {
        val fragment = parseQueryString(redirect.substringAfter('#', ""))
        val query = parseQueryString(redirect.substringBefore('#').substringAfter('?', ""))
        ParametersBuilder().apply {
            appendAll(query)
            appendAll(fragment)
        }
    } catch (malformed: IllegalArgumentException) {
        throw refused("What the browser came back with is no address.", malformed)
    }

    /** Without secrets. */
    override fun toString(): String = "AuthorizationRequest($redirectUri)"

    /** Builds a request. Every setter refuses what cannot work with an [IllegalArgumentException] that names the way out. */
    public class Builder internal constructor(endpoint: String, internal val clientId: String, internal val redirectUri: String) {
        internal val endpoint: Url =
            try {
                Url(endpoint)
            } catch (malformed: URLParserException) {
                throw IllegalArgumentException(
                    "\"$endpoint\" is no address of a sign-in page: give one such as https://idp/authorize.",
                    malformed,
                )
            }
        internal var responseType = CODE
        internal var scope = "openid profile email"
        internal var state = random()
        internal var nonce = random()
        internal var codeVerifier = random()
        internal val more = LinkedHashMap<String, String>()

        init {
            require(endpoint.startsWith("https://")) { "The sign-in page must be encrypted: its address begins with https://." }
            require(clientId.isNotBlank()) { "The client id must not be blank: it is what the identity provider calls this application." }
            require(redirectUri.isNotBlank()) { "The redirect URI must not be blank: it is where the browser comes back to." }
        }

        /** What the application asks for; default `openid profile email`. */
        public fun scope(scope: String): Builder = apply {
            require(scope.isNotBlank()) { "The scope must not be blank." }
            this.scope = scope
        }

        /** Asks for an id token instead of a code (implicit flow): no refresh token comes of it, so prefer the code. */
        public fun implicit(): Builder = apply { responseType = ID_TOKEN }

        /** A parameter that this identity provider wants besides. */
        public fun parameter(name: String, value: String): Builder = apply {
            require(name !in OWN) { "The parameter $name is set by the request itself." }
            more[name] = value
        }

        /** Goes on with a request from before a restart, whose secrets the application has kept safe. */
        public fun resume(state: String, nonce: String, codeVerifier: String): Builder = apply {
            require(state.length >= MIN_SECRET && nonce.length >= MIN_SECRET && VERIFIER.matches(codeVerifier)) {
                "These are not the state, nonce and verifier of a request."
            }
            this.state = state
            this.nonce = nonce
            this.codeVerifier = codeVerifier
        }

        public fun build(): AuthorizationRequest = AuthorizationRequest(this)
    }

    public companion object {
        private const val CODE = "code"
        private const val ID_TOKEN = "id_token"
        private const val RANDOM_BYTES = 32
        private const val MIN_SECRET = 22
        private const val MAX_ERROR = 64
        private val VERIFIER = Regex("[A-Za-z0-9._~-]{43,128}")
        private val OWN =
            setOf("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method")
        private val base64 = Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT)

        private fun refused(message: String, cause: Throwable? = null) =
            TransportException(TransportFailure(ErrorCode.AUTH_FAILED, "$message Begin anew with another request."), cause)

        internal fun checkNonce(idToken: String, nonce: String) {
            if (JwtClaims.of(idToken)?.text("nonce") != nonce) {
                throw refused("The id token was not made for this visit: its nonce is another one.")
            }
        }

        /** 256 bits, as 43 characters. */
        private fun random(): String = base64.encode(secureRandomBytes(RANDOM_BYTES))

        private fun isPlain(character: Char): Boolean = character in 'a'..'z' || character == '_'

        /**
         * @param authorizationEndpoint the sign-in page of the identity provider, `https://…`.
         * @param clientId what the identity provider calls this application.
         * @param redirectUri where the browser comes back to.
         */
        @JvmStatic
        public fun builder(authorizationEndpoint: String, clientId: String, redirectUri: String): Builder =
            Builder(authorizationEndpoint, clientId, redirectUri)
    }
}
