package dev.confab.transport.net

import dev.confab.transport.backend.Inspection
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What inspectors say, in one form. */
internal object InspectionReport {
    /** Reads [text] as strictly as a frame must be, and lets [look] say what it is. */
    fun of(text: String, look: (JsonElement) -> Inspection): Inspection {
        val root = BoundedJson.parse(text)
        return if (root == null || !StrictJson.isStrict(root)) notRead(text) else look(root)
    }

    fun of(fields: Map<String, Any?>, unknown: List<String>, isJson: Boolean = true): Inspection {
        val paths = unknown.distinct()
        val json = JsonObject(MessageJson.json(fields) + ("unknown" to JsonArray(paths.map(::JsonPrimitive))))
        return Inspection(isJson, json.toString(), paths)
    }

    fun noFrame(error: String, isJson: Boolean = true): Inspection = of(mapOf("kind" to "none", "error" to error), emptyList(), isJson)

    private fun notRead(text: String): Inspection = when {
        text.length > BoundedJson.MAX_CHARACTERS ->
            noFrame("It has ${text.length} characters; the longest frame that is read has ${BoundedJson.MAX_CHARACTERS}.")

        BoundedJson.isTooDeep(text) && StrictJson.isBalanced(text) -> noFrame("It is nested deeper than ${BoundedJson.MAX_DEPTH} levels.")

        else -> noFrame("It is no JSON.", isJson = false)
    }
}
