package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * When a guest is told that the session ends soon.
 *
 * @property noticeSeconds how long before the end; default 300.
 */
public class ExpiryPolicy(public val noticeSeconds: Long) {
    init {
        require(noticeSeconds >= 0) { "noticeSeconds must not be negative, but is $noticeSeconds." }
    }

    public companion object {
        @JvmField
        public val DEFAULT: ExpiryPolicy = ExpiryPolicy(noticeSeconds = 300)
    }
}
