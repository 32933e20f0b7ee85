package dev.confab.transport.model

/**
 * A part of a list to choose from.
 *
 * @property multipleSelection whether more than one of [items] can be chosen.
 */
public class ListSection(public val title: String?, public val multipleSelection: Boolean, items: List<Item>) {
    public val items: List<Item> = items.toList()

    override fun equals(other: Any?): Boolean = other is ListSection &&
        other.title == title &&
        other.multipleSelection == multipleSelection &&
        other.items == items

    override fun hashCode(): Int = title.hashCode() * 31 + items.hashCode()

    override fun toString(): String = "ListSection(${items.size} items, multipleSelection=$multipleSelection)"

    /**
     * One line of a list or of a wheel.
     *
     * @property id goes back when it is chosen.
     * @property value a further fact of a wheel's line, or null.
     */
    public class Item(
        public val id: String,
        public val title: String?,
        public val subtitle: String?,
        public val image: Link?,
        public val value: String?,
    ) {
        override fun equals(other: Any?): Boolean = other is Item &&
            other.id == id &&
            other.title == title &&
            other.subtitle == subtitle &&
            other.image == image &&
            other.value == value

        override fun hashCode(): Int = id.hashCode()

        override fun toString(): String = "Item($id)"
    }
}
