package dev.confab.transport.model

/** Names a file at the service and in the client. For an own file the client makes it, or the caller, before anything is sent. */
public class AttachmentId(public val value: String) {
    init {
        require(value.isNotEmpty()) { "An attachment id is never empty." }
    }

    override fun equals(other: Any?): Boolean = other is AttachmentId && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value
}
