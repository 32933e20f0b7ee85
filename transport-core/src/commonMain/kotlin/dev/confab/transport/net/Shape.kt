package dev.confab.transport.net

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull

/** What a protocol knows of a piece of JSON. Null stands for "absent" everywhere. */
internal sealed interface Shape {
    /** Whatever it is. */
    data object Anything : Shape

    /** A text, number or flag; services write one for the other. */
    data object Scalar : Shape

    /** A number, or a text that is one. */
    data object Number : Shape

    /** True or false, or the text. */
    data object Flag : Shape

    /** A moment in one of the forms of [Timestamps]. */
    data object Time : Shape

    /** One of a closed set of texts. */
    class OneOf(vararg values: String) : Shape {
        val values: Set<String> = values.toSet()
    }

    /** An object of scalars with names of anybody's choice. */
    data object Texts : Shape

    class Fields(vararg fields: Pair<String, Shape>) : Shape {
        val fields: Map<String, Shape> = fields.toMap()
    }

    class Each(val shape: Shape) : Shape

    /** Of [shape], and with what it needs: where [isComplete] says no, the codec leaves the object out or keeps it raw. */
    class Whole(val shape: Shape, val isComplete: (JsonObject) -> Boolean) : Shape

    /** The paths (as in RFC 9535) at which [element] is not of this shape, in its order, at most [MAX_PATHS]. */
    fun strange(element: JsonElement, path: String = "$"): List<String> = buildList { collect(element, path, this) }

    companion object {
        const val MAX_PATHS: Int = 1_000
    }
}

private fun Shape.collect(element: JsonElement, path: String, found: MutableList<String>) {
    if (found.size >= Shape.MAX_PATHS || element is JsonNull) return
    when (this) {
        is Shape.Anything -> Unit

        is Shape.Scalar -> if (element !is JsonPrimitive) found += path

        is Shape.Number -> if ((element as? JsonPrimitive)?.number() == null) found += path

        is Shape.Flag -> if ((element as? JsonPrimitive)?.booleanOrNull == null) found += path

        is Shape.Time -> if (element !is JsonPrimitive || Timestamps.millis(element.content) == null) found += path

        is Shape.OneOf -> if (element !is JsonPrimitive || element.content !in values) found += path

        is Shape.Texts ->
            if (element is JsonObject) {
                element.forEach { (name, value) -> Shape.Scalar.collect(value, path.member(name), found) }
            } else {
                found += path
            }

        is Shape.Fields ->
            if (element is JsonObject) {
                element.forEach { (name, value) ->
                    val shape = fields[name]
                    if (shape == null) {
                        if (value !is JsonNull) found += path.member(name)
                    } else {
                        shape.collect(value, path.member(name), found)
                    }
                }
            } else {
                found += path
            }

        is Shape.Whole -> {
            shape.collect(element, path, found)
            if (element is JsonObject && !isComplete(element)) found += path
        }

        is Shape.Each ->
            if (element is JsonArray) {
                element.forEachIndexed { index, value -> shape.collect(value, "$path[$index]", found) }
            } else {
                found += path
            }
    }
}

private fun String.member(name: String): String = if (PLAIN.matches(name)) {
    "$this.$name"
} else {
    "$this['${name.replace("\\", "\\\\").replace("'", "\\'")}']"
}

private val PLAIN = Regex("[A-Za-z_][A-Za-z0-9_]*")
