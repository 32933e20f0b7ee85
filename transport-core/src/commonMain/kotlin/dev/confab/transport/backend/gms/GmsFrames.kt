package dev.confab.transport.backend.gms

import dev.confab.transport.backend.FrameInspector
import dev.confab.transport.backend.Inspection
import dev.confab.transport.net.InspectionReport
import dev.confab.transport.net.MessageJson
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject

/** Inspects answers of a chat service of Genesys Engage v2 (protocol notes §1.3). */
public class GmsFrames : FrameInspector {
    override val backend: String get() = "gms"

    override fun inspect(text: String): Inspection = InspectionReport.of(text) { root ->
        val response = (root as? JsonObject)?.let(GmsCodec::decode)
        if (response == null) {
            InspectionReport.noFrame("It has none of the fields of an answer, such as statusCode, chatEnded or messages.")
        } else {
            InspectionReport.of(GmsReading.response(response), GmsShapes.response.strange(root))
        }
    }
}

/** Inspects CometD messages of a chat service of Genesys Engage v2 (protocol notes §2), one or many. */
public class GmsCometDFrames : FrameInspector {
    override val backend: String get() = "gms-cometd"

    override fun inspect(text: String): Inspection = InspectionReport.of(text) { root ->
        val messages = when (root) {
            is JsonArray -> root.filterIsInstance<JsonObject>()
            is JsonObject -> listOf(root)
            else -> emptyList()
        }
        if (messages.isEmpty() || messages.any { it.text("channel") == null }) {
            InspectionReport.noFrame("A CometD message is an object with a channel, alone or in an array.")
        } else {
            val unknown = messages.flatMapIndexed { index, message ->
                val path = if (root is JsonArray) "$[$index]" else "$"
                GmsShapes.bayeux(GmsReading.shapeOf(message)).strange(message, path)
            }
            InspectionReport.of(mapOf("kind" to "bayeux", "messages" to messages.map { MessageJson.json(GmsReading.bayeux(it)) }), unknown)
        }
    }
}

/** What was read, as fields: keys are left out, texts and names are not. */
internal object GmsReading {
    fun response(response: GmsResponse): Map<String, Any?> = mapOf(
        "kind" to "response",
        "statusCode" to response.statusCode,
        "chatEnded" to response.chatEnded,
        "chatId" to response.chatId,
        "alias" to response.alias,
        "nextPosition" to response.nextPosition,
        "outcome" to MessageJson.name(GmsOutcome.of(response)),
        "errors" to response.errors.map { mapOf("code" to it.code, "advice" to it.advice) },
        "userData" to response.userData,
        "messages" to response.messages.map { entry(it) },
    )

    private fun entry(entry: GmsEntry): Map<String, Any?> = mapOf(
        "index" to entry.index,
        "type" to entry.type,
        "from" to entry.from?.let { mapOf("nickname" to it.nickname, "participantId" to it.participantId, "type" to it.type) },
        "text" to entry.text,
        "utcTime" to entry.utcTimeMillis,
        "messageType" to entry.messageType,
        "userData" to entry.userData,
        "eventAttributes" to entry.eventAttributes,
    )

    fun bayeux(message: JsonObject): Map<String, Any?> = mapOf(
        "channel" to message.text("channel"),
        "id" to message.text("id"),
        "successful" to if (message.isReply) message.isSuccessful else null,
        "error" to message.text("error"),
        "reconnect" to message.obj("advice")?.text("reconnect"),
        "subscription" to message.text("subscription"),
        "connectionType" to message.text("connectionType"),
        "operation" to message.obj("data")?.text("operation"),
        "data" to message.obj("data")?.takeIf { "operation" !in it }?.let(GmsCodec::decode)?.let(::response),
    )

    fun shapeOf(message: JsonObject) = if (message.obj("data")?.containsKey("operation") ==
        true
    ) {
        GmsShapes.operation
    } else {
        GmsShapes.response
    }
}
