package dev.confab.transport.backend

/** A place in a history, as the transport writes it: opaque to everybody else. */
public class Cursor(public val value: String) {
    override fun equals(other: Any?): Boolean = other is Cursor && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = "Cursor($value)"
}
