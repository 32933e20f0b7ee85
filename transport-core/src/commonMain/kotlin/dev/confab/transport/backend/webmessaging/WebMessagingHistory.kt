package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.boundedText
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.number
import dev.confab.transport.net.objects
import dev.confab.transport.net.retryAfterMillis
import dev.confab.transport.net.text
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.header
import io.ktor.client.request.prepareGet
import io.ktor.http.HttpHeaders

/** The REST history of a session (protocol notes §5). A bad entry costs only itself. */
internal class WebMessagingHistory(private val options: WebMessagingOptions, private val http: HttpClient, private val jwt: GuestJwt) {
    /** The answer to [command], whatever happens. */
    suspend fun answer(command: LinkCommand.FetchHistory): LinkEvent = try {
        LinkEvent.HistoryArrived(networkCall("Reading the history") { page(command.older) })
    } catch (failed: TransportException) {
        LinkEvent.HistoryFailed(command.conversation, failed.failure)
    }

    private suspend fun page(older: Cursor?): HistoryPage {
        val number = older?.value?.toIntOrNull() ?: 1
        var answer = get(number)
        if (answer.status == HTTP_UNAUTHORIZED) {
            jwt.forget()
            answer = get(number)
        }
        if (answer.status != HTTP_OK) throw TransportException(refusal(answer))
        return answer.body?.let { decode(it, number) } ?: throw TransportException(malformed())
    }

    private suspend fun get(number: Int): Answer {
        val token = jwt.get()
        return http
            .prepareGet(options.endpoints.history(number, PAGE_SIZE)) {
                header(HttpHeaders.Authorization, "bearer $token")
                header(HttpHeaders.Origin, options.origin)
                timeout { requestTimeoutMillis = REQUEST_TIMEOUT_MILLIS }
            }.execute { response ->
                Answer(
                    response.status.value,
                    response.boundedText(),
                    retryAfterMillis(response.headers[HttpHeaders.RetryAfter]),
                )
            }
    }

    private fun refusal(answer: Answer): TransportFailure {
        val status = ErrorCode.of(answer.status)
        return TransportFailure(
            ErrorCode.HISTORY_FETCH_FAILURE,
            "${options.endpoints.apiAddress} answered the request for history with status ${answer.status}.",
            status.failureClass,
            answer.retryAfterMillis,
        )
    }

    private fun malformed() = TransportFailure(
        ErrorCode.HISTORY_FETCH_FAILURE,
        "${options.endpoints.apiAddress} gave no history that can be read.",
        FailureClass.PROTOCOL,
        null,
    )

    private class Answer(val status: Int, val body: String?, val retryAfterMillis: Long?)

    internal companion object {
        private const val HTTP_OK = 200
        private const val HTTP_UNAUTHORIZED = 401
        private const val PAGE_SIZE = 25
        private const val REQUEST_TIMEOUT_MILLIS = 15_000L

        /** Null when [json] is no history at all. */
        fun decode(json: String, number: Int): HistoryPage? {
            val root = BoundedJson.parseObject(json) ?: return null
            if ("entities" !in root) return null
            val entities = root.objects("entities")
            val messages =
                entities
                    .filterNot { StructuredMessageCodec.isEvent(it) || StructuredMessageCodec.isReceipt(it) }
                    .filter { it.text("id") != null || "text" in it || "content" in it }
                    .map { StructuredMessageCodec.message(it, null).message }
            val size = root.number("pageSize") ?: PAGE_SIZE.toLong()
            // The total counts all entries, events too (§5.1).
            val total = root.number("total")
            // A page without entries is behind the last one, whatever the numbers say: who believes them asks for ever.
            val isLast = entities.isEmpty() || if (total != null) number * size >= total else entities.size < size
            return HistoryPage(ConversationId.MAIN, messages.reversed(), if (isLast) null else Cursor("${number + 1}"))
        }
    }
}
