package dev.confab.transport

import kotlin.jvm.JvmField

/**
 * How a session is opened. Immutable.
 *
 * @property startNew begin a new conversation even if the session has one.
 * @property token the session to open instead of the client's own, a secret; null: the client's own. The client keeps it from then on.
 */
public class ConnectOptions private constructor(public val startNew: Boolean, public val token: String?) {
    public fun withStartNew(startNew: Boolean): ConnectOptions = ConnectOptions(startNew, token)

    public fun withToken(token: String): ConnectOptions {
        require(token.isNotBlank()) { "The token must not be blank." }
        return ConnectOptions(startNew, token)
    }

    override fun equals(other: Any?): Boolean = other is ConnectOptions && other.startNew == startNew && other.token == token

    override fun hashCode(): Int = startNew.hashCode() * 31 + token.hashCode()

    /** Without the token, which is a secret. */
    override fun toString(): String = "ConnectOptions(startNew=$startNew)"

    public companion object {
        /** The client's own session, resumed where it stands. */
        @JvmField
        public val DEFAULT: ConnectOptions = ConnectOptions(startNew = false, token = null)
    }
}
