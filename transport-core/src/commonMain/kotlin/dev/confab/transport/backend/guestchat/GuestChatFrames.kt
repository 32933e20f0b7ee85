package dev.confab.transport.backend.guestchat

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
import dev.confab.transport.net.textList
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Inspects what goes over the wires of Genesys Cloud guest chat: frames of the event stream (`topicName`), and the bodies of REST requests and
 * answers, which are told apart by the fields that they have.
 */
public class GuestChatFrames : FrameInspector {
    override val backend: String get() = GuestChatTransport.BACKEND

    override fun inspect(text: String): Inspection {
        val root = BoundedJson.parse(text)
        if (root == null || !StrictJson.isStrict(root)) return notRead(text)
        if (root !is JsonObject) return noFrame("A frame is a JSON object.")
        if ("topicName" in root) {
            val frame = StreamFrame.decode(root)
            val known = mapOf(
                "topicName" to root.text("topicName"),
                "version" to root.text("version"),
                "correlationId" to root.obj("metadata")?.text("CorrelationId"),
            )
            val strange = GuestChatShapes.frame(frame).strange(root)
            return report(GuestChatReading.frame(frame) + known, if (frame is StreamFrame.Unknown) strange + "$.eventBody" else strange)
        }
        val body = body(root) ?: return noFrame("It has neither a topicName nor the fields of a request or answer.")
        return report(body.first, body.second.strange(root))
    }

    private fun body(root: JsonObject): Pair<Map<String, Any?>, Shape>? = when {
        "eventStreamUri" in root || "jwt" in root -> GuestChatReading.created(CreatedConversation(root)) to GuestChatShapes.created
        "routingTarget" in root || "memberInfo" in root -> creating(root) to GuestChatShapes.create
        "entities" in root -> list(root)
        "code" in root && "status" in root -> GuestChatReading.error(GuestChatError(root)) to GuestChatShapes.error
        "sender" in root && ("body" in root || "bodyType" in root) -> GuestChatReading.message(ChatMessage(root)) to GuestChatShapes.message
        "sender" in root -> GuestChatReading.typing(ChatTyping(root)) to GuestChatShapes.typing
        "types" in root -> GuestChatReading.mediaRequest(ChatMediaRequest(root)) to GuestChatShapes.mediaRequest
        "role" in root || "displayName" in root -> GuestChatReading.member(ChatMember(root)) to GuestChatShapes.member
        "body" in root -> saying(root) to GuestChatShapes.say
        root.keys == setOf("state") -> GuestChatReading.mediaRequest(ChatMediaRequest(root)) to GuestChatShapes.mediaRequest
        else -> null
    }

    /** An empty list is one of messages unless it counts its pages. */
    private fun list(root: JsonObject): Pair<Map<String, Any?>, Shape> {
        val first = root.objects("entities").firstOrNull() ?: JsonObject(emptyMap())
        return when {
            "types" in first -> {
                val requests = ChatMediaRequests(root).entities.map { GuestChatReading.mediaRequest(it) - "kind" }
                mapOf("kind" to "mediaRequests", "mediaRequests" to requests) to GuestChatShapes.mediaRequests
            }

            "role" in first || "state" in first || "pageNumber" in root ->
                GuestChatReading.members(ChatMembersPage(root)) to GuestChatShapes.members

            else -> GuestChatReading.messages(ChatMessagesPage(root)) to GuestChatShapes.messages
        }
    }

    private fun creating(root: JsonObject): Map<String, Any?> {
        val target = root.obj("routingTarget")
        return mapOf(
            "kind" to "request",
            "action" to "createConversation",
            "organizationId" to root.text("organizationId"),
            "deploymentId" to root.text("deploymentId"),
            "targetType" to target?.text("targetType"),
            "targetAddress" to target?.text("targetAddress"),
            "skills" to target?.textList("skills"),
            "language" to target?.text("language"),
            "priority" to target?.number("priority"),
            "memberInfo" to root.obj("memberInfo")?.let { GuestChatReading.besideId(ChatMember(it)) },
            "journeyContext" to root.obj("journeyContext"),
            "hasMemberAuthToken" to ("memberAuthToken" in root),
        )
    }

    private fun saying(root: JsonObject): Map<String, Any?> =
        mapOf("kind" to "request", "action" to "sendMessage", "body" to root.text("body"), "bodyType" to root.text("bodyType"))

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
