package dev.confab.transport.net

import java.security.KeyStore
import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager

/** Whom to believe, or null for whom the platform believes. */
internal fun trustOf(settings: NetworkSettings): X509TrustManager? {
    if (settings.pins.isEmpty() && settings.trusted.isEmpty()) return null
    val platform = trustIn(null)
    val trust = if (settings.trusted.isEmpty()) platform else EitherTrust(platform, trustIn(keyStoreOf(settings.trusted)))
    return if (settings.pins.isEmpty()) trust else PinnedTrust(trust, settings.pins)
}

private fun trustIn(certificates: KeyStore?): X509TrustManager {
    val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
    factory.init(certificates)
    return factory.trustManagers.filterIsInstance<X509TrustManager>().first()
}

private fun keyStoreOf(pems: List<String>): KeyStore {
    val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null, null) }
    val certificates =
        try {
            pems.flatMap { CertificateFactory.getInstance("X.509").generateCertificates(it.byteInputStream()) }
        } catch (malformed: CertificateException) {
            throw IllegalArgumentException("A trusted certificate is not PEM: it begins with -----BEGIN CERTIFICATE-----.", malformed)
        }
    require(certificates.isNotEmpty()) { "A trusted certificate is not PEM: it begins with -----BEGIN CERTIFICATE-----." }
    certificates.forEachIndexed { index, certificate -> store.setCertificateEntry("trusted-$index", certificate) }
    return store
}

/** Believes whom one of two believes. */
private class EitherTrust(private val first: X509TrustManager, private val second: X509TrustManager) : X509TrustManager {
    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String) = try {
        first.checkServerTrusted(chain, authType)
    } catch (_: CertificateException) {
        second.checkServerTrusted(chain, authType)
    }

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String): Unit =
        throw CertificateException("There are no clients here.")

    override fun getAcceptedIssuers(): Array<X509Certificate> = first.acceptedIssuers + second.acceptedIssuers
}
