package dev.confab.transport.model

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

/**
 * What went wrong, as a number and a name. Numbers of the service keep the service's value, also those unknown to this version:
 * compare with the constants and keep a branch for the rest.
 *
 * 300–599 are HTTP statuses, 1001–6099 the vocabulary of Genesys Web Messaging (protocol notes §1.8), 7000 and above this library's own.
 */
public class ErrorCode private constructor(public val value: Int, public val name: String) {
    /** What the failure means for the one who might try again. */
    public val failureClass: FailureClass get() = FailureClass.of(this)

    /** Whether the same call may succeed later without a change by the caller. */
    public val isRetryable: Boolean
        get() = failureClass.isRetryable

    /** What can be done about it. */
    public val correctiveAction: CorrectiveAction get() = CorrectiveAction.of(this)

    override fun equals(other: Any?): Boolean = other is ErrorCode && other.value == value

    override fun hashCode(): Int = value

    override fun toString(): String = "$name($value)"

    public companion object {
        @JvmField
        public val FEATURE_UNAVAILABLE: ErrorCode = ErrorCode(4000, "FeatureUnavailable")

        @JvmField
        public val SESSION_HAS_EXPIRED: ErrorCode = ErrorCode(4006, "SessionHasExpired")

        @JvmField
        public val SESSION_NOT_FOUND: ErrorCode = ErrorCode(4007, "SessionNotFound")

        @JvmField
        public val MESSAGE_TOO_LONG: ErrorCode = ErrorCode(4011, "MessageTooLong")

        @JvmField
        public val CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE: ErrorCode = ErrorCode(4013, "CustomAttributeSizeTooLarge")

        @JvmField
        public val CANNOT_DOWNGRADE_TO_UNAUTHENTICATED: ErrorCode = ErrorCode(4017, "CannotDowngradeToUnauthenticated")

        @JvmField
        public val MISSING_PARAMETER: ErrorCode = ErrorCode(4020, "MissingParameter")

        @JvmField
        public val REQUEST_RATE_TOO_HIGH: ErrorCode = ErrorCode(4029, "RequestRateTooHigh")

        @JvmField
        public val UNEXPECTED_ERROR: ErrorCode = ErrorCode(5000, "UnexpectedError")

        @JvmField
        public val WEBSOCKET_ERROR: ErrorCode = ErrorCode(1001, "WebsocketError")

        @JvmField
        public val WEBSOCKET_ACCESS_DENIED: ErrorCode = ErrorCode(1002, "WebsocketAccessDenied")

        @JvmField
        public val NETWORK_DISABLED: ErrorCode = ErrorCode(-1009, "NetworkDisabled")

        @JvmField
        public val CANCELLATION_ERROR: ErrorCode = ErrorCode(6000, "CancellationError")

        @JvmField
        public val AUTH_FAILED: ErrorCode = ErrorCode(6001, "AuthFailed")

        @JvmField
        public val HISTORY_FETCH_FAILURE: ErrorCode = ErrorCode(6004, "HistoryFetchFailure")

        @JvmField
        public val MISSING_DEPLOYMENT_CONFIG: ErrorCode = ErrorCode(6006, "MissingDeploymentConfig")

        @JvmField
        public val DEPLOYMENT_CONFIG_FETCH_FAILED: ErrorCode = ErrorCode(6007, "DeploymentConfigFetchFailed")

        /** The back end has no such operation. */
        @JvmField
        public val UNSUPPORTED: ErrorCode = ErrorCode(7000, "Unsupported")

        /** The caller's input cannot be sent as it is. */
        @JvmField
        public val INVALID_ARGUMENT: ErrorCode = ErrorCode(7001, "InvalidArgument")

        /** The client was closed for good. */
        @JvmField
        public val CLIENT_CLOSED: ErrorCode = ErrorCode(7002, "ClientClosed")

        /** The service did not prove in time that it has the message. */
        @JvmField
        public val PROOF_TIMEOUT: ErrorCode = ErrorCode(7003, "ProofTimeout")

        /** The outbox is full. */
        @JvmField
        public val OUTBOX_FULL: ErrorCode = ErrorCode(7004, "OutboxFull")

        /** The service did not accept the session in time. */
        @JvmField
        public val OPEN_TIMEOUT: ErrorCode = ErrorCode(7005, "OpenTimeout")

        /** The service sent something that the protocol does not allow. */
        @JvmField
        public val PROTOCOL_VIOLATION: ErrorCode = ErrorCode(7006, "ProtocolViolation")

        /** The operation needs a session, and there is none. */
        @JvmField
        public val NOT_CONNECTED: ErrorCode = ErrorCode(7007, "NotConnected")

        /** The session cannot be written to. */
        @JvmField
        public val SESSION_READ_ONLY: ErrorCode = ErrorCode(409, "SessionReadOnly")

        /** The session store failed. */
        @JvmField
        public val STORE_FAILURE: ErrorCode = ErrorCode(7008, "StoreFailure")

        /** The deployment exists but is switched off. */
        @JvmField
        public val DEPLOYMENT_INACTIVE: ErrorCode = ErrorCode(7009, "DeploymentInactive")

        /** The address is not one that this library connects to. */
        @JvmField
        public val ADDRESS_REFUSED: ErrorCode = ErrorCode(7010, "AddressRefused")

        /** Nobody can tell whether the service has the message. */
        @JvmField
        public val SEND_UNCERTAIN: ErrorCode = ErrorCode(7011, "SendUncertain")

        /** Another node that shares the store has taken the session over. */
        @JvmField
        public val OWNERSHIP_LOST: ErrorCode = ErrorCode(7012, "OwnershipLost")

        private val NAMED: Map<Int, ErrorCode> =
            listOf(
                FEATURE_UNAVAILABLE,
                SESSION_HAS_EXPIRED,
                SESSION_NOT_FOUND,
                MESSAGE_TOO_LONG,
                CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE,
                CANNOT_DOWNGRADE_TO_UNAUTHENTICATED,
                MISSING_PARAMETER,
                REQUEST_RATE_TOO_HIGH,
                UNEXPECTED_ERROR,
                WEBSOCKET_ERROR,
                WEBSOCKET_ACCESS_DENIED,
                NETWORK_DISABLED,
                CANCELLATION_ERROR,
                AUTH_FAILED,
                HISTORY_FETCH_FAILURE,
                MISSING_DEPLOYMENT_CONFIG,
                DEPLOYMENT_CONFIG_FETCH_FAILED,
                UNSUPPORTED,
                INVALID_ARGUMENT,
                CLIENT_CLOSED,
                PROOF_TIMEOUT,
                OUTBOX_FULL,
                OPEN_TIMEOUT,
                PROTOCOL_VIOLATION,
                NOT_CONNECTED,
                SESSION_READ_ONLY,
                STORE_FAILURE,
                DEPLOYMENT_INACTIVE,
                ADDRESS_REFUSED,
                SEND_UNCERTAIN,
                OWNERSHIP_LOST,
            ).associateBy(ErrorCode::value)

        /** The code with this number: a constant where there is one, else one that keeps the number. */
        @JvmStatic
        public fun of(value: Int): ErrorCode = NAMED[value] ?: ErrorCode(
            value,
            when (value) {
                in 300..399 -> "RedirectResponseError"
                in 400..499 -> "ClientResponseError"
                in 500..599 -> "ServerResponseError"
                else -> "Unknown"
            },
        )
    }
}
