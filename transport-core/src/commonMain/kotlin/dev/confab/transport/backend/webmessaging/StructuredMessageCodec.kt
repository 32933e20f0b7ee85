package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.Participant
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/** The body `StructuredMessage` (protocol notes §2.7, §2.8): messages, echoes of own ones, and events. */
internal object StructuredMessageCodec {
    fun decode(body: JsonObject, tracingId: String?): List<LinkEvent> = when {
        tracingId == GuestRequest.Echo.tracingId ->
            listOf(LinkEvent.HealthChecked(body.obj("metadata")?.let(WebMessagingCodec::expiry)))

        body.text("type") == "Event" -> body.objects("events").flatMap { event(body, it) }

        else -> listOf(message(body, tracingId))
    }

    /** A message, live or from the history. */
    fun message(body: JsonObject, tracingId: String?): LinkEvent.MessageArrived {
        val direction = directionOf(body)
        val serverId = body.text("id")
        // A message without any id is kept under one that is made of its content: the same frame gives the same id.
        val id = serverId ?: tracingId ?: "unidentified-${body.toString().hashCode().toUInt().toString(radix = 16)}"
        val message =
            Message
                .Builder(MessageId(id), direction)
                .serverId(serverId)
                .status(MessageStatus.Sent)
                .from(participant(body, direction))
                .parts(parts(body))
                .timeMillis(timeOf(body))
                .metadata(body.obj("metadata")?.texts().orEmpty())
                .build()
        // Only the guest's own messages are echoed under the id of their request.
        val correlation = tracingId?.takeIf { it.isNotEmpty() && direction == Direction.INBOUND }?.let(::MessageId)
        return LinkEvent.MessageArrived(ConversationId.MAIN, message, correlation)
    }

    private fun parts(body: JsonObject): List<MessagePart> = buildList {
        body.text("text")?.let { add(MessagePart.Text(it)) }
        body.objects("content").forEach { add(MessagePart.Unknown(it.text("contentType") ?: "no contentType", it.toString())) }
    }

    /** Own events come back as echoes; of those, only what the service's side does is news (§2.7 "direction rules"). */
    private fun event(body: JsonObject, event: JsonObject): List<LinkEvent> {
        val inbound = directionOf(body) == Direction.INBOUND
        return when (val type = event.text("eventType")) {
            "Typing" -> if (inbound) emptyList() else listOf(typing(body, event.obj("typing")))
            "Presence" -> presence(body, event, inbound)
            else -> listOf(LinkEvent.Unknown("Event ${type ?: "without eventType"}", event.toString()))
        }
    }

    private fun typing(body: JsonObject, typing: JsonObject?): LinkEvent {
        val on = typing?.text("type") != "Off"
        val duration = typing?.number("duration") ?: typing?.number("durationMs") ?: TYPING_MILLIS
        return LinkEvent.Typing(ConversationId.MAIN, on, if (on) duration else 0, participant(body, Direction.OUTBOUND))
    }

    private fun presence(body: JsonObject, event: JsonObject, inbound: Boolean): List<LinkEvent> =
        when (val type = event.obj("presence")?.text("type")) {
            "Disconnect" ->
                if (inbound) {
                    emptyList()
                } else {
                    val readOnly = body.obj("metadata")?.text("readOnly") == "true"
                    listOf(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly))
                }

            // The echo of our own Join or Clear; SessionClearedEvent tells what a Clear did.
            "Join", "Clear" -> if (inbound) emptyList() else listOf(LinkEvent.Unknown("Presence $type", event.toString()))

            else -> listOf(LinkEvent.Unknown("Presence ${type ?: "without type"}", event.toString()))
        }

    private fun directionOf(body: JsonObject): Direction = if (body.text("direction") ==
        "Inbound"
    ) {
        Direction.INBOUND
    } else {
        Direction.OUTBOUND
    }

    private fun timeOf(body: JsonObject): Long? {
        val time = body.obj("channel")?.text("time") ?: return null
        return Instant.parseOrNull(time)?.toEpochMilliseconds()
    }

    private fun participant(body: JsonObject, direction: Direction): Participant? {
        val from = body.obj("channel")?.obj("from")
        val fullName = listOfNotNull(from?.text("firstName"), from?.text("lastName")).joinToString(" ").ifEmpty { null }
        val kind =
            when {
                direction == Direction.INBOUND -> Participant.Kind.GUEST
                body.text("originatingEntity") == "Human" -> Participant.Kind.AGENT
                body.text("originatingEntity") == "Bot" -> Participant.Kind.BOT
                else -> Participant.Kind.UNKNOWN
            }
        return Participant(kind, from?.text("nickname") ?: fullName, from?.text("image"))
    }

    /** How long to show an agent's typing when the service does not say (§3.6). */
    private const val TYPING_MILLIS = 5_000L
}
