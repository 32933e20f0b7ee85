package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.BaseAddress
import dev.confab.transport.net.FileReceiver
import dev.confab.transport.net.FormFile
import dev.confab.transport.net.HttpAnswer
import dev.confab.transport.net.exchange
import dev.confab.transport.net.formBody
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.postFile
import dev.confab.transport.net.watched
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.header
import io.ktor.client.request.prepareGet
import io.ktor.client.request.setBody
import io.ktor.http.HttpMethod
import kotlinx.serialization.json.JsonObject

/**
 * The requests of one session (protocol notes §3.2). The token goes to the host of the options only: where the service names another one for
 * the session, that is refused (guarantee SEC-2), and redirects are not followed.
 */
internal class NexusHttp(private val options: NexusOptions, private val http: HttpClient) {
    class Answered(val answer: NexusAnswer, val json: JsonObject?, val failure: TransportFailure?)

    suspend fun call(
        what: String,
        method: HttpMethod,
        address: String,
        token: String?,
        form: List<Pair<String, String>>? = null,
    ): Answered {
        val answer = networkCall(what) {
            http.exchange(method, address) {
                timeout { requestTimeoutMillis = options.ajaxTimeoutMillis }
                dress(token)
                form?.let { setBody(formBody(it)) }
            }
        }
        return answered(what, answer)
    }

    suspend fun upload(address: String, token: String, file: FormFile): Answered {
        val answer = watched(UPLOADING, STALL_MILLIS) { moved ->
            networkCall(UPLOADING) { http.postFile(address, file, emptyList(), moved) { dress(token) } }
        }
        return answered(UPLOADING, answer)
    }

    suspend fun download(address: String, token: String, request: DownloadRequest): Long = watched(DOWNLOADING, STALL_MILLIS) { moved ->
        networkCall(DOWNLOADING) {
            http.prepareGet(address) {
                timeout { requestTimeoutMillis = Long.MAX_VALUE }
                dress(token)
            }.execute { FileReceiver.receive(request, it, moved) }
        }
    }

    private fun HttpRequestBuilder.dress(token: String?) {
        options.headers.forEach { (name, value) -> header(name, value) }
        token?.let { header("x-nexus-client-key", it) }
    }

    /** @throws TransportException for an answer that is none. */
    private fun answered(what: String, answer: HttpAnswer): Answered {
        val json = answer.json
        val code = json?.let(NexusCodec::code)
        val said = NexusAnswer(answer.status, code, answer.text.orEmpty())
        if (said.isSuccess && json == null && answer.status != NO_CONTENT) {
            throw TransportException(
                TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "$what failed: ${options.address} gave no answer that can be read."),
            )
        }
        return Answered(said, json, if (said.isSuccess) null else failure(what, said, answer.retryAfterMillis))
    }

    private fun failure(what: String, answer: NexusAnswer, retryAfterMillis: Long?): TransportFailure {
        val known = KNOWN[answer.code]
        val status = ErrorCode.of(answer.httpStatus)
        return when {
            known != null -> TransportFailure(known.first, "$what was refused: ${known.second} (${answer.code}).")

            answer.httpStatus in SUCCESS ->
                TransportFailure(ErrorCode.UNEXPECTED_ERROR, "$what was refused by the service.", FailureClass.PERMANENT, null)

            else -> TransportFailure(
                status,
                "$what failed: ${options.address} answered with status ${answer.httpStatus}.",
                status.failureClass,
                retryAfterMillis,
            )
        }
    }

    companion object {
        private const val UPLOADING = "Uploading the file"
        private const val DOWNLOADING = "Downloading the file"
        private const val STALL_MILLIS = 30_000L
        private const val NO_CONTENT = 204
        private val SUCCESS = 200..299

        /** That these names stand in the status is inferred: they are known as keys of the widgets' texts (§3.3). */
        private val KNOWN: Map<String?, Pair<ErrorCode, String>> = mapOf(
            "INVALID_CONTACT_CENTER" to (ErrorCode.of(403) to "the API key names no contact center: check apiKey of the options"),
            "INVALID_ENDPOINT" to (ErrorCode.DEPLOYMENT_INACTIVE to "there is no such chat endpoint: check the endpoint of the options"),
            "INVALID_NICKNAME" to (ErrorCode.INVALID_ARGUMENT to "the guest's nickname is missing or not allowed: set another one"),
            "AUTHENTICATION_REQUIRED" to (ErrorCode.of(401) to "the session's token is missing or not the right one"),
            "INVALID_FILE_TYPE" to (ErrorCode.FILE_TYPE_INVALID to "the service takes no files of this type"),
            "LIMIT_FILE_SIZE" to (ErrorCode.FILE_SIZE_INVALID to "the file is larger than the service takes"),
            "LIMIT_FILE_COUNT" to (ErrorCode.FEATURE_UNAVAILABLE to "the session has its full number of files"),
            "NOT_SUPPORTED" to (ErrorCode.UNSUPPORTED to "the service has no such operation"),
        )

        /** The address of a session: the path that the service named, at the host of the options and nowhere else. */
        fun sessionAddress(base: BaseAddress, sessionId: String, selfUri: String?): BaseAddress = try {
            when {
                selfUri == null -> base.below(sessionId)

                selfUri.startsWith("/") && !selfUri.startsWith("//") -> base.elsewhere(selfUri.trimEnd('/'))

                selfUri.startsWith(base.elsewhere("").toString() + "/") ->
                    base.elsewhere(selfUri.removePrefix(base.elsewhere("").toString()).trimEnd('/'))

                else -> throw IllegalArgumentException("it lies at another host")
            }
        } catch (refused: IllegalArgumentException) {
            throw TransportException(
                TransportFailure(
                    ErrorCode.ADDRESS_REFUSED,
                    "The service named an address for the session that is not used: it must be a path at the host of the options.",
                ),
                refused,
            )
        }
    }
}
