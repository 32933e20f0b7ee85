package dev.confab.transport.model

/**
 * Whether one of several conversations was left.
 *
 * @property failure why it was not, or null when it was.
 */
public class LeaveOutcome(public val conversation: ConversationId, public val failure: MessagingException?) {
    /** Whether the guest is out of it. */
    public val isLeft: Boolean get() = failure == null

    override fun toString(): String = "LeaveOutcome($conversation, ${failure?.code ?: "left"})"
}
