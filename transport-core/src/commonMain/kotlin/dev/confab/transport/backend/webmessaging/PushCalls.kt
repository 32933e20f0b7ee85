package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.HttpAnswer
import dev.confab.transport.net.exchange
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.text
import io.ktor.client.HttpClient
import io.ktor.http.HttpMethod
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** The REST calls of the registration of a device (protocol notes §2.10). Their address holds the session token: it is in no message. */
internal class PushCalls(private val options: WebMessagingOptions, private val http: HttpClient) {
    /** Null when it was done. */
    suspend fun register(token: String, wish: PushRecord): ErrorCode? = call(
        HttpMethod.Post,
        token,
        buildJsonObject {
            put("deviceToken", wish.deviceToken)
            put("language", wish.language)
            put("deviceType", wish.provider.deviceType)
            put("notificationProvider", wish.provider.name)
        },
        DEVICE_ALREADY_REGISTERED,
    )

    /** Null when it was done. */
    suspend fun update(token: String, wish: PushRecord): ErrorCode? = call(
        HttpMethod.Patch,
        token,
        buildJsonObject {
            put("deviceToken", wish.deviceToken)
            put("language", wish.language)
        },
        DEVICE_NOT_FOUND,
    )

    suspend fun delete(token: String) {
        call(HttpMethod.Delete, token, null, DEVICE_NOT_FOUND)
    }

    /** @param expected an answer that the caller goes on with; every other refusal is thrown. */
    private suspend fun call(method: HttpMethod, token: String, body: JsonObject?, expected: ErrorCode): ErrorCode? {
        val answer = networkCall("Asking ${options.endpoints.apiAddress}") {
            http.exchange(method, options.endpoints.pushDevice(options.deploymentId, token), body)
        }
        if (answer.isSuccess) return null
        val code = codeOf(answer)
        if (code == expected) return code
        throw TransportException(failure(answer, code))
    }

    private fun failure(answer: HttpAnswer, code: ErrorCode): TransportFailure {
        val status = ErrorCode.of(answer.status).failureClass
        val name = answer.json?.text("code")?.takeIf(NAME::matches)
        return TransportFailure(
            code,
            "Deployment ${options.deploymentId} refused the registration of the device: ${name ?: "no reason"} (status ${answer.status}).",
            if (status == FailureClass.TRANSIENT) status else FailureClass.PERMANENT,
            answer.retryAfterMillis,
        )
    }

    internal companion object {
        val DEVICE_ALREADY_REGISTERED: ErrorCode = ErrorCode.of(6021)
        val DEVICE_NOT_FOUND: ErrorCode = ErrorCode.of(6022)
        private val OPERATION_FAILURE = ErrorCode.of(6020)
        private val DEPLOYMENT_MISMATCH = ErrorCode.of(6027)
        private val NAME = Regex("[a-z0-9._]{1,64}")

        private val CODES = mapOf(
            "device.not.found" to DEVICE_NOT_FOUND,
            "device.already.registered" to DEVICE_ALREADY_REGISTERED,
            "device.registration.failure" to ErrorCode.of(6024),
            "identity.resolution.disabled" to ErrorCode.of(6024),
            "device.update.failure" to ErrorCode.of(6025),
            "device.delete.failure" to ErrorCode.of(6026),
            "contacts.stitching.error" to ErrorCode.of(6023),
            "feature.toggle.disabled" to ErrorCode.FEATURE_UNAVAILABLE,
            "too.many.requests.retry.after" to ErrorCode.REQUEST_RATE_TOO_HIGH,
            "required.fields.missing" to ErrorCode.MISSING_PARAMETER,
            "update.fields.missing" to ErrorCode.MISSING_PARAMETER,
        )

        /** A path parameter that is wrong is either the deployment, which only the text tells, or something of ours. */
        fun codeOf(answer: HttpAnswer): ErrorCode {
            val text = answer.json?.text("message").orEmpty().lowercase()
            return when (val name = answer.json?.text("code")) {
                "invalid.path.parameter" -> if ("deployment id" in text &&
                    "does not match" in text
                ) {
                    DEPLOYMENT_MISMATCH
                } else {
                    OPERATION_FAILURE
                }

                else -> CODES[name] ?: if (answer.status == TOO_MANY) ErrorCode.REQUEST_RATE_TOO_HIGH else OPERATION_FAILURE
            }
        }

        private const val TOO_MANY = 429
    }
}
