package dev.confab.transport.net

import kotlin.io.encoding.Base64

/**
 * The one public key, or one of them, with which a host is believed: at least one certificate of its verified chain must have it.
 *
 * @property host exactly this host, or with `*.` in front every host directly under a domain.
 */
public class CertificatePin private constructor(public val host: String, internal val sha256: ByteArray) {
    /** `sha256/` and the base64 of the SHA-256 of the certificate's SubjectPublicKeyInfo (RFC 7469 §2.4). */
    public val pin: String get() = PREFIX + Base64.encode(sha256)

    override fun toString(): String = "$host $pin"

    internal companion object {
        private const val PREFIX = "sha256/"
        private const val DIGEST_BYTES = 32
        private val HOST = Regex("""(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*""")

        /** @throws IllegalArgumentException with the way out. */
        fun parse(host: String, pin: String): CertificatePin {
            require(HOST.matches(host)) { "\"$host\" is no host to pin: give one such as api.mypurecloud.de or *.mypurecloud.de." }
            val digest = pin.removePrefix(PREFIX).takeIf { pin.startsWith(PREFIX) }?.let(::decoded)
            require(digest?.size == DIGEST_BYTES) {
                "\"$pin\" is no pin: it is sha256/ and the base64 of the SHA-256 of the certificate's public key (RFC 7469)."
            }
            return CertificatePin(host.lowercase(), digest)
        }

        private fun decoded(text: String): ByteArray? = try {
            Base64.decode(text)
        } catch (_: IllegalArgumentException) {
            null
        }
    }
}
