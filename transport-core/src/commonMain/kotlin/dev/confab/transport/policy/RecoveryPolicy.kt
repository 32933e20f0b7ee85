package dev.confab.transport.policy

import kotlin.jvm.JvmField

/**
 * What a client does about the time without a connection.
 *
 * @property maxHistoryPages how far back it looks for what it missed; default 20 pages. Beyond that it reports a gap.
 * @property whenUncertain what becomes of a message of which even the history does not tell whether it arrived. That is also so where the
 * history holds a message of the guest in its place, with other words: the service may have changed them.
 * @property historyLagMillis how far the history of a service may be behind: when it does not hold a message in doubt, it is read a second
 * time after so long, before the message is sent again; default 1 000 ms; 0: it is read once.
 */
public class RecoveryPolicy(public val maxHistoryPages: Int, public val whenUncertain: WhenUncertain, public val historyLagMillis: Long) {
    /** With the default lag. */
    public constructor(maxHistoryPages: Int, whenUncertain: WhenUncertain) : this(maxHistoryPages, whenUncertain, LAG_MILLIS)

    init {
        require(historyLagMillis >= 0) { "historyLagMillis must not be negative, but is $historyLagMillis." }
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
        private const val LAG_MILLIS = 1_000L

        @JvmField
        public val DEFAULT: RecoveryPolicy = RecoveryPolicy(maxHistoryPages = 20, whenUncertain = WhenUncertain.RESEND)
    }
}
