package dev.confab.transport.net

import io.ktor.http.parseServerSetCookieHeader
import kotlin.concurrent.Volatile

/**
 * The cookies of one session at one service (guarantee SEC-9): the shared HTTP client keeps none. They go to the service that set them, on
 * every path: what a service binds to a path, its other endpoints need, too.
 */
internal class SessionCookies {
    @Volatile
    private var values: Map<String, String> = emptyMap()

    /** The header to send, or null when there is none. */
    val header: String? get() = values.entries.joinToString("; ") { (name, value) -> "$name=$value" }.ifEmpty { null }

    /** @param setCookies the headers `Set-Cookie` of an answer. What is malformed or too much is left out. */
    fun heard(setCookies: List<String>) {
        for (header in setCookies) {
            if (header.length > CookieText.MAX_LENGTH) continue
            val cookie = runCatching { parseServerSetCookieHeader(header) }.getOrNull() ?: continue
            val value = header.substringAfter('=').substringBefore(';').trim()
            if (!CookieText.isPair(cookie.name, value)) continue
            when {
                cookie.maxAge == 0 -> values = values - cookie.name
                cookie.name in values || values.size < MAX_COOKIES -> values = values + (cookie.name to value)
            }
        }
    }

    /** Another user begins. */
    fun clear() {
        values = emptyMap()
    }

    private companion object {
        const val MAX_COOKIES = 16
    }
}
