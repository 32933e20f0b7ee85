package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.FrameInspector
import dev.confab.transport.backend.Inspection
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.MessageJson
import dev.confab.transport.net.Shape
import dev.confab.transport.net.StrictJson
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Inspects frames of Genesys Cloud Web Messaging: those of the service (`class`), requests to it (`action`), and pages of the REST history
 * (`entities`).
 */
public class WebMessagingFrames : FrameInspector {
    override val backend: String get() = "webmessaging"

    override fun inspect(text: String): Inspection {
        val root = BoundedJson.parse(text)
        if (root == null || !StrictJson.isStrict(root) || !StrictJson.isPrintable(text)) return notRead(text)
        if (root !is JsonObject) return noFrame("A frame is a JSON object.")
        return when {
            "class" in root -> frame(root)
            "action" in root -> request(root)
            "entities" in root -> history(root)
            else -> noFrame("Without class, action or entities it is no frame, no request and no history.")
        }
    }

    private fun frame(root: JsonObject): Inspection {
        val name = root.text("class")
        val shape = FrameShapes.body(name)
        val decoded = WebMessagingCodec.decode(root)
        val fields = FrameReading.fields(root, decoded)
        val strange =
            if (shape == null) {
                listOf("$.class") + FrameShapes.frame(Shape.Anything).strange(root)
            } else {
                FrameShapes.frame(shape).strange(root) + FrameReading.unknownCode(root) + FrameReading.incomplete(root, decoded)
            }
        val known = mapOf("class" to name, "tracingId" to (root.text("tracingId") ?: root.obj("body")?.text("tracingId")))
        return report(mapOf("kind" to fields["kind"]) + known + fields, strange)
    }

    private fun request(root: JsonObject): Inspection {
        val message = root.obj("message")
        val channel = message?.obj("channel") ?: root.obj("channel")
        val fields = mapOf(
            "kind" to "request",
            "action" to root.text("action"),
            "tracingId" to root.text("tracingId"),
            "deploymentId" to root.text("deploymentId"),
            "startNew" to root.text("startNew")?.let { it == "true" },
            "attachmentId" to root.text("attachmentId"),
            "fileName" to root.text("fileName"),
            "fileType" to root.text("fileType"),
            "fileSize" to root.number("fileSize"),
            "closeAllConnections" to root.text("closeAllConnections")?.let { it == "true" },
            "customAttributes" to channel?.obj("metadata")?.obj("customAttributes")?.texts(),
        )
        val said = message?.let { FrameReading.message(it, isRequest = true) }.orEmpty()
        return report(fields + said, FrameShapes.request.strange(root))
    }

    private fun history(root: JsonObject): Inspection {
        val entries = root.objects("entities").filterNot(StructuredMessageCodec::isNothing)
        val messages = entries.map { MessageJson.json(FrameReading.message(it, isRequest = false)) }
        val fields = mapOf(
            "kind" to "history",
            "pageNumber" to root.number("pageNumber"),
            "pageSize" to root.number("pageSize"),
            "total" to root.number("total"),
            "messages" to messages,
        )
        return report(fields, FrameShapes.history.strange(root))
    }

    private fun notRead(text: String): Inspection = when {
        text.length > BoundedJson.MAX_CHARACTERS ->
            noFrame("It has ${text.length} characters; the longest frame that is read has ${BoundedJson.MAX_CHARACTERS}.")

        BoundedJson.isTooDeep(text) && StrictJson.isBalanced(text) ->
            noFrame("It is nested deeper than ${BoundedJson.MAX_DEPTH} levels.")

        else -> noFrame("It is no JSON.", isJson = false)
    }

    private fun noFrame(error: String, isJson: Boolean = true): Inspection =
        report(mapOf("kind" to "none", "error" to error), emptyList(), isJson)

    private fun report(fields: Map<String, Any?>, unknown: List<String>, isJson: Boolean = true): Inspection {
        val paths = unknown.distinct()
        val json = JsonObject(MessageJson.json(fields) + ("unknown" to JsonArray(paths.map(::JsonPrimitive))))
        return Inspection(isJson, json.toString(), paths)
    }
}
