package dev.confab.transport.model

/** The identity of a file, made by the client for own files and by the service for received ones. */
public class AttachmentId(public val value: String) {
    init {
        require(value.isNotEmpty()) { "An attachment id is never empty." }
    }

    override fun equals(other: Any?): Boolean = other is AttachmentId && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value
}
