package dev.confab.transport.net

/** [size] bytes that nobody can guess, from the platform's cryptographic source. */
internal expect fun secureRandomBytes(size: Int): ByteArray

/** The SHA-256 of [bytes], by the platform. */
internal expect fun sha256(bytes: ByteArray): ByteArray
