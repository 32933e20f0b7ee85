package dev.confab.transport.model

/** What a button of a card does. The hierarchy may grow: keep a branch for the kinds that you do not know. */
public sealed class CardAction {
    /** Opens an address; nothing is sent. [text] is null where the whole card is the button. */
    public class Open(public val text: String?, public val link: Link) : CardAction() {
        override fun equals(other: Any?): Boolean = other is Open && other.text == text && other.link == link

        override fun hashCode(): Int = text.hashCode() * 31 + link.hashCode()

        override fun toString(): String = "Open($link)"
    }

    /** Sends [payload] back: see [Reply.CardAction]. */
    public class Postback(public val text: String, public val payload: String) : CardAction() {
        override fun equals(other: Any?): Boolean = other is Postback && other.text == text && other.payload == payload

        override fun hashCode(): Int = text.hashCode() * 31 + payload.hashCode()

        override fun toString(): String = "Postback(${text.length} characters)"
    }

    /**
     * An action that this version does not understand.
     *
     * @property type the service's name for it.
     * @property json its raw JSON.
     */
    public class Unknown(public val type: String, public val json: String) : CardAction() {
        override fun equals(other: Any?): Boolean = other is Unknown && other.type == type && other.json == json

        override fun hashCode(): Int = type.hashCode() * 31 + json.hashCode()

        override fun toString(): String = "Unknown($type)"
    }
}
