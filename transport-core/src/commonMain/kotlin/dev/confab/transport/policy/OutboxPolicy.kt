package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How much may wait to be proved, how long one message waits for its proof, and how often it is tried.
 *
 * @property maxMessages default 256.
 * @property maxBytes of text and attributes together, default 1 MiB.
 * @property proofTimeoutMillis after this time without a proof the connection is taken for broken and made again; default 20 000 ms. Where
 * files leave with their message it begins anew with every piece that moves, and is 60 000 ms at least.
 * @property maxAttempts a message is given up and kept ([dev.confab.transport.model.MessageStatus.Wedged]) when the service did not take it
 * so many times, so that it holds up those behind it no longer; default 5. What counts is a refusal that may pass, other than for the rate;
 * and a proof that stayed out, or a close that blames what was sent, when the service does not have the message. The loss of a connection
 * does not count. Between the attempts pass 1, 2, 4… and at most 30 seconds.
 */
public class OutboxPolicy(
    public val maxMessages: Int,
    public val maxBytes: Long,
    public val proofTimeoutMillis: Long,
    public val maxAttempts: Int,
) {
    /** With the default number of attempts. */
    public constructor(maxMessages: Int, maxBytes: Long, proofTimeoutMillis: Long) : this(
        maxMessages,
        maxBytes,
        proofTimeoutMillis,
        MAX_ATTEMPTS,
    )

    init {
        require(maxMessages >= 1) { "maxMessages must be at least 1, but is $maxMessages." }
        require(maxBytes >= 1) { "maxBytes must be at least 1, but is $maxBytes." }
        require(proofTimeoutMillis > 0) { "proofTimeoutMillis must be positive, but is $proofTimeoutMillis." }
        require(maxAttempts >= 1) { "maxAttempts must be at least 1, but is $maxAttempts." }
    }

    public companion object {
        private const val MAX_ATTEMPTS = 5

        @JvmField
        public val DEFAULT: OutboxPolicy = OutboxPolicy(maxMessages = 256, maxBytes = 1L shl 20, proofTimeoutMillis = 20_000)
    }
}
