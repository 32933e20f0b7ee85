package dev.confab.transport.net

import dev.confab.transport.backend.AttachmentSource
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.forms.ChannelProvider
import io.ktor.client.request.forms.MultiPartFormDataContent
import io.ktor.client.request.forms.formData
import io.ktor.client.request.setBody
import io.ktor.http.ContentType
import io.ktor.http.Headers
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.content.TextContent
import io.ktor.http.formUrlEncode
import io.ktor.http.headersOf
import io.ktor.http.withCharset
import io.ktor.utils.io.charsets.Charsets
import io.ktor.utils.io.writer
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableStateFlow

/** A POST of [fields] as a form, made once; see [exchange]. */
internal suspend fun HttpClient.postForm(
    address: String,
    fields: List<Pair<String, String>>,
    timeoutMillis: Long,
    block: HttpRequestBuilder.() -> Unit = {},
): HttpAnswer = exchange(HttpMethod.Post, address) {
    timeout { requestTimeoutMillis = timeoutMillis }
    setBody(formBody(fields))
    block()
}

/** [fields] in their order; the same name may come more than once. */
internal fun formBody(fields: List<Pair<String, String>>): TextContent =
    TextContent(fields.formUrlEncode(), ContentType.Application.FormUrlEncoded.withCharset(Charsets.UTF_8))

/** A file to post as a form. */
internal class FormFile(val name: String, val contentType: ContentType, val source: AttachmentSource)

/**
 * A POST of a file and [fields] as a multipart form, streamed. There is no deadline for the whole: [moved] counts what has left.
 *
 * @throws dev.confab.transport.backend.TransportException when the file cannot be read.
 */
internal suspend fun HttpClient.postFile(
    address: String,
    file: FormFile,
    fields: List<Pair<String, String>>,
    moved: MutableStateFlow<Long>,
    block: HttpRequestBuilder.() -> Unit,
): HttpAnswer = coroutineScope {
    val content = SourceContent(file.source, file.contentType) { moved.value = maxOf(moved.value, it) }
    val parts = formData {
        fields.forEach { (name, value) -> append(name, value) }
        append("file", ChannelProvider(file.source.sizeBytes) { writer { content.writeTo(channel) }.channel }, partHeaders(file))
    }
    try {
        exchange(HttpMethod.Post, address) {
            timeout { requestTimeoutMillis = Long.MAX_VALUE }
            setBody(MultiPartFormDataContent(parts))
            block()
        }
    } catch (failed: Exception) {
        throw content.failure ?: failed
    }
}

/** The name as browsers write it (RFC 7578 §4.2): quotes and line ends escaped, everything else as it is. */
private fun partHeaders(file: FormFile): Headers {
    val name = file.name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A")
    return headersOf(
        HttpHeaders.ContentDisposition to listOf("filename=\"$name\""),
        HttpHeaders.ContentType to listOf(file.contentType.toString()),
    )
}
