package dev.confab.transport.net

import io.ktor.http.Cookie
import io.ktor.http.Url
import io.ktor.http.isSecure
import io.ktor.http.parseServerSetCookieHeader
import io.ktor.util.date.GMTDate
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * The cookies of one session whose service has several hosts (guarantee SEC-9): each goes back to the host that set it and to no other, also where
 * it names a wider domain; encrypted only if it says so; and to its path (RFC 6265 §5). Kept in memory, for as long as this object.
 *
 * Ktor parses them, but its `CookiesStorage` does not keep them: that believes any `Domain`, sends what names none to subdomains, too, takes the
 * whole address for the default path, and knows no bounds.
 *
 * @param now the time in milliseconds.
 */
internal class HostCookies(private val now: () -> Long = { GMTDate().timestamp }) {
    private class Stored(val host: String, val path: String, val secure: Boolean, val name: String, val value: String, val until: Long?) {
        fun isLike(other: Stored) = name == other.name && host == other.host && path == other.path

        fun matches(address: Url): Boolean =
            host == address.host.lowercase() && (!secure || address.protocol.isSecure()) && covers(address.encodedPath.ifEmpty { "/" })

        private fun covers(requested: String) =
            requested == path || (requested.startsWith(path) && (path.endsWith("/") || requested[path.length] == '/'))
    }

    // Replaced as a whole: answers may come at the same time.
    private val state = MutableStateFlow(emptyList<Stored>())

    /** The header to send to [address], or null when there is none. The most special path comes first. */
    fun header(address: Url): String? = state.value
        .filter { it.matches(address) && !it.isOver() }
        .sortedByDescending { it.path.length }
        .joinToString("; ") { "${it.name}=${it.value}" }
        .ifEmpty { null }

    /** @param setCookies the headers `Set-Cookie` of the answer of [address]. What is malformed, foreign or too much is left out. */
    fun heard(address: Url, setCookies: List<String>) {
        val told = setCookies.mapNotNull { stored(address, it) }
        if (told.isEmpty()) return
        state.update { before ->
            told.fold(before.filterNot { it.isOver() }) { all, cookie ->
                val others = all.filterNot { it.isLike(cookie) }
                if (cookie.isOver() || others.count { it.host == cookie.host } >= MAX_OF_HOST ||
                    others.size >= MAX_COOKIES
                ) {
                    others
                } else {
                    others + cookie
                }
            }
        }
    }

    private fun stored(address: Url, header: String): Stored? {
        if (header.length > CookieText.MAX_LENGTH) return null
        val cookie = runCatching { parseServerSetCookieHeader(header) }.getOrNull() ?: return null
        // As it was written: nothing is decoded and encoded again, and a later attribute is no name.
        val pair = header.substringBefore(';')
        if ('=' !in pair || pair.substringBefore('=').trim() != cookie.name) return null
        val value = pair.substringAfter('=').trim()
        val host = address.host.lowercase()
        val isSecure = address.protocol.isSecure()
        if (!CookieText.isPair(cookie.name, value) || !cookie.isOf(host) || (cookie.secure && !isSecure)) return null
        val path = cookie.path?.takeIf { it.startsWith("/") && PATH.matches(it) } ?: defaultPath(address)
        return Stored(host, path, cookie.secure, cookie.name, value, cookie.until())
    }

    private fun Cookie.isOf(host: String): Boolean {
        val wanted = domain?.trim()?.trimStart('.')?.lowercase()?.ifEmpty { null } ?: return true
        return host == wanted || host.endsWith(".$wanted")
    }

    private fun Cookie.until(): Long? = maxAge?.let { now() + it * MILLIS } ?: expires?.timestamp

    private fun Stored.isOver() = until != null && until <= now()

    /** Up to the last slash, without it (RFC 6265 §5.1.4). */
    private fun defaultPath(address: Url): String = address.encodedPath.substringBeforeLast('/', "").ifEmpty { "/" }

    private companion object {
        const val MAX_OF_HOST = 16
        const val MAX_COOKIES = 64
        const val MILLIS = 1_000L
        val PATH = Regex("[!-:<-~]*")
    }
}
