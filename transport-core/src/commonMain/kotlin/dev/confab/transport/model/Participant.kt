package dev.confab.transport.model

/**
 * Who wrote a message.
 *
 * @property name the name to show, or null where the service tells none.
 * @property imageUrl the address of a picture, as the service gave it and unchecked, or null.
 */
public class Participant(public val kind: Kind, public val name: String?, public val imageUrl: String?) {
    /** What kind of party it is. */
    public enum class Kind {
        GUEST,
        AGENT,
        BOT,

        /** The service did not say. */
        UNKNOWN,
    }

    override fun equals(other: Any?): Boolean =
        other is Participant && other.kind == kind && other.name == name && other.imageUrl == imageUrl

    override fun hashCode(): Int = (kind.hashCode() * 31 + name.hashCode()) * 31 + imageUrl.hashCode()

    /** Names are personal data and stay out of logs. */
    override fun toString(): String = "Participant($kind)"
}
