package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How fast a client may be: below what services allow.
 *
 * @property messageIntervalMillis the least time between two messages; default 500 ms (two a second); 0: as fast as proofs arrive.
 * @property typingIntervalMillis typing is told at most once in this time; default 5 000 ms.
 * @property healthCheckIntervalMillis health checks go out at most once in this time; default 30 000 ms.
 * @property requestsPerMinute requests of any kind over one connection; default 60; 0: not counted. A quarter of them may come at once;
 * after such a burst messages wait for their share, so that in no minute there are more.
 * @property historyPagesPerMinute pages of history; default 10; 0: not counted.
 */
public class RatePolicy(
    public val messageIntervalMillis: Long,
    public val typingIntervalMillis: Long,
    public val healthCheckIntervalMillis: Long,
    public val requestsPerMinute: Int,
    public val historyPagesPerMinute: Int,
) {
    /** With the default number of requests a minute, or, where messages may go as fast as proofs arrive, without counting requests. */
    public constructor(messageIntervalMillis: Long, typingIntervalMillis: Long, healthCheckIntervalMillis: Long) : this(
        messageIntervalMillis,
        typingIntervalMillis,
        healthCheckIntervalMillis,
        requestsPerMinute = if (messageIntervalMillis == 0L) 0 else REQUESTS_PER_MINUTE,
        historyPagesPerMinute = HISTORY_PAGES_PER_MINUTE,
    )

    init {
        require(messageIntervalMillis >= 0) { "messageIntervalMillis must not be negative, but is $messageIntervalMillis." }
        require(typingIntervalMillis >= 0) { "typingIntervalMillis must not be negative, but is $typingIntervalMillis." }
        require(healthCheckIntervalMillis >= 0) { "healthCheckIntervalMillis must not be negative, but is $healthCheckIntervalMillis." }
        require(requestsPerMinute == 0 || requestsPerMinute >= LEAST_REQUESTS) {
            "requestsPerMinute must be 0 or at least $LEAST_REQUESTS, but is $requestsPerMinute."
        }
        require(historyPagesPerMinute >= 0) { "historyPagesPerMinute must not be negative, but is $historyPagesPerMinute." }
    }

    public companion object {
        private const val REQUESTS_PER_MINUTE = 60
        private const val HISTORY_PAGES_PER_MINUTE = 10
        private const val LEAST_REQUESTS = 10

        @JvmField
        public val DEFAULT: RatePolicy =
            RatePolicy(messageIntervalMillis = 500, typingIntervalMillis = 5_000, healthCheckIntervalMillis = 30_000)
    }
}
