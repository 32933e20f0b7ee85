package dev.confab.transport.net

/**
 * An address that a server named, taken apart strictly: what two readers might understand differently is refused instead of repaired.
 *
 * @property host in lower case, without a dot at its end; IPv6 in brackets.
 * @property target path and query, exactly as they were written: they may be signed.
 */
internal class TransferAddress private constructor(val secure: Boolean, val host: String, val port: Int, val target: String) {
    private val scheme: String get() = if (secure) "https" else "http"

    private val isDefaultPort: Boolean get() = port == if (secure) HTTPS_PORT else HTTP_PORT

    /** `host` or `host:port`, as the header `Host` has it. */
    val authority: String get() = if (isDefaultPort) host else "$host:$port"

    /** As it is, with the name. */
    val url: String get() = "$scheme://$authority$target"

    /** The same with the host replaced by [address]: what is asked for, and nobody's name to look up any more. */
    fun at(address: IpAddress): String = "$scheme://${address.urlHost}:$port$target"

    /** Where a redirect leads: an address of its own, or another path at the same host. Other forms are not used by services. */
    fun redirect(location: String): TransferAddress = when {
        location.startsWith("//") -> parse("$scheme:$location")
        location.startsWith("/") -> parse("$scheme://$authority$location")
        else -> parse(location)
    }

    /** Without path and query: they may hold a signature. */
    override fun toString(): String = "$scheme://$authority"

    companion object {
        private const val HTTPS_PORT = 443
        private const val HTTP_PORT = 80
        private const val MAX_LENGTH = 8_192
        private const val MAX_PORT = 65_535
        private val FORM = Regex("""(https?)://([^/?#@]*)([/?][^#]*)?(#.*)?""", RegexOption.IGNORE_CASE)
        private val HOST =
            Regex("""([A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\.?|\[[0-9A-Fa-f:.]+\]""")

        /** @throws IllegalArgumentException that says what is wrong, without the path and the query. */
        fun parse(address: String): TransferAddress {
            require(address.length <= MAX_LENGTH) { "the address is longer than $MAX_LENGTH characters" }
            require(address.all { it in '!'..'~' && it != '\\' }) {
                "the address holds a character that an address has only escaped; names in other scripts must be written as xn--…"
            }
            val form =
                requireNotNull(FORM.matchEntire(address)) { "it is no https:// address with a host, or it carries a user name or password" }
            val (scheme, authority, target) = form.destructured
            val host = authority.replace(Regex(""":\d*$"""), "").takeUnless { ':' in it && !it.startsWith("[") }
            require(host != null && HOST.matches(host)) { "\"$authority\" is no host" }
            val secure = scheme.equals("https", ignoreCase = true)
            val digits = authority.removePrefix(host).removePrefix(":")
            val port = if (digits.isEmpty()) (if (secure) HTTPS_PORT else HTTP_PORT) else digits.toIntOrNull()
            require(port != null && port in 1..MAX_PORT) { "\"$digits\" is no port" }
            val path = if (target.startsWith("/")) target else "/$target"
            return TransferAddress(secure, host.lowercase().removeSuffix("."), port, path)
        }
    }
}
