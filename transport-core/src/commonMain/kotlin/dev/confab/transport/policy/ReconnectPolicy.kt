package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * When a lost connection is made again.
 *
 * @property backoff the time before each attempt.
 * @property firstConnectAttempts how often `connect()` tries before it fails; default 3. A session that once stood is never given up.
 * @property stableAfterMillis the time in session after which the next loss counts as the first one; default 30 000 ms.
 * @property openTimeoutMillis how long one attempt may take until the service has accepted the session; default 30 000 ms. The time in which
 * the application is asked for credentials does not count; afterwards the attempt has all its time again.
 */
public class ReconnectPolicy(
    public val backoff: Backoff,
    public val firstConnectAttempts: Int,
    public val stableAfterMillis: Long,
    public val openTimeoutMillis: Long,
) {
    init {
        require(firstConnectAttempts >= 1) { "firstConnectAttempts must be at least 1, but is $firstConnectAttempts." }
        require(stableAfterMillis >= 0) { "stableAfterMillis must not be negative, but is $stableAfterMillis." }
        require(openTimeoutMillis > 0) { "openTimeoutMillis must be positive, but is $openTimeoutMillis." }
    }

    public companion object {
        @JvmField
        public val DEFAULT: ReconnectPolicy =
            ReconnectPolicy(Backoff.DEFAULT, firstConnectAttempts = 3, stableAfterMillis = 30_000, openTimeoutMillis = 30_000)
    }
}
