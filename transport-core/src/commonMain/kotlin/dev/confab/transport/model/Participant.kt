package dev.confab.transport.model

/**
 * Who wrote a message, or takes part in a conversation.
 *
 * @property name the name to show, or null where the service tells none.
 * @property imageUrl the address of a picture, as the service gave it and unchecked, or null.
 * @property address under which the service reaches them, such as `alice@example.com`; null where it has no addresses.
 * @property isSelf whether it is the owner of this session; false also where the service does not tell.
 */
public class Participant(
    public val kind: Kind,
    public val name: String?,
    public val imageUrl: String?,
    public val address: String?,
    public val isSelf: Boolean,
) {
    /** Without an address. */
    public constructor(kind: Kind, name: String?, imageUrl: String?) : this(kind, name, imageUrl, null, false)

    /** What kind of party it is. */
    public enum class Kind {
        GUEST,
        AGENT,
        BOT,

        /** The service did not say. */
        UNKNOWN,
    }

    override fun equals(other: Any?): Boolean = other is Participant &&
        other.kind == kind &&
        other.name == name &&
        other.imageUrl == imageUrl &&
        other.address == address &&
        other.isSelf == isSelf

    override fun hashCode(): Int = ((kind.hashCode() * 31 + name.hashCode()) * 31 + imageUrl.hashCode()) * 31 + address.hashCode()

    /** Names are personal data and stay out of logs. */
    override fun toString(): String = "Participant($kind)"
}
