package dev.confab.transport.net

import io.ktor.http.ContentType
import io.ktor.http.defaultForFileExtension

/** Media types by the ending of a file name: Ktor's table, and what services expect otherwise (protocol notes §4.1). */
internal object MediaTypes {
    private const val OPUS = "audio/ogg"

    /** In lower case, without parameters; `application/octet-stream` where the ending is not known. */
    fun of(extension: String?): String = when (extension) {
        null -> ContentType.Application.OctetStream.toString()
        "opus" -> OPUS
        else -> bare(ContentType.defaultForFileExtension(extension).toString())
    }

    /** Without parameters, as services compare it. */
    fun bare(contentType: String): String = contentType.substringBefore(';').trim().lowercase()
}
