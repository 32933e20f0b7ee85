package dev.confab.transport.model

/** Where an own message stands. A received message is always [Sent]. */
public sealed class MessageStatus {
    /** Accepted by the client; no proof yet that the service has it. */
    public data object Sending : MessageStatus()

    /** There is proof that the service has it. */
    public data object Sent : MessageStatus()

    /** Given up for a reason that trying again would not mend; nothing is lost, the text is still here. */
    public class Wedged(public val code: ErrorCode, public val reason: String) : MessageStatus() {
        override fun equals(other: Any?): Boolean = other is Wedged && other.code == code && other.reason == reason

        override fun hashCode(): Int = code.hashCode() * 31 + reason.hashCode()

        override fun toString(): String = "Wedged($code)"
    }

    /** Taken back by the caller before it was sent. */
    public data object Cancelled : MessageStatus()
}
