package dev.confab.transport.net

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.longOrNull

// Tolerant access to a field: one of another kind than expected reads as absent, so that it costs itself and not its neighbours.

internal fun JsonObject.text(name: String): String? = (this[name] as? JsonPrimitive)?.takeUnless { it is JsonNull }?.content

/** A number, also one that is written as a string, as some services do. */
internal fun JsonObject.number(name: String): Long? = (this[name] as? JsonPrimitive)?.number()

internal fun JsonPrimitive.number(): Long? = longOrNull ?: content.toLongOrNull() ?: doubleOrNull?.takeIf { it.isFinite() }?.toLong()

internal fun JsonObject.flag(name: String): Boolean? = (this[name] as? JsonPrimitive)?.booleanOrNull

internal fun JsonObject.obj(name: String): JsonObject? = this[name] as? JsonObject

/** Entries that are text, numbers or flags; others are left out. */
internal fun JsonObject.textList(name: String): List<String> =
    list(name).mapNotNull { (it as? JsonPrimitive)?.takeUnless { value -> value is JsonNull }?.content }

internal fun JsonObject.list(name: String): List<JsonElement> = (this[name] as? JsonArray).orEmpty()

internal fun JsonObject.objects(name: String): List<JsonObject> = list(name).filterIsInstance<JsonObject>()

/** The scalar fields as text; others are left out. */
internal fun JsonObject.texts(): Map<String, String> = buildMap {
    for ((key, value) in this@texts) {
        if (value is JsonPrimitive && value !is JsonNull) put(key, value.content)
    }
}
