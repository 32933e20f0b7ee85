package dev.confab.transport.net

/** A version of TLS. Nothing older than [TLS_1_2] is spoken (guarantee SEC-1). */
public enum class TlsVersion {
    TLS_1_2,
    TLS_1_3,
}
