package dev.confab.transport.net

import java.security.GeneralSecurityException
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import javax.net.ssl.X509TrustManager

/**
 * Believes a chain that [trust] believes and that, where its first certificate is one of a pinned host, holds a pinned key (guarantee SEC-1).
 *
 * A trust manager is not told which host is asked. It need not be: a connection stands only when the certificate names its host, so a
 * certificate that names a pinned host must be pinned, and no other serves that host.
 */
internal class PinnedTrust(private val trust: X509TrustManager, private val pins: List<CertificatePin>) : X509TrustManager {
    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String) {
        trust.checkServerTrusted(chain, authType)
        val names = namesOf(chain.first())
        val wanted = pins.filter { pin -> names.any { overlap(it, pin.host) } }
        if (wanted.isEmpty()) return
        val keys = signedChain(chain).map { sha256(it.publicKey.encoded) }
        // Each host that the certificate names has pins of its own.
        for ((host, pinned) in wanted.groupBy(CertificatePin::host)) {
            if (pinned.none { pin -> keys.any(pin.sha256::contentEquals) }) {
                throw CertificateException("No certificate of the chain has a key that is pinned for $host.")
            }
        }
    }

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String): Unit = trust.checkClientTrusted(chain, authType)

    override fun getAcceptedIssuers(): Array<X509Certificate> = trust.acceptedIssuers

    /** A server may send any certificate along: only those count that signed, one after the other, the first one. */
    private fun signedChain(chain: Array<X509Certificate>): List<X509Certificate> {
        val signed = mutableListOf(chain.first())
        while (signed.size <= MAX_CHAIN) {
            val last = signed.last()
            val issuer = (chain.asSequence() + trust.acceptedIssuers.asSequence()).firstOrNull { it !in signed && isIssuer(it, last) }
            signed += issuer ?: break
        }
        return signed
    }

    private fun isIssuer(issuer: X509Certificate, issued: X509Certificate): Boolean {
        if (issuer.subjectX500Principal != issued.issuerX500Principal || issuer.basicConstraints < 0) return false
        return try {
            issued.verify(issuer.publicKey)
            true
        } catch (_: GeneralSecurityException) {
            false
        }
    }

    private fun namesOf(certificate: X509Certificate): List<String> {
        val alternatives = certificate.subjectAlternativeNames.orEmpty().mapNotNull { (it[1] as? String)?.lowercase() }
        // Verifiers fall back to the common name only where there is no other.
        val common = COMMON_NAME.find(certificate.subjectX500Principal.name)?.groupValues?.get(1)?.lowercase()
        return alternatives.ifEmpty { listOfNotNull(common) }
    }

    /** Whether some host is meant by both: each may have a `*` in place of its first label. */
    private fun overlap(name: String, pinned: String): Boolean {
        if (name == pinned) return true
        val parent = name.substringAfter('.', "")
        val pinnedParent = pinned.substringAfter('.', "")
        return parent.isNotEmpty() && parent == pinnedParent && (name.startsWith("*.") || pinned.startsWith("*."))
    }

    private companion object {
        const val MAX_CHAIN = 10
        val COMMON_NAME = Regex("""CN=([^,]+)""")
    }
}
