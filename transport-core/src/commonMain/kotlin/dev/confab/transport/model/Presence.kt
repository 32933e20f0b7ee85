package dev.confab.transport.model

/**
 * A change in who takes part, or in what is asked of the guest.
 *
 * @property received what to show while [kind] asks for something, or null.
 * @property reply what to show once it is answered, or null.
 */
public class Presence(public val kind: Kind, public val received: Prompt?, public val reply: Prompt?) {
    /** What changed. */
    public enum class Kind {
        /** Somebody joined; of the guest's own side: the service has begun the conversation. */
        JOINED,

        /** Somebody left. The conversation goes on: its end is told by `ConversationDisconnected`. */
        LEFT,

        /** Somebody of the other side is being called: an agent's desk rings. */
        ALERTED,

        /** The conversation was wiped. */
        CLEARED,

        /** The session's time is over. */
        SESSION_EXPIRED,

        /** The other side asks the guest to sign in. */
        AUTHENTICATION_ASKED,

        /** The guest, or the other side, gave up signing in. */
        AUTHENTICATION_CANCELLED,

        /** Signing in did not work. */
        AUTHENTICATION_FAILED,
    }

    override fun equals(other: Any?): Boolean =
        other is Presence && other.kind == kind && other.received == received && other.reply == reply

    override fun hashCode(): Int = kind.hashCode()

    override fun toString(): String = "Presence($kind)"
}
