package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.Participant
import dev.confab.transport.net.Timestamps
import dev.confab.transport.net.list
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/** The body `StructuredMessage` (protocol notes §2.7, §2.8): messages, echoes of own ones, and events. */
internal object StructuredMessageCodec {
    fun decode(body: JsonObject, tracingId: String?): List<LinkEvent> = when {
        tracingId == GuestRequest.Echo.tracingId ->
            listOf(LinkEvent.HealthChecked(body.obj("metadata")?.let(WebMessagingCodec::expiry)))

        isReceipt(body) -> listOf(LinkEvent.Unknown("Receipt", body.toString()))

        isEvent(body) -> EventCodec.decode(body)

        isNothing(body) && tracingId.isNullOrEmpty() -> listOf(LinkEvent.Unknown(NOTHING, body.toString()))

        else -> EventCodec.beside(body) + message(body, tracingId)
    }

    /** Whether [body] tells of something that happened, and is no message. One that also says something is both. */
    fun isEvent(body: JsonObject): Boolean {
        val type = body.text("type")
        return (type == "Event" || (type == null && "events" in body)) && !saysSomething(body)
    }

    /** Whether [body] only tells what became of another message. */
    fun isReceipt(body: JsonObject): Boolean = body.text("type") == "Receipt" && !saysSomething(body)

    /** Whether [body] has nothing that a message is made of: no id, no words, no content, no events. */
    fun isNothing(body: JsonObject): Boolean =
        body.text("id").isNullOrEmpty() && !saysSomething(body) && body.list("events").none { it !is JsonNull }

    private fun saysSomething(body: JsonObject): Boolean = !body.text("text").isNullOrEmpty() ||
        when (val content = body["content"]) {
            null, is JsonNull -> false
            is JsonArray -> content.any { it !is JsonNull }
            else -> true
        }

    /** A message, live or from the history. */
    fun message(body: JsonObject, tracingId: String?): LinkEvent.MessageArrived {
        val direction = directionOf(body)
        val serverId = body.text("id")?.takeIf { it.isNotEmpty() }
        val correlated = tracingId?.takeIf { it.isNotEmpty() }
        // A message without any id is kept under one that is made of its content: the same frame gives the same id.
        val id = serverId ?: correlated ?: "unidentified-${body.toString().hashCode().toUInt().toString(radix = 16)}"
        val metadata = body.obj("metadata")?.texts().orEmpty()
        val parts = ContentCodec.parts(body, direction)
        val message =
            Message
                .Builder(MessageId(id), direction)
                .serverId(serverId)
                .secondaryId(body.obj("channel")?.text("messageId")?.takeIf { it.isNotEmpty() && it != serverId })
                .status(MessageStatus.Sent)
                .from(participant(body, direction))
                .parts(parts)
                .timeMillis(timeOf(body))
                .metadata(metadata)
                .replyTo(body.text("originatingMessageId") ?: metadata["parentMessageId"] ?: answeredBy(parts))
                .authenticated(metadata["authenticated"] == "true")
                .build()
        // Only the guest's own messages are echoed under the id of their request.
        val correlation = if (direction == Direction.INBOUND) AttemptId.of(correlated)?.messageId else null
        return LinkEvent.MessageArrived(ConversationId.MAIN, message, correlation)
    }

    private fun answeredBy(parts: List<MessagePart>): String? = parts.firstNotNullOfOrNull { part ->
        when (part) {
            is MessagePart.ButtonReply -> part.replyTo
            is MessagePart.FormReply -> part.replyTo
            else -> null
        }
    }

    fun directionOf(body: JsonObject): Direction = if (body.text("direction") == "Inbound") Direction.INBOUND else Direction.OUTBOUND

    fun timeOf(body: JsonObject): Long? {
        val time = body.obj("channel")?.text("time") ?: return null
        return Timestamps.millis(time)
    }

    fun participant(body: JsonObject, direction: Direction): Participant {
        val from = body.obj("channel")?.obj("from")
        val fullName = listOfNotNull(from?.text("firstName"), from?.text("lastName")).joinToString(" ").ifEmpty { null }
        val kind =
            when {
                direction == Direction.INBOUND -> Participant.Kind.GUEST
                body.text("originatingEntity") == "Human" -> Participant.Kind.AGENT
                body.text("originatingEntity") == "Bot" -> Participant.Kind.BOT
                else -> Participant.Kind.UNKNOWN
            }
        return Participant(
            kind,
            from?.text("nickname")?.takeIf {
                it.isNotEmpty()
            } ?: fullName,
            from?.text("image")?.takeIf { it.isNotBlank() },
        )
    }

    /** The [LinkEvent.Unknown.kind] of a body that holds nothing. */
    const val NOTHING: String = "StructuredMessage without content"
}
