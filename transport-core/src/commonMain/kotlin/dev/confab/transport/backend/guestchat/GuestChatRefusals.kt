package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.HttpAnswer
import kotlinx.serialization.json.JsonObject

/** What the service's refusals mean (protocol notes of guest chat §5). Only its codes are told on, not its free texts. */
internal object GuestChatRefusals {
    fun exception(what: String, where: String, answer: HttpAnswer): GuestChatException {
        val error = GuestChatError(answer.json ?: JsonObject(emptyMap()))
        val said = error.code?.takeIf(CODE::matches)?.let { "$it, status ${answer.status}" } ?: "status ${answer.status}"
        val context = error.contextId?.takeIf(CODE::matches)?.let { "; the vendor finds it under $it" }.orEmpty()
        val advice = ADVICE[error.code]?.let { " $it" }.orEmpty()
        return GuestChatException(
            "$what failed: $where refused it ($said$context).$advice",
            codeOf(error.code, answer.status),
            answer.status,
            error,
            answer.retryAfterMillis,
        )
    }

    /** The call was taken, but its answer cannot be read. */
    fun unreadable(where: String): TransportException = TransportException(
        TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "$where gave an answer that cannot be read.", FailureClass.PROTOCOL, null),
    )

    fun failure(refused: GuestChatException): TransportFailure =
        TransportFailure(refused.code, refused.message.orEmpty(), refused.code.failureClass, refused.retryAfterMillis)

    /** The JWT is of no more use. */
    fun expired(): TransportFailure =
        TransportFailure(ErrorCode.SESSION_HAS_EXPIRED, "The JWT of the conversation is not good any more: connect again for a new one.")

    fun notFound(): TransportFailure =
        TransportFailure(ErrorCode.SESSION_NOT_FOUND, "The service does not know the conversation any more: connect again for a new one.")

    /** Statuses of a conversation that this guest has no access to any more. */
    val GONE: Set<Int> = setOf(403, 404, 410)

    /** The conversation, or the guest in it, is in a state that does not permit the call (§5). */
    fun saysWrongState(code: String?, status: Int): Boolean = code in STATE_CODES || status == HTTP_CONFLICT

    private fun codeOf(code: String?, status: Int): ErrorCode = when {
        code == "chat.deployment.disabled" -> ErrorCode.DEPLOYMENT_INACTIVE

        code == "chat.deployment.require.auth" || code == "chat.deployment.bad.auth" -> ErrorCode.AUTH_FAILED

        // 409 is not the number of a read-only session here: the same call may be good later.
        saysWrongState(code, status) -> ErrorCode.WRONG_STATE

        else -> ErrorCode.of(status)
    }

    private const val HTTP_CONFLICT = 409
    private val STATE_CODES = setOf("chat.error.conversation.state", "chat.error.member.state")

    private val CODE = Regex("[A-Za-z0-9._-]{1,120}")

    private val ADVICE = mapOf(
        "chat.deployment.disabled" to "Switch the deployment on.",
        "chat.deployment.require.auth" to "The deployment lets only known guests in: set memberAuthToken.",
        "chat.deployment.bad.auth" to "The guest's token (memberAuthToken) is not good: get a new one.",
        "chat.error.invalid.queue" to "Check the name of the queue: it is not its id.",
        "chat.error.conversation.state" to "The conversation has ended, or its event stream was never attached.",
        "authentication.required" to "Call withJwt() with the JWT of the conversation.",
        "credentials.expired" to "The JWT has run out: create a new conversation.",
    )
}

internal val GuestChatException.saysWrongState: Boolean get() = GuestChatRefusals.saysWrongState(errorCode, status)
