package dev.confab.transport.model

/**
 * What happened to a conversation, as an entry of its transcript that nobody wrote: it stands in order between the messages.
 *
 * @property participants whom it is about: who joined or left; empty where nobody is named.
 * @property reason the service's word for why, such as `AUTO`, or null where it tells none.
 * @property subject the subject from then on, with [Kind.SUBJECT_CHANGED]; else null.
 */
public class ConversationNotice(
    public val kind: Kind,
    participants: List<Participant>,
    public val reason: String?,
    public val subject: String?,
) {
    public val participants: List<Participant> = participants.toList()

    /** What happened. */
    public enum class Kind {
        /** The first entry of a conversation. */
        STARTED,
        JOINED,
        LEFT,
        SUBJECT_CHANGED,

        /** Somebody began a call in it. */
        ESCALATED,

        /** Nobody can contribute any more. */
        CLOSED,

        /** Something that this version does not know. */
        UNKNOWN,
    }

    override fun equals(other: Any?): Boolean = other is ConversationNotice &&
        other.kind == kind &&
        other.participants == participants &&
        other.reason == reason &&
        other.subject == subject

    override fun hashCode(): Int = kind.hashCode() * 31 + participants.size

    /** Without names and the subject, which stay out of logs. */
    override fun toString(): String = "ConversationNotice($kind, ${participants.size} participants, reason=$reason)"
}
