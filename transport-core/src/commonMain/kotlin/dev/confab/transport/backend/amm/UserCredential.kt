package dev.confab.transport.backend.amm

import kotlin.io.encoding.Base64
import kotlin.jvm.JvmStatic

/**
 * Who somebody is: a name and a password, or a token (protocol notes §A.1.3, §B.2). Immutable. Its text form shows nothing of it.
 *
 * @property userName the login at the messaging service, which has its own names; null for a token.
 */
public class UserCredential private constructor(public val userName: String?, internal val authorization: String) {
    /** What a token is. */
    public enum class TokenScheme(internal val word: String) {
        BEARER("Bearer"),

        /** A token of the unified portal. */
        UP_TOKEN("UPToken"),

        /** A token of an Equinox or Spaces gateway. */
        ESG_TOKEN("ESGToken"),
    }

    override fun equals(other: Any?): Boolean =
        other is UserCredential && other.userName == userName && other.authorization == authorization

    override fun hashCode(): Int = authorization.hashCode()

    override fun toString(): String = "UserCredential(${if (userName == null) "token" else "password"})"

    public companion object {
        private val TOKEN = Regex("[A-Za-z0-9._~+/=-]{1,8192}")

        /** @throws IllegalArgumentException for a name or a password that cannot be sent as Basic (RFC 7617 §2). */
        @JvmStatic
        public fun password(userName: String, password: String): UserCredential {
            require(userName.isNotEmpty() && ':' !in userName && userName.none(Char::isISOControl)) {
                "The user name must not be empty, and must hold no colon and no control characters."
            }
            require(password.isNotEmpty() && password.none(Char::isISOControl)) {
                "The password must not be empty, and must hold no control characters."
            }
            return UserCredential(userName, "Basic " + Base64.encode("$userName:$password".encodeToByteArray()))
        }

        /** A token of [TokenScheme.BEARER]. */
        @JvmStatic
        public fun token(token: String): UserCredential = token(token, TokenScheme.BEARER)

        /** @throws IllegalArgumentException for what cannot stand in a header. */
        @JvmStatic
        public fun token(token: String, scheme: TokenScheme): UserCredential {
            require(TOKEN.matches(token)) { "The token must be one word of letters, digits and ._~+/=- (RFC 6750 §2.1)." }
            return UserCredential(null, "${scheme.word} $token")
        }
    }
}
