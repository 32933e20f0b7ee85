package dev.confab.transport.net

/**
 * How all sessions of one instance reach the network.
 *
 * @property proxy `http://host:port`, or null for a direct way.
 * @property trusted certificates in PEM that are believed besides those of the platform.
 */
internal class NetworkSettings(
    val userAgent: String = DEFAULT_USER_AGENT,
    val minimumTls: TlsVersion = TlsVersion.TLS_1_2,
    val proxy: String? = null,
    val pins: List<CertificatePin> = emptyList(),
    val trusted: List<String> = emptyList(),
) {
    companion object {
        const val DEFAULT_USER_AGENT: String = "Confab"
        val DEFAULT: NetworkSettings = NetworkSettings()
    }
}
