package dev.confab.transport.net

import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.prepareRequest
import io.ktor.client.request.setBody
import io.ktor.client.request.url
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.content.TextContent
import kotlinx.serialization.json.JsonObject

/** What a REST call was answered with. Its text form shows nothing of the body. */
internal class HttpAnswer(
    val status: Int,
    private val body: String?,
    val retryAfterMillis: Long?,
    val etag: String?,
    val setCookies: List<String> = emptyList(),
) {
    val isSuccess: Boolean get() = status in 200..299

    val text: String? get() = body

    val json: JsonObject? by lazy(LazyThreadSafetyMode.NONE) { body?.let(BoundedJson::parseObject) }

    override fun toString(): String = "HttpAnswer($status)"
}

/**
 * One REST call, made once: what must not be repeated is not, and what may be is repeated by the caller. The answer is read up to a bound.
 *
 * @throws Exception of the network; see [networkCall].
 */
internal suspend fun HttpClient.exchange(
    method: HttpMethod,
    address: String,
    body: JsonObject? = null,
    block: HttpRequestBuilder.() -> Unit = {},
): HttpAnswer = prepareRequest {
    this.method = method
    url(address)
    timeout { requestTimeoutMillis = REQUEST_TIMEOUT_MILLIS }
    if (body != null) setBody(TextContent(body.toString(), ContentType.Application.Json))
    block()
}.execute { response ->
    HttpAnswer(
        response.status.value,
        response.boundedText(),
        retryAfterMillis(response.headers[HttpHeaders.RetryAfter]),
        response.headers[HttpHeaders.ETag],
        response.headers.getAll(HttpHeaders.SetCookie).orEmpty(),
    )
}

private const val REQUEST_TIMEOUT_MILLIS = 15_000L
