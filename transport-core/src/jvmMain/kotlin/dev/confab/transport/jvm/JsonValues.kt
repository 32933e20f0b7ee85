package dev.confab.transport.jvm

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.StrictJson
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * JSON as plain Java values: maps in the order of the text, lists, strings, booleans, `Long` for whole numbers that fit, `Double` for others, null.
 * Support for Java faces. Text from the network is bounded before it is parsed: 1 MiB, 64 levels (guarantee SEC-5).
 */
public object JsonValues {
    /** The object that [text] holds, freshly made and the caller's to change; null when it holds none, is no JSON, or exceeds the bounds. */
    @JvmStatic
    public fun parseObject(text: String): MutableMap<String, Any?>? {
        val root = BoundedJson.parseObject(text) ?: return null
        return if (StrictJson.isStrict(root)) values(root) else null
    }

    /** The JSON text of [value]. What is none of the values above is written as its `toString()`. */
    @JvmStatic
    public fun write(value: Any?): String = element(value).toString()

    private fun values(json: JsonObject): MutableMap<String, Any?> = json.mapValuesTo(LinkedHashMap()) { value(it.value) }

    private fun value(json: JsonElement): Any? = when (json) {
        is JsonNull -> null
        is JsonObject -> values(json)
        is JsonArray -> json.mapTo(ArrayList(json.size), ::value)
        is JsonPrimitive -> if (json.isString) json.content else literal(json.content)
    }

    private fun literal(text: String): Any = when (text) {
        "true" -> true
        "false" -> false
        else -> text.toLongOrNull() ?: text.toDouble()
    }

    private fun element(value: Any?): JsonElement = when (value) {
        null -> JsonNull
        is Map<*, *> -> JsonObject(value.entries.associate { (key, entry) -> key.toString() to element(entry) })
        is Iterable<*> -> JsonArray(value.map(::element))
        is Boolean -> JsonPrimitive(value)
        is Number -> JsonPrimitive(value)
        else -> JsonPrimitive(value.toString())
    }
}
