package dev.confab.transport.model

/** One piece of a message. The hierarchy grows with the back ends: keep a branch for the kinds that you do not know. */
public sealed class MessagePart {
    /** Plain text. */
    public class Text(public val text: String) : MessagePart() {
        override fun equals(other: Any?): Boolean = other is Text && other.text == text

        override fun hashCode(): Int = text.hashCode()

        override fun toString(): String = "Text(${text.length} characters)"
    }

    /**
     * Content that this version does not understand, kept so that nothing is lost.
     *
     * @property type the service's name for it.
     * @property json its raw JSON.
     */
    public class Unknown(public val type: String, public val json: String) : MessagePart() {
        override fun equals(other: Any?): Boolean = other is Unknown && other.type == type && other.json == json

        override fun hashCode(): Int = type.hashCode() * 31 + json.hashCode()

        override fun toString(): String = "Unknown($type)"
    }
}
