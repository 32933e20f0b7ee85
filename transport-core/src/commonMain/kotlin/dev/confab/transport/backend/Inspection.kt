package dev.confab.transport.backend

/**
 * What became of a frame.
 *
 * @property isJson whether the text was JSON at all.
 * @property json one JSON object on one line. `kind` says what the frame is, `unknown` holds [unknown], and `error` says why it is no frame;
 * the rest is what the kind has. Tokens and signed addresses are left out; texts and names are not.
 * @property unknown where the frame holds what the codec does not know, such as `$.body.content[1].contentType`: fields, values of a closed
 * set, content, events, classes, and what is of another kind than it should be.
 */
public class Inspection(public val isJson: Boolean, public val json: String, unknown: List<String>) {
    public val unknown: List<String> = unknown.toList()

    /** Without the content of the frame. */
    override fun toString(): String = "Inspection(isJson=$isJson, ${unknown.size} unknown)"
}
