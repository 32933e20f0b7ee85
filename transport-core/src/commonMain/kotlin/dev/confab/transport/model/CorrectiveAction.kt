package dev.confab.transport.model

/**
 * What an application or its user can do about an error (protocol notes of Web Messaging §1.8).
 *
 * @property advice one sentence for a person.
 */
public enum class CorrectiveAction(public val advice: String) {
    BAD_REQUEST("The request was not understood: check what was sent."),
    RE_AUTHENTICATE("Sign in again."),
    FORBIDDEN("The deployment does not allow this: ask its administrator."),
    NOT_FOUND("What was asked for does not exist: check the id."),
    REQUEST_TIME_OUT("The service took too long: try again."),
    TOO_MANY_REQUESTS("Slow down, then try again."),
    CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE("Send fewer or shorter custom attributes."),
    SHORTEN_MESSAGE("Split the message into shorter ones."),
    CHOOSE_ANOTHER_FILE("The service does not take this file: choose another one, or give it another name."),
    UPLOAD_AGAIN("The file is not at the service: upload it again."),
    START_NEW_SESSION("The session has ended: connect again to begin a new one."),
    CHECK_NETWORK("Check the network connection."),
    CHECK_CONFIGURATION("Check the deployment id and the address or region."),
    CONNECT_FIRST("Call connect() and wait until the session is configured."),
    UNKNOWN("No advice for this error: see its message."),
    ;

    internal companion object {
        fun of(code: ErrorCode): CorrectiveAction = when (code.value) {
            400, 4020, 7031, 7032, 7033, 7034 -> BAD_REQUEST
            401, 6001, 6002, 6003, 4017 -> RE_AUTHENTICATE
            403, 4000, 6005 -> FORBIDDEN
            404, 7030 -> NOT_FOUND
            408, 7003, 7005, 7022 -> REQUEST_TIME_OUT
            429, 4029 -> TOO_MANY_REQUESTS
            4013 -> CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE
            4011 -> SHORTEN_MESSAGE
            4001, 4002, 4003, 4004, 4005, 4102 -> CHOOSE_ANOTHER_FILE
            4008, 4009, 4010, 6008 -> UPLOAD_AGAIN
            409, 4006, 4007 -> START_NEW_SESSION
            -1009, 1001 -> CHECK_NETWORK
            1002, 6006, 6007, 6027, 7009, 7010 -> CHECK_CONFIGURATION
            7007 -> CONNECT_FIRST
            else -> UNKNOWN
        }
    }
}
