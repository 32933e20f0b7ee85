package dev.confab.transport.model

/**
 * A sign that somebody put on a message.
 *
 * @property type the service's name for it, such as `Like`.
 * @property count how many did, or null where the service tells no number.
 */
public class Reaction(public val type: String, public val count: Long?) {
    override fun equals(other: Any?): Boolean = other is Reaction && other.type == type && other.count == count

    override fun hashCode(): Int = type.hashCode() * 31 + count.hashCode()

    override fun toString(): String = "Reaction($type, $count)"
}
