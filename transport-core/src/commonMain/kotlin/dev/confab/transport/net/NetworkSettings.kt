package dev.confab.transport.net

/**
 * How all sessions of one instance reach the network, and their files; made by `Confab.builder()`.
 *
 * @property userAgent what the library calls itself; it is sent with each request, and engines need not care.
 * @property minimumTls the oldest version that may be spoken.
 * @property proxy `http://host:port`, or null for a direct way.
 * @property pins the keys with which a host is believed; a host without any is believed as the platform does.
 * @property trusted certificates in PEM that are believed besides those of the platform.
 */
public class NetworkSettings internal constructor(
    public val userAgent: String = DEFAULT_USER_AGENT,
    public val minimumTls: TlsVersion = TlsVersion.TLS_1_2,
    public val proxy: String? = null,
    public val pins: List<CertificatePin> = emptyList(),
    public val trusted: List<String> = emptyList(),
    internal val engines: EngineProvider? = null,
) {
    internal companion object {
        const val DEFAULT_USER_AGENT: String = "Confab"
        val DEFAULT: NetworkSettings = NetworkSettings()
    }
}
