package dev.confab.transport.net

/** A checked address with a path, below which the operations of a service lie: `https://host/genesys/2/chat/customer-support`. */
internal class BaseAddress private constructor(private val endpoint: Endpoint, private val path: String) {
    /** [below] begins with a slash, or is empty for the base itself. */
    fun at(below: String): String = endpoint.http(path + below)

    fun webSocket(below: String): String = endpoint.webSocket(path + below)

    /** Another path at the same host, such as one that the service named. */
    fun elsewhere(path: String): BaseAddress = BaseAddress(endpoint, checked(path))

    /** One more segment at the end. */
    fun below(segment: String): BaseAddress = BaseAddress(endpoint, checked("$path/$segment"))

    override fun toString(): String = endpoint.http(path)

    companion object {
        private val FORM = Regex("""([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)(/[^?#]*)?""")
        private val SEGMENT = Regex("""[A-Za-z0-9._~!$&'()*+,;=:@%-]+""")

        /**
         * @param cleartextLoopback whether `http` to a loopback address is allowed.
         * @throws IllegalArgumentException with the way out.
         */
        fun parse(address: String, cleartextLoopback: Boolean): BaseAddress {
            val form = requireNotNull(FORM.matchEntire(address)) {
                "\"$address\" is no base address: give one such as https://host/path, without a query and a fragment."
            }
            val (origin, path) = form.destructured
            return BaseAddress(Endpoint.parse(origin, cleartextLoopback), checked(path.trimEnd('/')))
        }

        private fun checked(path: String): String {
            require(path.isEmpty() || path.startsWith("/")) { "The path \"$path\" must begin with a slash." }
            val segments = path.split('/').drop(1)
            require(segments.all { SEGMENT.matches(it) && it != "." && it != ".." }) {
                "The path \"$path\" holds an empty segment, dots or a character that an address has only escaped."
            }
            return path
        }
    }
}
