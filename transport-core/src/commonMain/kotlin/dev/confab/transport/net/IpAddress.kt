package dev.confab.transport.net

/** An address of IPv4 (4 bytes) or IPv6 (16 bytes), as bytes, so that no way of writing it can hide what it is. */
internal class IpAddress(bytes: ByteArray) {
    private val octets: List<Int> = bytes.map { it.toInt() and BYTE }

    init {
        require(octets.size == V4 || octets.size == V6) { "An IP address has 4 or 16 bytes, not ${octets.size}." }
    }

    val isLoopback: Boolean get() = embedded()?.isLoopback ?: if (octets.size == V4) octets[0] == 127 else isLast(1)

    /** Out on the internet, and nothing else: every range with a special purpose (IANA registries, RFC 6890) is not. */
    val isPublic: Boolean
        get() {
            val inner = embedded()
            return when {
                inner != null -> inner.isPublic

                octets.size == V4 -> SPECIAL_V4.none { it.holds(octets) }

                // Only 2000::/3 is given out; of it, what carries an IPv4 address in a way that cannot be trusted is refused.
                else -> GLOBAL_V6.holds(octets) && SPECIAL_V6.none { it.holds(octets) }
            }
        }

    /** The IPv4 address inside: mapped, compatible, NAT64 (RFC 6052) or 6to4. */
    private fun embedded(): IpAddress? = when {
        octets.size == V4 -> null
        isLast(0) || isLast(1) -> null
        MAPPED.holds(octets) || COMPATIBLE.holds(octets) || NAT64.holds(octets) -> of(octets.takeLast(V4))
        SIX_TO_FOUR.holds(octets) -> of(octets.subList(2, 2 + V4))
        else -> null
    }

    /** All zero, but for the last byte. */
    private fun isLast(value: Int): Boolean = octets.dropLast(1).all { it == 0 } && octets.last() == value

    /** As it stands in an address on the web: IPv6 in brackets. */
    val urlHost: String get() = if (octets.size == V4) toString() else "[$this]"

    override fun equals(other: Any?): Boolean = other is IpAddress && other.octets == octets

    override fun hashCode(): Int = octets.hashCode()

    override fun toString(): String = if (octets.size == V4) {
        octets.joinToString(".")
    } else {
        octets.chunked(2).joinToString(":") { (high, low) -> (high * 256 + low).toString(HEX) }
    }

    private class Range(prefix: List<Int>, private val bits: Int) {
        private val prefix = prefix

        fun holds(octets: List<Int>): Boolean = (0 until bits).all { bit ->
            val mask = 0x80 shr (bit % 8)
            octets[bit / 8] and mask == prefix.getOrElse(bit / 8) { 0 } and mask
        }
    }

    companion object {
        private const val V4 = 4
        private const val V6 = 16
        private const val BYTE = 0xFF
        private const val HEX = 16
        private const val MAX_PARTS = 4

        private fun of(octets: List<Int>) = IpAddress(octets.map(Int::toByte).toByteArray())

        private fun v4(text: String): Range = text.split('/').let { (address, bits) ->
            Range(address.split('.').map(String::toInt), bits.toInt())
        }

        private val SPECIAL_V4 =
            listOf(
                "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
                "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
                "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
                "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
                "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            ).map(::v4)

        private val GLOBAL_V6 = Range(listOf(0x20), 3)
        private val MAPPED = Range(List(10) { 0 } + listOf(0xFF, 0xFF), 96)
        private val COMPATIBLE = Range(emptyList(), 96)
        private val NAT64 = Range(listOf(0x00, 0x64, 0xFF, 0x9B), 96)
        private val SIX_TO_FOUR = Range(listOf(0x20, 0x02), 16)

        /** IETF protocol assignments with Teredo, documentation, benchmarking, and the second block for documentation. */
        private val SPECIAL_V6 =
            listOf(Range(listOf(0x20, 0x01, 0x00), 23), Range(listOf(0x20, 0x01, 0x0D, 0xB8), 32), Range(listOf(0x3F, 0xFF, 0x00), 20))

        /**
         * The address that [host] writes, in any of the ways that resolvers understand: `127.0.0.1`, `127.1`, `0x7f.1`, `0177.0.0.1`, `2130706433`,
         * `::1`, `::ffff:127.0.0.1`, with or without brackets. Null for a name.
         *
         * @throws IllegalArgumentException for what looks like an address and is none.
         */
        fun parse(host: String): IpAddress? {
            val bare = host.removeSurrounding("[", "]")
            return when {
                ':' in bare -> v6Of(bare)
                NUMERIC.matches(bare) -> v4Of(bare)
                else -> null
            }
        }

        /** The last label of a name is never a number: what ends in one is an address (WHATWG URL, "ends in a number"). */
        private val NUMERIC = Regex("""(.*\.)?(0[xX][0-9A-Fa-f]*|[0-9]+)\.?""")

        private fun v4Of(text: String): IpAddress {
            val parts = text.removeSuffix(".").split('.')
            val numbers = parts.map { requireNotNull(number(it)) { "\"$text\" is no address." } }
            require(parts.size <= MAX_PARTS) { "\"$text\" is no address." }
            // All but the last stand for one byte, the last for all the rest.
            val rest = MAX_PARTS + 1 - numbers.size
            require(numbers.dropLast(1).all { it <= BYTE } && numbers.last() < (1L shl (rest * 8))) { "\"$text\" is no address." }
            val tail = (rest - 1 downTo 0).map { (numbers.last() shr (it * 8)).toInt() and BYTE }
            return of(numbers.dropLast(1).map(Long::toInt) + tail)
        }

        private fun number(text: String): Long? = when {
            text.startsWith("0x", ignoreCase = true) -> if (text.length == 2) 0 else text.substring(2).toLongOrNull(HEX)
            text.length > 1 && text.startsWith("0") -> text.toLongOrNull(8)
            else -> text.toLongOrNull()
        }?.takeIf { it >= 0 }

        private fun v6Of(text: String): IpAddress {
            val halves = text.split("::")
            require(halves.size <= 2) { "\"$text\" is no address." }
            val head = groups(halves[0], text)
            val tail = if (halves.size == 2) groups(halves[1], text) else emptyList()
            val missing = V6 - head.size - tail.size
            require(if (halves.size == 2) missing >= 2 else missing == 0) { "\"$text\" is no address." }
            return of(head + List(missing) { 0 } + tail)
        }

        private fun groups(half: String, whole: String): List<Int> {
            if (half.isEmpty()) return emptyList()
            return half.split(':').flatMapIndexed { index, group ->
                if ('.' in group && index == half.count { it == ':' }) {
                    val parts = group.split('.').map { part -> part.toIntOrNull()?.takeIf { it in 0..BYTE } }
                    require(parts.size == V4 && null !in parts) { "\"$whole\" is no address." }
                    parts.filterNotNull()
                } else {
                    val value = group.takeIf { it.length in 1..4 && it.all { digit -> digit.isAsciiHex() } }?.toInt(HEX)
                    requireNotNull(value) { "\"$whole\" is no address." }
                    listOf(value shr 8, value and BYTE)
                }
            }
        }

        private fun Char.isAsciiHex(): Boolean = this in '0'..'9' || this in 'a'..'f' || this in 'A'..'F'
    }
}
