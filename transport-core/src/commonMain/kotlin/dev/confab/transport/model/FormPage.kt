package dev.confab.transport.model

/** A page of a form, with what is to be filled in. */
public class FormPage(public val title: String?, public val subtitle: String?, components: List<FormComponent>) {
    public val components: List<FormComponent> = components.toList()

    override fun equals(other: Any?): Boolean =
        other is FormPage && other.title == title && other.subtitle == subtitle && other.components == components

    override fun hashCode(): Int = title.hashCode() * 31 + components.hashCode()

    override fun toString(): String = "FormPage(${components.size} components)"
}
