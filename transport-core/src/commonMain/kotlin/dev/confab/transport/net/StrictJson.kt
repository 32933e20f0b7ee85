package dev.confab.transport.net

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What the parser lets pass although it is no JSON (RFC 8259). */
internal object StrictJson {
    /** Whether [element] holds no bare words: the parser takes `{"a": hello}`. */
    fun isStrict(element: JsonElement): Boolean = when (element) {
        is JsonObject -> element.values.all(::isStrict)
        is JsonArray -> element.all(::isStrict)
        is JsonNull -> true
        is JsonPrimitive -> element.isString || element.content == "true" || element.content == "false" || NUMBER.matches(element.content)
    }

    /** Whether no string of [text] holds a bare control character: the parser takes them, RFC 8259 does not. */
    fun isPrintable(text: String): Boolean {
        var inString = false
        var escaped = false
        for (character in text) {
            when {
                inString && character < ' ' -> return false
                escaped -> escaped = false
                inString && character == '\\' -> escaped = true
                character == '"' -> inString = !inString
            }
        }
        return true
    }

    /** Whether every bracket of [text] is closed, in order: enough to tell deep JSON from a pile of brackets. */
    fun isBalanced(text: String): Boolean {
        val open = ArrayDeque<Char>()
        var inString = false
        var escaped = false
        for (character in text) {
            when {
                escaped -> escaped = false
                inString && character == '\\' -> escaped = true
                character == '"' -> inString = !inString
                inString -> Unit
                character == '{' -> open.addLast('}')
                character == '[' -> open.addLast(']')
                (character == '}' || character == ']') && open.removeLastOrNull() != character -> return false
            }
        }
        return open.isEmpty() && !inString
    }

    private val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
}
