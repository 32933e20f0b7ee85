package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * What a client does about the time without a connection.
 *
 * @property maxHistoryPages how far back it looks for what it missed; default 20 pages. Beyond that it reports a gap.
 * @property whenUncertain what becomes of a message of which even the history does not tell whether it arrived.
 */
public class RecoveryPolicy(public val maxHistoryPages: Int, public val whenUncertain: WhenUncertain) {
    init {
        require(maxHistoryPages >= 0) { "maxHistoryPages must not be negative, but is $maxHistoryPages." }
    }

    /** See [RecoveryPolicy.whenUncertain]. */
    public enum class WhenUncertain {
        /** Send it again: it may arrive twice, but it arrives. */
        RESEND,

        /** Give it up and keep it; the application may send it again. */
        HOLD,

        /** As [HOLD], and ask the application with an event. */
        ASK,
    }

    public companion object {
        @JvmField
        public val DEFAULT: RecoveryPolicy = RecoveryPolicy(maxHistoryPages = 20, whenUncertain = WhenUncertain.RESEND)
    }
}
