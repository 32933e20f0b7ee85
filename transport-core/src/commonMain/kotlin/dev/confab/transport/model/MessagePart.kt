package dev.confab.transport.model

/**
 * One piece of a message. Immutable. The hierarchy grows with the back ends: keep a branch for the kinds that you do not know.
 *
 * Parts that can be answered are answered with a [Reply]. What a service left out is null, false or an empty list.
 */
public sealed class MessagePart {
    /** Plain text. */
    public class Text(public val text: String) : MessagePart() {
        override fun equals(other: Any?): Boolean = other is Text && other.text == text

        override fun hashCode(): Int = text.hashCode()

        override fun toString(): String = "Text(${text.length} characters)"
    }

    /** A file; its address is good for some minutes only. */
    public class Attachment(public val attachment: dev.confab.transport.model.Attachment) : MessagePart() {
        override fun equals(other: Any?): Boolean = other is Attachment && other.attachment == attachment

        override fun hashCode(): Int = attachment.hashCode()

        override fun toString(): String = "$attachment"
    }

    /** Answers to choose from: see [Reply.QuickReply]. */
    public class QuickReplies(public val title: String?, replies: List<QuickReply>) : MessagePart() {
        public val replies: List<QuickReply> = replies.toList()

        override fun equals(other: Any?): Boolean = other is QuickReplies && other.title == title && other.replies == replies

        override fun hashCode(): Int = title.hashCode() * 31 + replies.hashCode()

        override fun toString(): String = "QuickReplies(${replies.size})"
    }

    /** A picture with words and buttons: see [Reply.CardAction]. [defaultAction] belongs to the card as a whole. */
    public class Card(
        public val title: String?,
        public val description: String?,
        public val image: Link?,
        public val video: Link?,
        public val defaultAction: CardAction?,
        actions: List<CardAction>,
    ) : MessagePart() {
        public val actions: List<CardAction> = actions.toList()

        override fun equals(other: Any?): Boolean = other is Card &&
            other.title == title &&
            other.description == description &&
            other.image == image &&
            other.video == video &&
            other.defaultAction == defaultAction &&
            other.actions == actions

        override fun hashCode(): Int = title.hashCode() * 31 + actions.hashCode()

        override fun toString(): String = "Card(${actions.size} actions)"
    }

    /** Cards side by side. */
    public class Carousel(cards: List<Card>) : MessagePart() {
        public val cards: List<Card> = cards.toList()

        override fun equals(other: Any?): Boolean = other is Carousel && other.cards == cards

        override fun hashCode(): Int = cards.hashCode()

        override fun toString(): String = "Carousel(${cards.size} cards)"
    }

    /**
     * A date to choose, of [times] if there are any: see [Reply.DateChoice].
     *
     * @property minimum the earliest date (ISO 8601, as the service wrote it), or null.
     * @property maximum the latest date, or null.
     */
    public class DatePicker(
        public val id: String?,
        public val title: String?,
        public val subtitle: String?,
        public val image: Link?,
        public val minimum: String?,
        public val maximum: String?,
        times: List<TimeSlot>,
    ) : MessagePart() {
        public val times: List<TimeSlot> = times.toList()

        override fun equals(other: Any?): Boolean = other is DatePicker &&
            other.id == id &&
            other.title == title &&
            other.subtitle == subtitle &&
            other.image == image &&
            other.minimum == minimum &&
            other.maximum == maximum &&
            other.times == times

        override fun hashCode(): Int = id.hashCode() * 31 + times.hashCode()

        override fun toString(): String = "DatePicker(${times.size} times)"
    }

    /** Items to choose: see [Reply.ListChoice]. [received] introduces the list, [reply] is shown once it is answered. */
    public class ListPicker(public val id: String?, sections: List<ListSection>, public val received: Prompt?, public val reply: Prompt?) :
        MessagePart() {
        public val sections: List<ListSection> = sections.toList()

        override fun equals(other: Any?): Boolean = other is ListPicker &&
            other.id == id &&
            other.sections == sections &&
            other.received == received &&
            other.reply == reply

        override fun hashCode(): Int = id.hashCode() * 31 + sections.hashCode()

        override fun toString(): String = "ListPicker(${sections.size} sections)"
    }

    /**
     * Pages to fill in: see [Reply.FormAnswer].
     *
     * @property id names the form in the answer, or null where the service gave it none.
     * @property showSummary whether the guest should see the answers before they are sent.
     */
    public class Form(
        public val id: String?,
        public val introduction: Prompt?,
        pages: List<FormPage>,
        public val showSummary: Boolean,
        public val received: Prompt?,
        public val reply: Prompt?,
    ) : MessagePart() {
        public val pages: List<FormPage> = pages.toList()

        override fun equals(other: Any?): Boolean = other is Form &&
            other.id == id &&
            other.introduction == introduction &&
            other.pages == pages &&
            other.showSummary == showSummary &&
            other.received == received &&
            other.reply == reply

        override fun hashCode(): Int = id.hashCode() * 31 + pages.hashCode()

        override fun toString(): String = "Form($id, ${pages.size} pages)"
    }

    /**
     * An answer that was chosen and not typed.
     *
     * @property typeName the service's name for [kind] where this version does not know it, else null.
     * @property replyTo the service's id of the message that it answers, or null where the service does not tell.
     */
    public class ButtonReply(
        public val kind: Kind,
        public val typeName: String?,
        public val text: String?,
        public val payload: String?,
        public val replyTo: String?,
    ) : MessagePart() {
        /** To what it is an answer. */
        public enum class Kind {
            QUICK_REPLY,
            CARD_ACTION,
            DATE,
            LIST_ITEM,
            FORM,
            UNKNOWN,
        }

        override fun equals(other: Any?): Boolean = other is ButtonReply &&
            other.kind == kind &&
            other.typeName == typeName &&
            other.text == text &&
            other.payload == payload &&
            other.replyTo == replyTo

        override fun hashCode(): Int = kind.hashCode() * 31 + payload.hashCode()

        override fun toString(): String = "ButtonReply($kind)"
    }

    /** A form that was filled in. [replyTo] is the service's id of the message that it answers, or null. */
    public class FormReply(public val formId: String?, public val replyTo: String?, fields: List<Field>) : MessagePart() {
        public val fields: List<Field> = fields.toList()

        override fun equals(other: Any?): Boolean =
            other is FormReply && other.formId == formId && other.replyTo == replyTo && other.fields == fields

        override fun hashCode(): Int = formId.hashCode() * 31 + fields.hashCode()

        override fun toString(): String = "FormReply($formId, ${fields.size} fields)"

        /**
         * What was filled in.
         *
         * @property id the component of the form.
         * @property text what a person reads.
         * @property payload what the service reads: the typed text, the date, or the id of the item that was chosen.
         */
        public class Field(public val id: String, public val text: String, public val payload: String) {
            override fun equals(other: Any?): Boolean = other is Field && other.id == id && other.text == text && other.payload == payload

            override fun hashCode(): Int = id.hashCode() * 31 + payload.hashCode()

            override fun toString(): String = "Field($id)"
        }
    }

    /** Signs that were put on a message. */
    public class Reactions(reactions: List<Reaction>) : MessagePart() {
        public val reactions: List<Reaction> = reactions.toList()

        override fun equals(other: Any?): Boolean = other is Reactions && other.reactions == reactions

        override fun hashCode(): Int = reactions.hashCode()

        override fun toString(): String = "Reactions($reactions)"
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
