package dev.confab.transport.model

/**
 * One of the answers that a message offers.
 *
 * @property text what to show, and what the answer will say.
 * @property payload what the service gets back.
 * @property image a picture beside the text, or null.
 */
public class QuickReply(public val text: String, public val payload: String, public val image: Link?) {
    override fun equals(other: Any?): Boolean =
        other is QuickReply && other.text == text && other.payload == payload && other.image == image

    override fun hashCode(): Int = text.hashCode() * 31 + payload.hashCode()

    override fun toString(): String = "QuickReply(${text.length} characters)"
}
