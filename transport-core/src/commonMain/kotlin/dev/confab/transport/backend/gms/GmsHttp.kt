package dev.confab.transport.backend.gms

import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.net.FileReceiver
import dev.confab.transport.net.FormFile
import dev.confab.transport.net.HttpAnswer
import dev.confab.transport.net.SessionCookies
import dev.confab.transport.net.boundedText
import dev.confab.transport.net.formBody
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.postFile
import dev.confab.transport.net.postForm
import dev.confab.transport.net.watched
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.header
import io.ktor.client.request.preparePost
import io.ktor.client.request.setBody
import io.ktor.client.statement.HttpResponse
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.contentType
import io.ktor.http.isSuccess

/**
 * The requests of one session to the chat service (protocol notes §1.1): every one a POST of a form with the options' headers. The address
 * is the caller's own and redirects are not followed, so that no key ever goes to another host (guarantee SEC-2).
 */
internal class GmsHttp(private val options: GmsOptions, private val http: HttpClient, private val cookies: SessionCookies?) {
    suspend fun post(what: String, address: String, fields: List<Pair<String, String>>): GmsResponse {
        val answer = networkCall(what) { http.postForm(address, fields, options.ajaxTimeoutMillis) { dress() } }
        return response(what, answer)
    }

    suspend fun upload(address: String, file: GmsUpload, fields: List<Pair<String, String>>): GmsResponse {
        val type = file.contentType?.let { runCatching { ContentType.parse(it) }.getOrNull() } ?: ContentType.Application.OctetStream
        val answer = watched(UPLOADING, STALL_MILLIS, file.moved) {
            networkCall(UPLOADING) { http.postFile(address, FormFile(file.name, type, file.source), fields, it) { dress() } }
        }
        return response(UPLOADING, answer)
    }

    suspend fun download(address: String, fields: List<Pair<String, String>>, request: DownloadRequest): Long =
        watched(DOWNLOADING, STALL_MILLIS) { moved ->
            networkCall(DOWNLOADING) {
                http.preparePost(address) {
                    timeout { requestTimeoutMillis = Long.MAX_VALUE }
                    setBody(formBody(fields))
                    dress()
                }.execute { response ->
                    if (isRefusal(response, request)) throw refusal(response)
                    FileReceiver.receive(request, response, moved)
                }
            }
        }

    /** A service that says 200 to everything refuses with JSON instead of the file. */
    private fun isRefusal(response: HttpResponse, request: DownloadRequest): Boolean = response.status.isSuccess() &&
        response.contentType()?.match(ContentType.Application.Json) == true &&
        response.headers[HttpHeaders.ContentDisposition] == null &&
        request.attachment.fileName?.endsWith(".json", ignoreCase = true) != true

    private suspend fun refusal(response: HttpResponse): TransportException {
        val said = response.boundedText()?.let(GmsCodec::decode) ?: return unreadable(DOWNLOADING)
        return TransportException(GmsFailures.of(DOWNLOADING, said))
    }

    fun HttpRequestBuilder.dress() {
        options.headers.forEach { (name, value) -> header(name, value) }
        cookies?.header?.let { header(HttpHeaders.Cookie, it) }
    }

    fun heard(answer: HttpAnswer) {
        cookies?.heard(answer.setCookies)
    }

    private fun response(what: String, answer: HttpAnswer): GmsResponse {
        heard(answer)
        if (!answer.isSuccess) throw GmsFailures.ofStatus(what, options.where, answer.status, answer.retryAfterMillis)
        return answer.text?.let(GmsCodec::decode) ?: throw unreadable(what)
    }

    fun unreadable(what: String): TransportException = GmsFailures.unreadable(what, options.where)

    companion object {
        const val UPLOADING: String = "Uploading the file"
        const val DOWNLOADING: String = "Downloading the file"
        const val STALL_MILLIS: Long = 30_000
    }
}
