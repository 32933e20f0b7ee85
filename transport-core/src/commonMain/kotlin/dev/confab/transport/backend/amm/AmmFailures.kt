package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.number

/** What the refusals of the service mean (§B.10, §B.11). Only its numbers are told on, not its free texts. */
internal object AmmFailures {
    fun of(what: String, host: String, answer: AmmAnswer): TransportFailure {
        val number = number(answer)
        val known = number?.let(KNOWN::get)
        val code = known?.first ?: BY_STATUS[answer.status] ?: ErrorCode.of(answer.status)
        val said = "status ${answer.status}" + (number?.let { ", error $it" }.orEmpty())
        val advice = (known?.second ?: ADVICE[answer.status])?.let { " $it" }.orEmpty()
        return TransportFailure(code, "$what failed: $host refused it ($said).$advice", code.failureClass, answer.retryAfterMillis)
    }

    /** The service's own number, or null. */
    fun number(answer: AmmAnswer): Int? = answer.json?.number("errorCode")?.toInt()

    /** Whether the message may not go to exactly those who take part. A server that gives no number says no more than that something conflicts. */
    fun mayBeMismatch(answer: AmmAnswer): Boolean = when (number(answer)) {
        PARTICIPANTS_MISMATCH -> true
        null -> answer.status == CONFLICT
        else -> false
    }

    private const val PARTICIPANTS_MISMATCH = 667
    private const val CONFLICT = 409

    /** The call was taken, but its answer cannot be read. */
    fun unreadable(what: String, host: String): TransportException =
        TransportException(TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "$what failed: $host gave an answer that cannot be read."))

    /** The service has no such conversation (any more), or the user is not in it (any more). */
    fun saysGone(failure: TransportFailure): Boolean = failure.code == ErrorCode.CONVERSATION_ENDED

    private val BY_STATUS = mapOf(
        404 to ErrorCode.CONVERSATION_ENDED,
        // Left, closed, or not to exactly those who take part: nobody can tell which (§B.11).
        CONFLICT to ErrorCode.WRONG_STATE,
        413 to ErrorCode.MESSAGE_TOO_LONG,
        415 to ErrorCode.FILE_TYPE_INVALID,
    )

    private val ADVICE = mapOf(
        403 to "The account has no licence for messaging, or no right to this: ask the administrator.",
        404 to "The conversation or message is not there any more.",
        406 to "The server does not speak this version.",
        CONFLICT to "The conversation is not in the state for this: somebody joined or left at this moment, or it is over.",
    )

    private val KNOWN: Map<Int, Pair<ErrorCode, String>> = mapOf(
        5 to (ErrorCode.CONVERSATION_ENDED to "The conversation was left, or is closed."),
        650 to (ErrorCode.NO_PARTICIPANTS to "Nobody else is in the conversation: add a participant."),
        651 to (ErrorCode.ADDRESS_INVALID to "An address is nobody's: validate the addresses first."),
        653 to (ErrorCode.SUBJECT_TOO_LONG to "The subject is too long."),
        654 to (ErrorCode.FILE_SIZE_INVALID to "A file is larger than the service takes."),
        655 to (ErrorCode.FILE_SIZE_INVALID to "A preview is larger than the service takes."),
        660 to (ErrorCode.TOO_MANY_ATTACHMENTS to "There are more files than a message may have."),
        661 to (ErrorCode.MESSAGE_TOO_LONG to "The text is too long."),
        662 to (ErrorCode.ATTACHMENT_NOT_FOUND to "The file is not there any more."),
        663 to (ErrorCode.INVALID_ARGUMENT to "A message needs words or a file."),
        664 to (ErrorCode.FILE_EMPTY to "A file is empty."),
        666 to (ErrorCode.CONVERSATION_ENDED to "The conversation is not there any more."),
        PARTICIPANTS_MISMATCH to (ErrorCode.WRONG_STATE to "Somebody joined or left at this moment."),
        669 to (ErrorCode.MESSAGE_TOO_LONG to "The text is too long."),
    )
}
