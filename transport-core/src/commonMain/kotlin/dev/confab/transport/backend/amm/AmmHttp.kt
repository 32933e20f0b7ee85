package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.HostCookies
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.retryAfterMillis
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.header
import io.ktor.client.request.prepareRequest
import io.ktor.client.request.setBody
import io.ktor.client.request.url
import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.bodyAsChannel
import io.ktor.client.statement.request
import io.ktor.http.ContentType
import io.ktor.http.Headers
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.content.OutgoingContent
import io.ktor.http.content.TextContent
import io.ktor.http.fromHttpToGmtDate
import io.ktor.util.date.GMTDate
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.flow.updateAndGet
import kotlinx.io.readByteArray
import kotlinx.serialization.json.JsonObject

/** What a call was answered with. Its text form shows nothing of the body. */
internal class AmmAnswer(val status: Int, val body: String?, val headers: Headers) {
    val isSuccess: Boolean get() = status in 200..299

    val json: JsonObject? by lazy(LazyThreadSafetyMode.NONE) { body?.let { BoundedJson.parseObject(it, AmmHttp.MAX_BODY) } }

    val entityTag: String? get() = headers[HttpHeaders.ETag]?.let(AmmFrame::tag)

    val lastModifiedMillis: Long? get() = headers[HttpHeaders.LastModified]?.let(::httpDate)

    /** Seconds or a date (§B.10). */
    val retryAfterMillis: Long?
        get() = headers[HttpHeaders.RetryAfter]?.let { value ->
            retryAfterMillis(value) ?: httpDate(value)?.let { (it - GMTDate().timestamp).coerceIn(0, MAX_WAIT_MILLIS) }
        }

    private fun httpDate(text: String): Long? = runCatching { text.fromHttpToGmtDate().timestamp }.getOrNull()

    override fun toString(): String = "AmmAnswer($status)"

    private companion object {
        const val MAX_WAIT_MILLIS = 86_400_000L
    }
}

/**
 * The requests of one user (protocol notes §B.2, §B.10): with credentials and cookies, repeated when the service wants that, never redirected.
 * Every address was checked before.
 */
internal class AmmHttp(private val options: AmmOptions, private val http: HttpClient, private val credentials: AmmCredentials) {
    /** Those of one credential. */
    private class Jar(val of: UserCredential?, val cookies: HostCookies = HostCookies())

    private val jar = MutableStateFlow(Jar(null))

    class Request(
        val what: String,
        val method: HttpMethod,
        val address: String,
        val accept: String?,
        val body: OutgoingContent? = null,
        val headers: Map<String, String> = emptyMap(),
        /** Null: there is none, something else watches. */
        val timeoutMillis: Long? = null,
        /** Whether a request that the service put off is made again by itself. */
        val repeats: Boolean = true,
        /** Whether somebody is asked for credentials when they are refused. */
        val asks: Boolean = true,
    )

    /**
     * The answer, also a refusal.
     *
     * @throws TransportException when the network fails, or nobody lets the user in.
     */
    suspend fun call(request: Request): AmmAnswer {
        var tries = 1
        while (true) {
            val answer = asUser(request) { held -> once(request, held) }
            val wait = answer.retryAfterMillis
            // A longer wait is the session's matter: it knows how to wait, and tells the application.
            val isPutOff = wait != null && wait <= MAX_WAIT_MILLIS && (answer.status in PUT_OFF || answer.status in REDIRECTS)
            if (!isPutOff || !request.repeats || tries >= options.maxConnectionErrors) return answer
            tries++
            delay(wait)
        }
    }

    /** Makes [request] with the user's credentials, and again with others as long as they are refused and there are others. */
    private suspend fun asUser(request: Request, ask: suspend (AmmCredentials.Held?) -> AmmAnswer): AmmAnswer {
        var held = credentials.current()
        while (true) {
            val answer = networkCall(request.what) { ask(held) }
            if (answer.status !in UNAUTHENTICATED || !request.asks) {
                if (answer.isSuccess) credentials.accepted(held)
                return answer
            }
            held = refused(held, answer.headers)
        }
    }

    /** Another credential than [held]; its cookies go with it. @throws TransportException when there is none. */
    suspend fun refused(held: AmmCredentials.Held?, headers: Headers): AmmCredentials.Held = credentials.next(
        held,
        headers.getAll(HttpHeaders.WWWAuthenticate).orEmpty() + headers.getAll(HttpHeaders.ProxyAuthenticate).orEmpty(),
    )

    /** The credential for what is no plain request, such as a channel. */
    suspend fun credential(): AmmCredentials.Held? = credentials.current()

    private suspend fun once(request: Request, held: AmmCredentials.Held?): AmmAnswer = http.prepareRequest {
        method = request.method
        url(request.address)
        timeout { requestTimeoutMillis = request.timeoutMillis ?: Long.MAX_VALUE }
        dress(this, held)
        request.accept?.let { header(HttpHeaders.Accept, "$it, ${AmmMediaTypes.ERROR}") }
        request.headers.forEach { (name, value) -> header(name, value) }
        request.body?.let { setBody(it) }
    }.execute { answered(it, held) }

    /** Puts credentials and cookies on a request whose address is known. */
    fun dress(builder: HttpRequestBuilder, held: AmmCredentials.Held?) {
        held?.let { builder.header(HttpHeaders.Authorization, it.credential.authorization) }
        jarOf(held).cookies.header(builder.url.build())?.let { builder.header(HttpHeaders.Cookie, it) }
    }

    /** Whoever comes with another credential has none of the cookies of the one before, nor the other way round. */
    private fun jarOf(held: AmmCredentials.Held?): Jar = jar.updateAndGet { now ->
        when {
            held == null || now.of == held.credential -> now
            now.of == null -> Jar(held.credential, now.cookies)
            else -> Jar(held.credential)
        }
    }

    /** Nothing of what the service remembers goes to it any more. */
    fun forget() = jar.update { Jar(it.of) }

    /** @param held what the request went out with. */
    suspend fun answered(response: HttpResponse, held: AmmCredentials.Held?): AmmAnswer {
        heard(response, held)
        val bytes = response.bodyAsChannel().readRemaining(MAX_BODY + 1L).readByteArray()
        return AmmAnswer(response.status.value, bytes.takeIf { it.size <= MAX_BODY }?.decodeToString(), response.headers)
    }

    /** Keeps the cookies of an answer, unless another credential is used by now. */
    fun heard(response: HttpResponse, held: AmmCredentials.Held?) {
        val now = jar.value
        if (now.of != held?.credential) return
        now.cookies.heard(response.request.url, response.headers.getAll(HttpHeaders.SetCookie).orEmpty())
    }

    companion object {
        /** A list of all conversations with their newest messages is longer than other documents. */
        const val MAX_BODY: Int = 1 shl 23
        val UNAUTHENTICATED = setOf(401, 407)
        private const val MAX_WAIT_MILLIS = 10_000L
        private val PUT_OFF = setOf(429, 503)
        private val REDIRECTS = 300..399

        fun json(type: String, json: JsonObject): OutgoingContent = TextContent(json.toString(), ContentType.parse(type))

        /** A request that says everything by its type. */
        fun empty(type: String): OutgoingContent = TextContent("", ContentType.parse(type))
    }
}
