package dev.confab.transport.model

/**
 * What to look for among the conversations of the guest. Immutable.
 *
 * @property text what to find; empty: everything.
 * @property inSubject whether subjects are looked at.
 * @property inParticipants whether participants are looked at.
 * @property inBody whether the texts of messages are looked at.
 * @property afterMillis only what changed since, in milliseconds since the epoch; null: whenever.
 */
public class ConversationQuery(
    public val text: String,
    public val inSubject: Boolean,
    public val inParticipants: Boolean,
    public val inBody: Boolean,
    public val afterMillis: Long?,
) {
    /** Everywhere, and however old. */
    public constructor(text: String) : this(text, inSubject = true, inParticipants = true, inBody = true, afterMillis = null)

    public fun withPlaces(inSubject: Boolean, inParticipants: Boolean, inBody: Boolean): ConversationQuery =
        ConversationQuery(text, inSubject, inParticipants, inBody, afterMillis)

    public fun withAfter(afterMillis: Long?): ConversationQuery = ConversationQuery(text, inSubject, inParticipants, inBody, afterMillis)

    override fun equals(other: Any?): Boolean = other is ConversationQuery &&
        other.text == text &&
        other.inSubject == inSubject &&
        other.inParticipants == inParticipants &&
        other.inBody == inBody &&
        other.afterMillis == afterMillis

    override fun hashCode(): Int = text.hashCode() * 31 + afterMillis.hashCode()

    /** Without the text, which stays out of logs. */
    override fun toString(): String =
        "ConversationQuery(subject=$inSubject, participants=$inParticipants, body=$inBody, after=$afterMillis)"
}
