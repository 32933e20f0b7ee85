package dev.confab.transport.model

/**
 * An address that a service put into a message. The library opens none: it says whether an application may.
 *
 * Only [address] is meant to be opened. It is there for `https`, `http`, `tel` and `mailto`, and for nothing else: a message comes from the
 * network, and `javascript:`, `intent:`, `file:`, `content:` or `data:` would run or read something on the guest's device.
 *
 * @property raw what the service sent, to be shown as text at most.
 */
public class Link(public val raw: String) {
    /** The kinds of addresses that may be opened. */
    public enum class Scheme {
        HTTPS,

        /** Unencrypted: an application may want to warn. */
        HTTP,
        TEL,
        MAILTO,
    }

    /** What kind of address it is, or null when it must not be opened. */
    public val scheme: Scheme? = schemeOf(raw.trim(' '))

    /** Whether it may be opened. */
    public val isSafe: Boolean get() = scheme != null

    /** The address to open, or null when it must not be opened. */
    public val address: String? get() = if (isSafe) raw.trim(' ') else null

    override fun equals(other: Any?): Boolean = other is Link && other.raw == raw

    override fun hashCode(): Int = raw.hashCode()

    /** Without the address, which may hold a secret. */
    override fun toString(): String = "Link(${scheme ?: "refused"})"

    private companion object {
        fun schemeOf(address: String): Scheme? {
            // Browsers drop line ends and tabs inside a scheme, and marks of the writing direction show another address than they open.
            if (address.any { it <= ' ' || it in '\u007f'..'\u00a0' || it in DIRECTION_MARKS || it == '\\' }) return null
            val rest = address.substringAfter(':', "")
            return when (address.substringBefore(':').lowercase()) {
                "https" -> Scheme.HTTPS.takeIf { hasPlainHost(rest) }

                "http" -> Scheme.HTTP.takeIf { hasPlainHost(rest) }

                // No * and #, also not as %2A: a telephone takes them for commands to itself.
                "tel" -> Scheme.TEL.takeIf { rest.any(Char::isDigit) && rest.all { it.isLetterOrDigit() || it in "+-.();=" } }

                "mailto" -> Scheme.MAILTO.takeIf { '@' in rest }

                else -> null
            }
        }

        /** A name before an @ disguises the host. */
        fun hasPlainHost(rest: String): Boolean {
            if (!rest.startsWith("//")) return false
            val host = rest.drop(2).takeWhile { it !in "/?#" }
            return host.isNotEmpty() && '@' !in host && !host.startsWith(':')
        }

        val DIRECTION_MARKS = ('\u200b'..'\u200f') + ('\u2028'..'\u202e') + ('\u2060'..'\u2069') + '\u061c' + '\ufeff'
    }
}
