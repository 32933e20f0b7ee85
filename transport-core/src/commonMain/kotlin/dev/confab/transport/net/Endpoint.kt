package dev.confab.transport.net

import io.ktor.http.URLParserException
import io.ktor.http.URLProtocol
import io.ktor.http.Url

/**
 * A checked address of a service: `https`, or, only where the caller allowed it, `http` to this very machine (guarantee SEC-1). The host of an
 * Android emulator counts as this machine: its own loopback answers under [EMULATOR_HOST].
 */
internal class Endpoint private constructor(val host: String, private val port: Int, private val secure: Boolean) {
    /** `https://host:port` + [path]. */
    fun http(path: String): String = (if (secure) "https" else "http") + "://" + authority + path

    /** `wss://host:port` + [path]. */
    fun webSocket(path: String): String = (if (secure) "wss" else "ws") + "://" + authority + path

    /** Whether the caller named the machine on which this emulator runs. */
    val isEmulatorHost: Boolean get() = host == EMULATOR_HOST

    /** Whether the caller named this very machine. */
    val isLoopback: Boolean get() = LOOPBACK.matches(host)

    /** Whether this is where the others lead. */
    fun isAt(secure: Boolean, host: String, port: Int): Boolean =
        secure == this.secure && host.removeSurrounding("[", "]") == this.host && port == this.port

    private val authority: String
        get() = (if (':' in host) "[$host]" else host) + (if (port == defaultPort) "" else ":$port")

    private val defaultPort: Int get() = if (secure) URLProtocol.HTTPS.defaultPort else URLProtocol.HTTP.defaultPort

    override fun toString(): String = http("")

    companion object {
        /** https://developer.android.com/studio/run/emulator-networking: the loopback of the development machine. */
        const val EMULATOR_HOST = "10.0.2.2"
        private val LOOPBACK = Regex("""localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1""")
        private val HOST_NAME = Regex("""[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*""")

        /** A host under the encrypted default port. */
        fun ofHost(host: String): Endpoint {
            require(HOST_NAME.matches(host)) { "\"$host\" is no host name: give one such as mypurecloud.de, without scheme and path." }
            return Endpoint(host, URLProtocol.HTTPS.defaultPort, secure = true)
        }

        /**
         * @param cleartextLoopback whether `http` to a loopback address is allowed.
         * @throws IllegalArgumentException with the way out.
         */
        fun parse(address: String, cleartextLoopback: Boolean): Endpoint {
            val url =
                try {
                    Url(address)
                } catch (malformed: URLParserException) {
                    throw IllegalArgumentException(
                        "\"$address\" is no address: give one such as https://host or http://127.0.0.1:8088.",
                        malformed,
                    )
                }
            val secure =
                when (address.substringBefore("://", "").lowercase()) {
                    "https", "wss" -> true
                    "http", "ws" -> false
                    else -> throw IllegalArgumentException("\"$address\" has no scheme that can be used: begin it with https://.")
                }
            val host = url.host.removeSurrounding("[", "]").lowercase()
            // The parser makes localhost of an empty host.
            require(host.isNotEmpty() && address.substringAfter("://").firstOrNull() !in setOf(null, '/', ':', '?')) {
                "\"$address\" names no host."
            }
            require(url.user == null) { "An address must not carry a user name or password." }
            require(url.segments.isEmpty() && url.parameters.isEmpty()) {
                "\"$address\" must end after the host and port: the paths are the protocol's."
            }
            if (!secure) {
                require(LOOPBACK.matches(host) || host == EMULATOR_HOST) {
                    "\"$address\" is not encrypted, which is allowed to this machine only (127.0.0.1, localhost, [::1], " +
                        "$EMULATOR_HOST from an Android emulator): use https://."
                }
                require(cleartextLoopback) { "\"$address\" is not encrypted: allow cleartext to this machine explicitly, or use https://." }
            }
            return Endpoint(host, url.specifiedPort.takeIf { it != 0 } ?: if (secure) 443 else 80, secure)
        }
    }
}
