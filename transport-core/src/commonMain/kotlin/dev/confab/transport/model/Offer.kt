package dev.confab.transport.model

/**
 * An invitation to share the screen or to talk by video. This library joins neither: an application that can gives [id] and [secret] to
 * whatever joins.
 *
 * @property statusName the service's name for [status], also when this version does not know it.
 * @property id names the offer at the service, or null.
 * @property secret lets its holder in (a token or JWT), or null; never log it.
 */
public class Offer(
    public val kind: Kind,
    public val status: Status,
    public val statusName: String,
    public val id: String?,
    public val secret: String?,
) {
    /** To what. */
    public enum class Kind {
        CO_BROWSE,
        VIDEO,
    }

    /** Where it stands. */
    public enum class Status {
        OFFERED,
        EXPIRED,
        ACCEPTED,
        REJECTED,

        /** One that this version does not know. */
        UNKNOWN,
    }

    override fun equals(other: Any?): Boolean = other is Offer &&
        other.kind == kind &&
        other.status == status &&
        other.statusName == statusName &&
        other.id == id &&
        other.secret == secret

    override fun hashCode(): Int = kind.hashCode() * 31 + id.hashCode()

    /** Without the secret. */
    override fun toString(): String = "Offer($kind, $statusName, $id)"
}
