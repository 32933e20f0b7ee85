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
        // First, because the constants enter themselves.
        private val named = HashMap<Int, ErrorCode>()

        @JvmField
        public val FEATURE_UNAVAILABLE: ErrorCode = named(4000, "FeatureUnavailable")

        @JvmField
        public val FILE_TYPE_INVALID: ErrorCode = named(4001, "FileTypeInvalid")

        @JvmField
        public val FILE_SIZE_INVALID: ErrorCode = named(4002, "FileSizeInvalid")

        /** The service's scanner did not like what is in the file. */
        @JvmField
        public val FILE_CONTENT_INVALID: ErrorCode = named(4003, "FileContentInvalid")

        @JvmField
        public val FILE_NAME_INVALID: ErrorCode = named(4004, "FileNameInvalid")

        @JvmField
        public val FILE_NAME_TOO_LONG: ErrorCode = named(4005, "FileNameTooLong")

        @JvmField
        public val SESSION_HAS_EXPIRED: ErrorCode = named(4006, "SessionHasExpired")

        @JvmField
        public val SESSION_NOT_FOUND: ErrorCode = named(4007, "SessionNotFound")

        @JvmField
        public val ATTACHMENT_HAS_EXPIRED: ErrorCode = named(4008, "AttachmentHasExpired")

        @JvmField
        public val ATTACHMENT_NOT_FOUND: ErrorCode = named(4009, "AttachmentNotFound")

        @JvmField
        public val ATTACHMENT_NOT_UPLOADED: ErrorCode = named(4010, "AttachmentNotSuccessfullyUploaded")

        @JvmField
        public val MESSAGE_TOO_LONG: ErrorCode = named(4011, "MessageTooLong")

        @JvmField
        public val CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE: ErrorCode = named(4013, "CustomAttributeSizeTooLarge")

        @JvmField
        public val CANNOT_DOWNGRADE_TO_UNAUTHENTICATED: ErrorCode = named(4017, "CannotDowngradeToUnauthenticated")

        @JvmField
        public val MISSING_PARAMETER: ErrorCode = named(4020, "MissingParameter")

        @JvmField
        public val REQUEST_RATE_TOO_HIGH: ErrorCode = named(4029, "RequestRateTooHigh")

        @JvmField
        public val FILE_EMPTY: ErrorCode = named(4102, "FileEmpty")

        @JvmField
        public val UNEXPECTED_ERROR: ErrorCode = named(5000, "UnexpectedError")

        @JvmField
        public val WEBSOCKET_ERROR: ErrorCode = named(1001, "WebsocketError")

        @JvmField
        public val WEBSOCKET_ACCESS_DENIED: ErrorCode = named(1002, "WebsocketAccessDenied")

        @JvmField
        public val NETWORK_DISABLED: ErrorCode = named(-1009, "NetworkDisabled")

        @JvmField
        public val CANCELLATION_ERROR: ErrorCode = named(6000, "CancellationError")

        @JvmField
        public val AUTH_FAILED: ErrorCode = named(6001, "AuthFailed")

        @JvmField
        public val AUTH_LOGOUT_FAILED: ErrorCode = named(6002, "AuthLogoutFailed")

        @JvmField
        public val REFRESH_AUTH_TOKEN_FAILURE: ErrorCode = named(6003, "RefreshAuthTokenFailure")

        @JvmField
        public val HISTORY_FETCH_FAILURE: ErrorCode = named(6004, "HistoryFetchFailure")

        @JvmField
        public val CLEAR_CONVERSATION_FAILURE: ErrorCode = named(6005, "ClearConversationFailure")

        @JvmField
        public val MISSING_DEPLOYMENT_CONFIG: ErrorCode = named(6006, "MissingDeploymentConfig")

        @JvmField
        public val DEPLOYMENT_CONFIG_FETCH_FAILED: ErrorCode = named(6007, "DeploymentConfigFetchFailed")

        @JvmField
        public val ATTACHMENT_UPLOAD_INTERRUPTED: ErrorCode = named(6008, "AttachmentUploadInterrupted")

        /** The registration for notifications failed for a reason that has no number of its own. */
        @JvmField
        public val DEVICE_TOKEN_OPERATION_FAILURE: ErrorCode = named(6020, "DeviceTokenOperationFailure")

        @JvmField
        public val DEVICE_ALREADY_REGISTERED: ErrorCode = named(6021, "DeviceAlreadyRegistered")

        @JvmField
        public val DEVICE_NOT_FOUND: ErrorCode = named(6022, "DeviceNotFound")

        @JvmField
        public val CONTACT_STITCHING_ERROR: ErrorCode = named(6023, "ContactStitchingError")

        @JvmField
        public val DEVICE_REGISTRATION_FAILURE: ErrorCode = named(6024, "DeviceRegistrationFailure")

        @JvmField
        public val DEVICE_UPDATE_FAILURE: ErrorCode = named(6025, "DeviceUpdateFailure")

        @JvmField
        public val DEVICE_DELETE_FAILURE: ErrorCode = named(6026, "DeviceDeleteFailure")

        @JvmField
        public val DEPLOYMENT_ID_MISMATCH: ErrorCode = named(6027, "DeploymentIdMismatch")

        /** The back end has no such operation. */
        @JvmField
        public val UNSUPPORTED: ErrorCode = named(7000, "Unsupported")

        /** The caller's input cannot be sent as it is. */
        @JvmField
        public val INVALID_ARGUMENT: ErrorCode = named(7001, "InvalidArgument")

        /** The client was closed for good. */
        @JvmField
        public val CLIENT_CLOSED: ErrorCode = named(7002, "ClientClosed")

        /** The service did not prove in time that it has the message. */
        @JvmField
        public val PROOF_TIMEOUT: ErrorCode = named(7003, "ProofTimeout")

        /** The outbox is full. */
        @JvmField
        public val OUTBOX_FULL: ErrorCode = named(7004, "OutboxFull")

        /** The service did not accept the session in time. */
        @JvmField
        public val OPEN_TIMEOUT: ErrorCode = named(7005, "OpenTimeout")

        /** The service sent something that the protocol does not allow. */
        @JvmField
        public val PROTOCOL_VIOLATION: ErrorCode = named(7006, "ProtocolViolation")

        /** The operation needs a session, and there is none. */
        @JvmField
        public val NOT_CONNECTED: ErrorCode = named(7007, "NotConnected")

        /** The session cannot be written to. */
        @JvmField
        public val SESSION_READ_ONLY: ErrorCode = named(409, "SessionReadOnly")

        /** The session store failed. */
        @JvmField
        public val STORE_FAILURE: ErrorCode = named(7008, "StoreFailure")

        /** The deployment exists but is switched off. */
        @JvmField
        public val DEPLOYMENT_INACTIVE: ErrorCode = named(7009, "DeploymentInactive")

        /** The address is not one that this library connects to. */
        @JvmField
        public val ADDRESS_REFUSED: ErrorCode = named(7010, "AddressRefused")

        /** Nobody can tell whether the service has the message. */
        @JvmField
        public val SEND_UNCERTAIN: ErrorCode = named(7011, "SendUncertain")

        /** Another node that shares the store has taken the session over. */
        @JvmField
        public val OWNERSHIP_LOST: ErrorCode = named(7012, "OwnershipLost")

        /** The conversation for which a message was written is over. */
        @JvmField
        public val CONVERSATION_ENDED: ErrorCode = named(7020, "ConversationEnded")

        /** The operation is not possible in this state of the session. */
        @JvmField
        public val WRONG_STATE: ErrorCode = named(7021, "WrongState")

        /** The service did not answer a request in time. */
        @JvmField
        public val ANSWER_TIMEOUT: ErrorCode = named(7022, "AnswerTimeout")

        /** A file could not be fetched. */
        @JvmField
        public val DOWNLOAD_FAILED: ErrorCode = named(7013, "DownloadFailed")

        /** The session has no conversation of this id, or has it no more. */
        @JvmField
        public val CONVERSATION_NOT_FOUND: ErrorCode = named(7030, "ConversationNotFound")

        /** Nobody is reached under an address. */
        @JvmField
        public val ADDRESS_INVALID: ErrorCode = named(7031, "AddressInvalid")

        /** The subject of a conversation is longer than the service takes. */
        @JvmField
        public val SUBJECT_TOO_LONG: ErrorCode = named(7032, "SubjectTooLong")

        /** A conversation cannot begin without anybody else. */
        @JvmField
        public val NO_PARTICIPANTS: ErrorCode = named(7033, "NoParticipants")

        /** A message carries more files than the service takes. */
        @JvmField
        public val TOO_MANY_ATTACHMENTS: ErrorCode = named(7034, "TooManyAttachments")

        private fun named(value: Int, name: String): ErrorCode = ErrorCode(value, name).also { named[value] = it }

        /** The code with this number: a constant where there is one, else one that keeps the number. */
        @JvmStatic
        public fun of(value: Int): ErrorCode = named[value] ?: ErrorCode(
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
