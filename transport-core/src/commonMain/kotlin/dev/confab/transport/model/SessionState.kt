package dev.confab.transport.model

/**
 * What an application sees of the session. A closed hierarchy that may grow: keep an `else` branch.
 *
 * ```
 * Idle ─ connect ─▶ Connecting ─▶ Connected ─▶ Configured ◀─▶ Reconnecting
 *                                     └──────▶ ReadOnly   ◀─▶ Reconnecting
 * any of these ─ disconnect, or the service ends it ─▶ Closing ─▶ Closed ─ connect ─▶ Connecting
 * any of these ─ a failure that trying again does not mend ─▶ Error ─ connect ─▶ Connecting
 * ```
 */
public sealed class SessionState {
    /** `connect()` was not called yet. */
    public data object Idle : SessionState()

    /** The network connection is being made. */
    public data object Connecting : SessionState()

    /** The network connection stands; the service has not accepted the session yet. */
    public data object Connected : SessionState()

    /**
     * The session is ready for messages.
     *
     * @property newSession whether this connection began a new session.
     */
    public class Configured(public val connected: Boolean, public val newSession: Boolean) : SessionState() {
        override fun equals(other: Any?): Boolean = other is Configured && other.connected == connected && other.newSession == newSession

        override fun hashCode(): Int = connected.hashCode() * 31 + newSession.hashCode()

        override fun toString(): String = "Configured(connected=$connected, newSession=$newSession)"
    }

    /** The conversation has ended: it can be read, and a new one can be begun. */
    public data object ReadOnly : SessionState()

    /**
     * The connection was lost and is being made again.
     *
     * @property attempt the number of the attempt that is waited for or under way, from 1.
     * @property nextAtMillis when it starts, in milliseconds since the epoch.
     */
    public class Reconnecting(public val attempt: Int, public val nextAtMillis: Long) : SessionState() {
        override fun equals(other: Any?): Boolean = other is Reconnecting && other.attempt == attempt && other.nextAtMillis == nextAtMillis

        override fun hashCode(): Int = attempt * 31 + nextAtMillis.hashCode()

        override fun toString(): String = "Reconnecting(attempt=$attempt, nextAtMillis=$nextAtMillis)"
    }

    /** The session is ending. */
    public class Closing(public val code: Int, public val reason: String) : SessionState() {
        override fun equals(other: Any?): Boolean = other is Closing && other.code == code && other.reason == reason

        override fun hashCode(): Int = code * 31 + reason.hashCode()

        override fun toString(): String = "Closing($code, $reason)"
    }

    /** The session has ended; `connect()` begins again, unless the client itself was closed. */
    public class Closed(public val code: Int, public val reason: String) : SessionState() {
        override fun equals(other: Any?): Boolean = other is Closed && other.code == code && other.reason == reason

        override fun hashCode(): Int = code * 31 + reason.hashCode()

        override fun toString(): String = "Closed($code, $reason)"
    }

    /** The session failed in a way that trying again does not mend. */
    public class Error(public val code: ErrorCode, public val message: String) : SessionState() {
        override fun equals(other: Any?): Boolean = other is Error && other.code == code && other.message == message

        override fun hashCode(): Int = code.hashCode() * 31 + message.hashCode()

        override fun toString(): String = "Error($code, $message)"
    }
}
