package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How fast the client sends, so that it stays below what services allow.
 *
 * @property messageIntervalMillis the least time between two messages; default 500 ms (two a second); 0: as fast as proofs arrive.
 * @property typingIntervalMillis typing is told at most once in this time; default 5 000 ms.
 * @property healthCheckIntervalMillis health checks go out at most once in this time; default 30 000 ms.
 */
public class RatePolicy(
    public val messageIntervalMillis: Long,
    public val typingIntervalMillis: Long,
    public val healthCheckIntervalMillis: Long,
) {
    init {
        require(messageIntervalMillis >= 0) { "messageIntervalMillis must not be negative, but is $messageIntervalMillis." }
        require(typingIntervalMillis >= 0) { "typingIntervalMillis must not be negative, but is $typingIntervalMillis." }
        require(healthCheckIntervalMillis >= 0) { "healthCheckIntervalMillis must not be negative, but is $healthCheckIntervalMillis." }
    }

    public companion object {
        @JvmField
        public val DEFAULT: RatePolicy =
            RatePolicy(messageIntervalMillis = 500, typingIntervalMillis = 5_000, healthCheckIntervalMillis = 30_000)
    }
}
