package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Frames that say no, in whichever class they do it (protocol notes §2.7, §2.11). */
internal object ErrorFrame {
    /** Their classes; the body of the first is the text itself. */
    val CLASSES = setOf("string", "ErrorMessage", "Error", "GenerateUrlError", "UploadFailureEvent", "TooManyRequestsErrorMessage")

    /** Whether a frame of one of [CLASSES] says no: a plain text under a success code does not, it only says something. */
    fun isRefusal(root: JsonObject): Boolean =
        root.text("class") != "string" || root.number("code") !in SUCCESS || root.obj("body")?.number("errorCode") != null

    /** Whether the frame's number says no, whatever its class is. */
    fun saysNo(root: JsonObject): Boolean = root.number("code").let { it != null && it >= FIRST_REFUSAL }

    /** What the service says about it, or null. */
    fun words(root: JsonObject): String? {
        val fields = root.obj("body")
        return (root["body"] as? JsonPrimitive)?.takeUnless { it is JsonNull }?.content
            ?: fields?.text("errorMessage")
            ?: fields?.text("message")
            ?: fields?.text("name")
    }

    fun decode(root: JsonObject): TransportFailure {
        val fields = root["body"] as? JsonObject ?: JsonObject(emptyMap())
        val code = fields.number("errorCode") ?: specific(root) ?: fields.number("code") ?: ErrorCode.UNEXPECTED_ERROR.value.toLong()
        return failure(code, words(root), fields.number("retryAfter"))
    }

    /** A code of 200 is the envelope's, and no error. */
    private fun specific(root: JsonObject): Long? {
        val code = root.number("code")?.takeUnless { it in SUCCESS }
        val unspecific = root.text("class") == "TooManyRequestsErrorMessage" && code == null
        return if (unspecific) ErrorCode.REQUEST_RATE_TOO_HIGH.value.toLong() else code
    }

    private fun failure(code: Long, text: String?, retryAfterSeconds: Long?): TransportFailure {
        val errorCode = meaningOf(ErrorCode.of(code.coerceIn(Int.MIN_VALUE.toLong(), Int.MAX_VALUE.toLong()).toInt()), text.orEmpty())
        return TransportFailure(
            errorCode,
            "The service refused it: ${text?.take(MAX_ERROR_TEXT) ?: "without a reason"} ($errorCode).",
            errorCode.failureClass,
            retryAfterSeconds?.coerceIn(0, MAX_RETRY_SECONDS)?.times(MILLIS),
        )
    }

    /** What a 403 forbids stands in its text only (§2.11). */
    private fun meaningOf(code: ErrorCode, text: String): ErrorCode = when {
        code.value != FORBIDDEN -> code
        RE_AUTHENTICATE.any { text.startsWith(it, ignoreCase = true) } -> ErrorCode.AUTH_FAILED
        CLEAR in text -> ErrorCode.CLEAR_CONVERSATION_FAILURE
        else -> code
    }

    private const val FORBIDDEN = 403
    private val RE_AUTHENTICATE = listOf("Session authentication failed", "Try to authenticate again")
    private const val CLEAR = "Conversation Clear"
    private val SUCCESS = 200L..299L
    private const val FIRST_REFUSAL = 300L
    private const val MILLIS = 1_000L
    private const val MAX_RETRY_SECONDS = 86_400L
    private const val MAX_ERROR_TEXT = 300
}
