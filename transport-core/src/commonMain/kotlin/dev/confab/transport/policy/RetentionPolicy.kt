package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * How much of a conversation stays in memory.
 *
 * @property maxMessages older ones are let go, never one that is still on its way; default 10 000; 0 keeps nothing but those.
 */
public class RetentionPolicy(public val maxMessages: Int) {
    init {
        require(maxMessages >= 0) { "maxMessages must not be negative, but is $maxMessages." }
    }

    public companion object {
        @JvmField
        public val DEFAULT: RetentionPolicy = RetentionPolicy(maxMessages = 10_000)
    }
}
