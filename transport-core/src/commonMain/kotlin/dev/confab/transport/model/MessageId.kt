package dev.confab.transport.model

/**
 * The identity of a message inside one client, stable for the message's whole life.
 *
 * For an own message it is made by the client before anything is sent; for a received one it is the id that the service gave.
 */
public class MessageId(public val value: String) {
    init {
        require(value.isNotEmpty()) { "A message id is never empty." }
    }

    override fun equals(other: Any?): Boolean = other is MessageId && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value
}
