package dev.confab.transport.model

/** How a session stands after its connection was made again. A closed hierarchy that may grow: keep an `else` branch. */
public sealed class ResumeOutcome {
    /**
     * The session goes on, and nothing is missing.
     *
     * @property backfilled how many messages came while the connection was away; they are in the conversation now.
     */
    public class Continuous(public val backfilled: Int) : ResumeOutcome() {
        override fun equals(other: Any?): Boolean = other is Continuous && other.backfilled == backfilled

        override fun hashCode(): Int = backfilled

        override fun toString(): String = "Continuous(backfilled=$backfilled)"
    }

    /**
     * The session goes on, but messages may be missing.
     *
     * @property from the service's id of the newest message before the gap, or null when none was known.
     * @property reason a sentence for a developer.
     */
    public class Gap(public val from: String?, public val reason: String) : ResumeOutcome() {
        override fun equals(other: Any?): Boolean = other is Gap && other.from == from && other.reason == reason

        override fun hashCode(): Int = from.hashCode() * 31 + reason.hashCode()

        override fun toString(): String = "Gap(from=$from, $reason)"
    }

    /** The service began a new session: what was before cannot be reached from it. */
    public data object NewSession : ResumeOutcome()

    /** The conversation has ended meanwhile and can only be read. */
    public data object ReadOnly : ResumeOutcome()
}
