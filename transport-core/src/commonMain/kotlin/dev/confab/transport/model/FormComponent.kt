package dev.confab.transport.model

/** Something to fill in. The hierarchy may grow: keep a branch for the kinds that you do not know. */
public sealed class FormComponent {
    /** Names the component in the answer, or null where the service gave it no id. */
    public abstract val id: String?

    /** A line or an area of text. */
    public class Input private constructor(builder: Builder) : FormComponent() {
        override val id: String? = builder.id
        public val title: String? = builder.title
        public val subtitle: String? = builder.subtitle
        public val placeholder: String? = builder.placeholder
        public val required: Boolean = builder.required
        public val multiLine: Boolean = builder.multiLine

        /** The service's name for the keyboard that fits, such as `Email`, or null. */
        public val keyboardType: String? = builder.keyboardType

        /** The service's name for what the device may fill in, or null. */
        public val autoCompleteType: String? = builder.autoCompleteType

        private val fields: List<Any?>
            get() = listOf(id, title, subtitle, placeholder, required, multiLine, keyboardType, autoCompleteType)

        override fun equals(other: Any?): Boolean = other is Input && other.fields == fields

        override fun hashCode(): Int = fields.hashCode()

        override fun toString(): String = "Input($id, required=$required)"

        /** Builds an input; transports use it. */
        public class Builder(internal val id: String?) {
            internal var title: String? = null
            internal var subtitle: String? = null
            internal var placeholder: String? = null
            internal var required: Boolean = false
            internal var multiLine: Boolean = false
            internal var keyboardType: String? = null
            internal var autoCompleteType: String? = null

            public fun title(value: String?): Builder = apply { title = value }

            public fun subtitle(value: String?): Builder = apply { subtitle = value }

            public fun placeholder(value: String?): Builder = apply { placeholder = value }

            public fun required(value: Boolean): Builder = apply { required = value }

            public fun multiLine(value: Boolean): Builder = apply { multiLine = value }

            public fun keyboardType(value: String?): Builder = apply { keyboardType = value }

            public fun autoCompleteType(value: String?): Builder = apply { autoCompleteType = value }

            public fun build(): Input = Input(this)
        }
    }

    /** A date to choose. */
    public class Date(public val picker: MessagePart.DatePicker) : FormComponent() {
        override val id: String? get() = picker.id

        override fun equals(other: Any?): Boolean = other is Date && other.picker == picker

        override fun hashCode(): Int = picker.hashCode()

        override fun toString(): String = "Date($picker)"
    }

    /** Items to choose. */
    public class Choice(public val picker: MessagePart.ListPicker) : FormComponent() {
        override val id: String? get() = picker.id

        override fun equals(other: Any?): Boolean = other is Choice && other.picker == picker

        override fun hashCode(): Int = picker.hashCode()

        override fun toString(): String = "Choice($picker)"
    }

    /** One line of a wheel to choose. */
    public class Wheel(override val id: String?, items: List<ListSection.Item>) : FormComponent() {
        public val items: List<ListSection.Item> = items.toList()

        override fun equals(other: Any?): Boolean = other is Wheel && other.id == id && other.items == items

        override fun hashCode(): Int = id.hashCode() * 31 + items.hashCode()

        override fun toString(): String = "Wheel($id, ${items.size} items)"
    }

    /** A component that this version does not understand, by the service's name, with its raw JSON. */
    public class Unknown(override val id: String?, public val type: String, public val json: String) : FormComponent() {
        override fun equals(other: Any?): Boolean = other is Unknown && other.id == id && other.type == type && other.json == json

        override fun hashCode(): Int = type.hashCode() * 31 + json.hashCode()

        override fun toString(): String = "Unknown($type)"
    }
}
