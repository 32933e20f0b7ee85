package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject

/** A frame of the event stream (protocol notes of guest chat §6.1). Decoding never throws. */
internal sealed interface StreamFrame {
    class Message(val message: ChatMessage) : StreamFrame

    class Typing(val typing: ChatTyping) : StreamFrame

    /** @property json the frame. */
    class MemberChanged(
        val memberId: String,
        val state: MemberState,
        val member: ChatMember,
        val conversation: ChatConversation?,
        val timeMillis: Long?,
        val json: String,
    ) : StreamFrame

    class Heartbeat(val message: String?) : StreamFrame

    class Unknown(val kind: String, val json: String) : StreamFrame

    companion object {
        private const val MAX_UNKNOWN = 1 shl 16
        private const val METADATA_TOPIC = "channel.metadata"

        fun decode(text: String): StreamFrame {
            val root = BoundedJson.parseObject(text) ?: return Unknown("no JSON object", text.take(MAX_UNKNOWN))
            return decode(root)
        }

        fun decode(root: JsonObject): StreamFrame {
            val body = root.obj("eventBody")
            val read = when (kind(root, body)) {
                "message" -> body?.let { Message(ChatMessage(it)) }
                "typing-indicator" -> body?.let { Typing(ChatTyping(it)) }
                "member-change" -> body?.let { memberChanged(it, root) }
                METADATA_TOPIC -> Heartbeat(body?.text("message"))
                else -> null
            }
            return read ?: Unknown(unknownKind(root), root.toString().take(MAX_UNKNOWN))
        }

        /** By `metadata.type`; where it is absent, by the topic and what a message has and typing has not. */
        private fun kind(root: JsonObject, body: JsonObject?): String? {
            val topic = root.text("topicName")
            return root.obj("metadata")?.text("type") ?: when {
                topic == METADATA_TOPIC -> METADATA_TOPIC
                topic == null || body == null -> null
                topic.endsWith(".members") -> "member-change"
                !topic.endsWith(".messages") -> null
                "bodyType" in body || "body" in body -> "message"
                else -> "typing-indicator"
            }
        }

        private fun memberChanged(body: JsonObject, root: JsonObject): StreamFrame? {
            val member = body.obj("member")?.let(::ChatMember) ?: return null
            val id = member.id ?: return null
            val state = member.state ?: return null
            val conversation = body.obj("conversation")?.let(::ChatConversation)
            return MemberChanged(id, state, member, conversation, millisOf(body.text("timestamp")), root.toString().take(MAX_UNKNOWN))
        }

        private fun unknownKind(root: JsonObject): String =
            root.obj("metadata")?.text("type") ?: root.text("topicName") ?: "without topic and type"
    }
}
