package dev.confab.transport.net

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/** Reads JSON from the network: bounded before it is parsed, and never with an exception. */
internal object BoundedJson {
    /** Deeper nesting is refused: a parser might recurse as deep as it goes. */
    const val MAX_DEPTH: Int = 64

    /** Longer text is refused. */
    const val MAX_CHARACTERS: Int = 1 shl 20

    /** Some senders begin with it; parsers may ignore it (RFC 8259 §8.1). */
    private const val BYTE_ORDER_MARK = "\uFEFF"

    private val json = Json

    /** The object that [text] holds, or null when it holds none or exceeds the bounds. */
    fun parseObject(text: String, maxCharacters: Int = MAX_CHARACTERS): JsonObject? = parse(text, maxCharacters) as? JsonObject

    /** @param maxCharacters another bound of the length, for answers that are lists of everything. */
    fun parse(text: String, maxCharacters: Int = MAX_CHARACTERS): JsonElement? {
        if (text.length > maxCharacters || isTooDeep(text)) return null
        return try {
            json.parseToJsonElement(text.removePrefix(BYTE_ORDER_MARK))
        } catch (_: SerializationException) {
            null
        }
    }

    /** Whether [text] is nested deeper than [MAX_DEPTH]. */
    fun isTooDeep(text: String): Boolean {
        var depth = 0
        var inString = false
        var escaped = false
        for (character in text) {
            when {
                escaped -> escaped = false

                inString ->
                    when (character) {
                        '\\' -> escaped = true
                        '"' -> inString = false
                    }

                else ->
                    when (character) {
                        '"' -> inString = true
                        '{', '[' -> if (++depth > MAX_DEPTH) return true
                        '}', ']' -> depth--
                    }
            }
        }
        return false
    }
}
