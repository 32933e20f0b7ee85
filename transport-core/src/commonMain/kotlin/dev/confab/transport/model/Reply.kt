package dev.confab.transport.model

/**
 * An answer that was chosen and not typed; it goes out with [Draft.Companion.reply]. Immutable.
 *
 * As long as the answered message is in the conversation, a reply is checked against it before anything is sent: an item that it does not
 * offer is refused with [ErrorCode.INVALID_ARGUMENT].
 */
public sealed class Reply {
    /** The message that it answers: the [Message.id] of a received message. */
    public abstract val to: MessageId

    /** What needs to be allowed to send it. */
    public abstract val capability: Capability

    /** What the message says in words; empty where it says nothing. */
    public abstract val text: String

    /** What the conversation shows of it. */
    internal abstract val parts: List<MessagePart>

    /** One of a message's [MessagePart.QuickReplies]. */
    public class QuickReply(override val to: MessageId, override val text: String, public val payload: String) : Reply() {
        public constructor(to: MessageId, chosen: dev.confab.transport.model.QuickReply) : this(to, chosen.text, chosen.payload)

        override val capability: Capability get() = Capability.SEND_QUICK_REPLY

        override val parts: List<MessagePart>
            get() = listOf(MessagePart.Text(text), button(MessagePart.ButtonReply.Kind.QUICK_REPLY, text, payload))

        override fun equals(other: Any?): Boolean = other is QuickReply && other.to == to && other.text == text && other.payload == payload

        override fun hashCode(): Int = to.hashCode() * 31 + payload.hashCode()

        override fun toString(): String = "QuickReply(to=$to)"
    }

    /** A button of a [MessagePart.Card] or [MessagePart.Carousel]. */
    public class CardAction(override val to: MessageId, override val text: String, public val payload: String) : Reply() {
        public constructor(to: MessageId, chosen: dev.confab.transport.model.CardAction.Postback) : this(to, chosen.text, chosen.payload)

        override val capability: Capability get() = Capability.SEND_CARD_ACTION

        override val parts: List<MessagePart>
            get() = listOf(MessagePart.Text(text), button(MessagePart.ButtonReply.Kind.CARD_ACTION, text, payload))

        override fun equals(other: Any?): Boolean = other is CardAction && other.to == to && other.text == text && other.payload == payload

        override fun hashCode(): Int = to.hashCode() * 31 + payload.hashCode()

        override fun toString(): String = "CardAction(to=$to)"
    }

    /**
     * A date of a [MessagePart.DatePicker].
     *
     * @property dateTime as [TimeSlot.dateTime] has it, or in ISO 8601 where the picker offers no times.
     * @property label the same in words of the guest.
     */
    public class DateChoice(override val to: MessageId, public val dateTime: String, public val label: String) : Reply() {
        public constructor(to: MessageId, chosen: TimeSlot) : this(to, chosen.dateTime, chosen.dateTime)

        override val capability: Capability get() = Capability.SEND_DATE

        override val text: String get() = ""

        override val parts: List<MessagePart> get() = listOf(button(MessagePart.ButtonReply.Kind.DATE, label, dateTime))

        override fun equals(other: Any?): Boolean =
            other is DateChoice && other.to == to && other.dateTime == dateTime && other.label == label

        override fun hashCode(): Int = to.hashCode() * 31 + dateTime.hashCode()

        override fun toString(): String = "DateChoice(to=$to)"
    }

    /**
     * Items of a [MessagePart.ListPicker].
     *
     * @property text the words above the items; the picker's [MessagePart.ListPicker.reply] proposes its subtitle. May be empty.
     */
    public class ListChoice(override val to: MessageId, override val text: String, items: List<Item>) : Reply() {
        public val items: List<Item> = items.toList()

        override val capability: Capability get() = Capability.SEND_LIST

        override val parts: List<MessagePart>
            get() = words() + items.map { button(MessagePart.ButtonReply.Kind.LIST_ITEM, it.title, it.id) }

        private fun words(): List<MessagePart> = if (text.isEmpty()) emptyList() else listOf(MessagePart.Text(text))

        override fun equals(other: Any?): Boolean = other is ListChoice && other.to == to && other.text == text && other.items == items

        override fun hashCode(): Int = to.hashCode() * 31 + items.hashCode()

        override fun toString(): String = "ListChoice(to=$to, ${items.size} items)"

        /** An item that was chosen: its [id] and the [title] that the guest saw. */
        public class Item(public val id: String, public val title: String) {
            public constructor(chosen: ListSection.Item) : this(chosen.id, chosen.title ?: chosen.id)

            override fun equals(other: Any?): Boolean = other is Item && other.id == id && other.title == title

            override fun hashCode(): Int = id.hashCode()

            override fun toString(): String = "Item($id)"
        }
    }

    /** A [MessagePart.Form] that was filled in. [formId] is the form's [MessagePart.Form.id]. */
    public class FormAnswer(override val to: MessageId, public val formId: String, fields: List<MessagePart.FormReply.Field>) : Reply() {
        public val fields: List<MessagePart.FormReply.Field> = fields.toList()

        override val capability: Capability get() = Capability.SEND_FORM

        override val text: String get() = ""

        override val parts: List<MessagePart> get() = listOf(MessagePart.FormReply(formId, to.value, fields))

        override fun equals(other: Any?): Boolean =
            other is FormAnswer && other.to == to && other.formId == formId && other.fields == fields

        override fun hashCode(): Int = to.hashCode() * 31 + fields.hashCode()

        override fun toString(): String = "FormAnswer(to=$to, ${fields.size} fields)"
    }

    internal fun button(kind: MessagePart.ButtonReply.Kind, text: String, payload: String): MessagePart =
        MessagePart.ButtonReply(kind, null, text, payload, to.value)
}
