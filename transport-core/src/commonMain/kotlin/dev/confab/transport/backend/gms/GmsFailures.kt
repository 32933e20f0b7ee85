package dev.confab.transport.backend.gms

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass

/** What a refusal of the chat service means (protocol notes §1.3, §1.5). The service's own words may repeat what was sent, and stay out. */
internal object GmsFailures {
    /** @param what for messages, as in "Sending the message". */
    fun ofStatus(what: String, where: String, status: Int, retryAfterMillis: Long?): TransportException {
        val code = ErrorCode.of(status)
        val hint = when (status) {
            401, 403 -> ": check user, password, API key and headers of the options"
            404 -> ": check the name of the chat service in the address"
            else -> ""
        }
        return TransportException(
            TransportFailure(code, "$what failed: $where answered with status $status$hint.", code.failureClass, retryAfterMillis),
        )
    }

    fun unreadable(what: String, where: String) = TransportException(
        TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "$what failed: $where gave no answer that can be read."),
    )

    /** Of an answer whose status is not nought. */
    fun of(what: String, response: GmsResponse): TransportFailure {
        val number = response.errors.firstNotNullOfOrNull { it.code }
        val known = KNOWN[number]
        val said = if (number == null) "without a reason" else "with error $number"
        return when {
            // Not available, and worth another try: the service says both.
            number == NOT_AVAILABLE && response.statusCode == GmsResponse.RETRY ->
                TransportFailure(
                    ErrorCode.FEATURE_UNAVAILABLE,
                    "$what was put off: chat is not available now.",
                    FailureClass.TRANSIENT,
                    null,
                )

            known != null -> TransportFailure(known.code, "$what was refused: ${known.meaning} (error $number).")

            response.statusCode == GmsResponse.RETRY && !response.chatEnded ->
                TransportFailure(ErrorCode.UNEXPECTED_ERROR, "$what was put off by the service, $said.", FailureClass.TRANSIENT, null)

            else -> TransportFailure(ErrorCode.SESSION_NOT_FOUND, "$what was refused, $said: the service has no such chat any more.")
        }
    }

    /** Of a chat that could not be begun: there is none that could be lost. */
    fun ofCreate(response: GmsResponse): TransportFailure {
        val failure = of(CREATING, response)
        if (failure.code != ErrorCode.SESSION_NOT_FOUND) return failure
        val number = response.errors.firstNotNullOfOrNull { it.code }
        return TransportFailure(
            ErrorCode.FEATURE_UNAVAILABLE,
            "$CREATING was refused by the service (${number?.let { "error $it" } ?: "without a reason"}).",
        )
    }

    /** Whether only the operation was refused, and the chat goes on. */
    fun isOnlyTheOperation(response: GmsResponse): Boolean =
        !response.chatEnded && response.errors.isNotEmpty() && response.errors.all { KNOWN[it.code]?.endsTheChat == false }

    const val CREATING: String = "Beginning the chat"

    private const val NOT_AVAILABLE = 240

    private class Meaning(val code: ErrorCode, val meaning: String, val endsTheChat: Boolean = false)

    private val KNOWN: Map<Int?, Meaning> = mapOf(
        102 to Meaning(ErrorCode.INVALID_ARGUMENT, "it needs the guest's first name: set it in the options"),
        103 to Meaning(ErrorCode.INVALID_ARGUMENT, "it needs the guest's last name: set it in the options"),
        161 to Meaning(ErrorCode.INVALID_ARGUMENT, "it needs the guest's name: set a nickname in the options"),
        201 to Meaning(ErrorCode.FEATURE_UNAVAILABLE, "the chat has its full number of files"),
        202 to Meaning(ErrorCode.FILE_SIZE_INVALID, "the files of the chat are too large together"),
        203 to Meaning(ErrorCode.FILE_TYPE_INVALID, "the service takes no files of this type"),
        204 to Meaning(ErrorCode.MESSAGE_TOO_LONG, "the text is too long: shorten it or split it"),
        240 to Meaning(ErrorCode.FEATURE_UNAVAILABLE, "chat is not available now"),
        364 to Meaning(ErrorCode.INVALID_ARGUMENT, "the guest's e-mail address is none: correct it in the options"),
        8201 to Meaning(ErrorCode.SESSION_NOT_FOUND, "the service does not know the guest", endsTheChat = true),
        8209 to Meaning(ErrorCode.SESSION_NOT_FOUND, "the guest was logged out", endsTheChat = true),
        8210 to Meaning(ErrorCode.SESSION_NOT_FOUND, "the key of the chat is not the right one", endsTheChat = true),
    )
}
