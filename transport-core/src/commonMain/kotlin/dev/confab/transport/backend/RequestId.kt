package dev.confab.transport.backend

/** Names a question that a session asks a link, so that its answer finds back. Never used twice by one client. */
public class RequestId(public val value: Long) {
    override fun equals(other: Any?): Boolean = other is RequestId && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = "request $value"
}
