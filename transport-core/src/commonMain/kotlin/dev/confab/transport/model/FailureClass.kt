package dev.confab.transport.model

import kotlin.jvm.JvmStatic

/**
 * What a failure means for the one who might try again. [of] is the only place where this is decided.
 */
public enum class FailureClass {
    /** It may go away by itself: try again later. */
    TRANSIENT,

    /** Trying again cannot help: something else must change first. */
    PERMANENT,

    /** The guest must be authenticated (again) first. */
    AUTH,

    /** One side broke the protocol: try again on a new connection. */
    PROTOCOL,
    ;

    /** Whether the same may succeed later without a change by anybody. */
    public val isRetryable: Boolean get() = this == TRANSIENT || this == PROTOCOL

    public companion object {
        /** The class of an error number of the service or of this library. */
        @JvmStatic
        public fun of(code: ErrorCode): FailureClass = when (code.value) {
            401, 6001, 6003 -> AUTH
            408, 425, 429, 4029 -> TRANSIENT
            in 500..599 -> TRANSIENT
            in 300..499 -> PERMANENT
            5000, 1001, -1009, 6000, 6004, 6007, 6008, 7013 -> TRANSIENT
            7006 -> PROTOCOL
            7003, 7005, 7007, 7022 -> TRANSIENT
            else -> PERMANENT
        }

        /**
         * The class of a WebSocket close code (RFC 6455 §7.4), or null where the close is the polite end of the session.
         */
        @JvmStatic
        public fun ofCloseCode(code: Int): FailureClass? = when (code) {
            1000 -> null
            1008 -> PERMANENT
            1002, 1003, 1007, 1009, 1010 -> PROTOCOL
            else -> TRANSIENT
        }
    }
}
