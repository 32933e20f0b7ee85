package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.Endpoint
import dev.confab.transport.net.exchange
import dev.confab.transport.net.networkCall
import io.ktor.client.HttpClient
import io.ktor.client.request.header
import io.ktor.http.HttpMethod
import io.ktor.http.HttpStatusCode
import io.ktor.http.isSuccess
import kotlin.jvm.JvmStatic

/** The history as the service gives it, page by page, newest first (protocol notes §5.1). For faces that read the JSON themselves. Thread-safe. */
public class WebMessagingMessages private constructor(private val api: Endpoint, private val http: HttpClient) {
    /**
     * One page as JSON text.
     *
     * @param pageNumber counts from 1.
     * @param pageSize at most 100.
     * @param headers sent along; `Authorization: bearer …` with the guest's JWT is what the service wants.
     * @throws TransportException with the status as its code when the service refuses; `HistoryFetchFailure` when the answer is too long;
     * `WebsocketError` when the service was not reached.
     */
    public suspend fun page(pageNumber: Int, pageSize: Int, headers: Map<String, String>): String {
        require(pageNumber >= 1) { "Pages count from 1, not from $pageNumber." }
        require(pageSize in 1..MAX_PAGE_SIZE) { "A page has 1 to $MAX_PAGE_SIZE messages, not $pageSize." }
        val address = api.http("/api/v2/webmessaging/messages?pageNumber=$pageNumber&pageSize=$pageSize")
        val answer = networkCall("Reading the history at $api") {
            http.exchange(HttpMethod.Get, address) { headers.forEach { (name, value) -> header(name, value) } }
        }
        if (!HttpStatusCode.fromValue(answer.status).isSuccess()) {
            val code = ErrorCode.of(answer.status)
            val message = "$api answered the request for page $pageNumber of the history with status ${answer.status}."
            throw TransportException(TransportFailure(code, message, code.failureClass, answer.retryAfterMillis))
        }
        return answer.text ?: throw TransportException(
            TransportFailure(
                ErrorCode.HISTORY_FETCH_FAILURE,
                "Page $pageNumber of the history at $api is longer than is read: ask for smaller pages than $pageSize.",
                FailureClass.PROTOCOL,
                null,
            ),
        )
    }

    public companion object {
        private const val MAX_PAGE_SIZE = 100

        /**
         * @param address `https://host[:port]`, or `http` to this very machine; no path.
         * @param http shared, as `Confab.httpClient`; this does not close it.
         * @throws IllegalArgumentException when the address cannot be used; the message names the way out.
         */
        @JvmStatic
        public fun create(address: String, http: HttpClient): WebMessagingMessages =
            WebMessagingMessages(Endpoint.parse(address, cleartextLoopback = true), http)
    }
}
