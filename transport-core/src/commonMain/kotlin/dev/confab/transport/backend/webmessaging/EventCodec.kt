package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Offer
import dev.confab.transport.model.Presence
import dev.confab.transport.model.Reaction
import dev.confab.transport.net.list
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/**
 * The entries of `events[]` (protocol notes §2.7). A bad entry costs only itself.
 *
 * Own events come back as echoes. Of those, Typing, Disconnect and Clear are no news: the guest did them, and SessionClearedEvent tells what
 * a Clear did.
 */
internal object EventCodec {
    /** The events of a message that is one. */
    fun decode(body: JsonObject): List<LinkEvent> {
        val events = beside(body)
        val none = body.list("events").none { it !is JsonNull }
        return if (none) listOf(LinkEvent.Unknown(NONE, body.toString())) else events
    }

    /** The events of [body], whatever else it holds. */
    fun beside(body: JsonObject): List<LinkEvent> = body.list("events").filter { it !is JsonNull }.flatMap { entry ->
        if (entry is JsonObject) event(body, entry) else listOf(LinkEvent.Unknown("Event that is no object", entry.toString()))
    }

    /** Whether [event] is more than its raw JSON, provided that its type is known. */
    fun isRead(event: JsonObject): Boolean = when (event.text("eventType")) {
        "Presence" -> event.obj("presence")?.text("type") != null
        "CoBrowse" -> event.obj("coBrowse") != null
        "Video" -> event.obj("video") != null
        "Reactions" -> reactions(event).isNotEmpty()
        else -> true
    }

    private fun event(body: JsonObject, event: JsonObject): List<LinkEvent> {
        val inbound = StructuredMessageCodec.directionOf(body) == Direction.INBOUND
        return when (val type = event.text("eventType")) {
            "Typing" -> if (inbound) emptyList() else listOf(typing(body, event.obj("typing")))
            "Presence" -> presence(body, event, inbound)
            "CoBrowse" -> offer(Offer.Kind.CO_BROWSE, body, event, event.obj("coBrowse"), "sessionId", "sessionJoinToken")
            "Video" -> offer(Offer.Kind.VIDEO, body, event, event.obj("video"), "offeringId", "jwt")
            "Reactions" -> reactions(body, event)
            else -> unknown("Event ${type ?: "without eventType"}", event)
        }
    }

    private fun typing(body: JsonObject, typing: JsonObject?): LinkEvent {
        val on = typing?.text("type") != "Off"
        val duration = (typing?.number("duration") ?: typing?.number("durationMs") ?: TYPING_MILLIS).coerceAtLeast(0)
        val from = StructuredMessageCodec.participant(body, Direction.OUTBOUND)
        return LinkEvent.Typing(ConversationId.MAIN, on, if (on) duration else 0, from)
    }

    private fun presence(body: JsonObject, event: JsonObject, inbound: Boolean): List<LinkEvent> {
        val presence = event.obj("presence")
        return when (val type = presence?.text("type")) {
            "Disconnect" -> {
                val readOnly = body.obj("metadata")?.text("readOnly") == "true"
                if (inbound) emptyList() else listOf(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly))
            }

            "SignIn" -> {
                val from = body.obj("channel")?.obj("from")
                listOf(LinkEvent.SignedIn(ConversationId.MAIN, from?.text("firstName"), from?.text("lastName")))
            }

            "Clear" -> if (inbound) emptyList() else changed(body, Presence.Kind.CLEARED, presence)

            "Join" -> changed(body, Presence.Kind.JOINED, presence)

            "SessionExpired" -> changed(body, Presence.Kind.SESSION_EXPIRED, presence)

            "Authenticate" -> changed(body, Presence.Kind.AUTHENTICATION_ASKED, presence)

            "AuthenticateCancel" -> changed(body, Presence.Kind.AUTHENTICATION_CANCELLED, presence)

            "AuthenticateFailure" -> changed(body, Presence.Kind.AUTHENTICATION_FAILED, presence)

            else -> unknown("Presence ${type ?: "without type"}", event)
        }
    }

    private fun changed(body: JsonObject, kind: Presence.Kind, fields: JsonObject): List<LinkEvent> {
        val direction = StructuredMessageCodec.directionOf(body)
        val presence =
            Presence(kind, PickerCodec.prompt(fields.obj("receivedMessage")), PickerCodec.prompt(fields.obj("replyMessage")))
        val from = StructuredMessageCodec.participant(body, direction)
        return listOf(LinkEvent.PresenceChanged(ConversationId.MAIN, presence, direction, from))
    }

    private fun offer(
        kind: Offer.Kind,
        body: JsonObject,
        event: JsonObject,
        fields: JsonObject?,
        idName: String,
        secretName: String,
    ): List<LinkEvent> {
        if (fields == null) return unknown("Event ${event.text("eventType")}", event)
        val statusName = fields.text("type") ?: "without type"
        val status =
            when (statusName) {
                "Offering" -> Offer.Status.OFFERED
                "OfferingExpired" -> Offer.Status.EXPIRED
                "OfferingAccepted" -> Offer.Status.ACCEPTED
                "OfferingRejected" -> Offer.Status.REJECTED
                else -> Offer.Status.UNKNOWN
            }
        val offer = Offer(kind, status, statusName, fields.text(idName), fields.text(secretName))
        val from = StructuredMessageCodec.participant(body, StructuredMessageCodec.directionOf(body))
        return listOf(LinkEvent.Offered(ConversationId.MAIN, offer, from))
    }

    private fun reactions(body: JsonObject, event: JsonObject): List<LinkEvent> {
        val reactions = reactions(event)
        if (reactions.isEmpty()) return unknown("Event Reactions", event)
        val from = StructuredMessageCodec.participant(body, StructuredMessageCodec.directionOf(body))
        return listOf(LinkEvent.Reacted(ConversationId.MAIN, body.text("originatingMessageId"), reactions, from))
    }

    /** Of an event and of a message's content alike. */
    fun reactions(fields: JsonObject): List<Reaction> = fields.objects("reactions").mapNotNull { entry ->
        entry.text("reactionType")?.let { Reaction(it, entry.number("count")) }
    }

    private fun unknown(kind: String, event: JsonObject): List<LinkEvent> = listOf(LinkEvent.Unknown(kind, event.toString()))

    /** The [LinkEvent.Unknown.kind] of a message that is an event and holds none. */
    const val NONE: String = "Event without events"

    /** How long to show an agent's typing when the service does not say (§3.6). */
    private const val TYPING_MILLIS = 5_000L
}
