package dev.confab.transport.model

/** The words and the picture with which a picker or form introduces itself, or with which its answer is shown. Each may be missing. */
public class Prompt(
    public val header: String?,
    public val title: String?,
    public val subtitle: String?,
    public val buttonLabel: String?,
    public val image: Link?,
) {
    override fun equals(other: Any?): Boolean = other is Prompt &&
        other.header == header &&
        other.title == title &&
        other.subtitle == subtitle &&
        other.buttonLabel == buttonLabel &&
        other.image == image

    override fun hashCode(): Int = title.hashCode() * 31 + subtitle.hashCode()

    override fun toString(): String = "Prompt"
}
