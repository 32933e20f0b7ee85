package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How much may wait to be proved, and how long one message waits for its proof.
 *
 * @property maxMessages default 256.
 * @property maxBytes of text and attributes together, default 1 MiB.
 * @property proofTimeoutMillis after this time without a proof the connection is taken for broken and made again; default 20 000 ms.
 */
public class OutboxPolicy(public val maxMessages: Int, public val maxBytes: Long, public val proofTimeoutMillis: Long) {
    init {
        require(maxMessages >= 1) { "maxMessages must be at least 1, but is $maxMessages." }
        require(maxBytes >= 1) { "maxBytes must be at least 1, but is $maxBytes." }
        require(proofTimeoutMillis > 0) { "proofTimeoutMillis must be positive, but is $proofTimeoutMillis." }
    }

    public companion object {
        @JvmField
        public val DEFAULT: OutboxPolicy = OutboxPolicy(maxMessages = 256, maxBytes = 1L shl 20, proofTimeoutMillis = 20_000)
    }
}
