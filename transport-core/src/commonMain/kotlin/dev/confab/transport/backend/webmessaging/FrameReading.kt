package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Direction
import dev.confab.transport.net.MessageJson
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Retells what the codec made of a frame, for [WebMessagingFrames]. Tokens, JWTs and addresses of files are left out. */
internal object FrameReading {
    fun fields(root: JsonObject, frame: ServiceFrame): Map<String, Any?> {
        val body = root.obj("body") ?: JsonObject(emptyMap())
        return when (frame) {
            is ServiceFrame.Session -> session(frame.info)

            is ServiceFrame.File -> file(root, body)

            is ServiceFrame.Failure -> if (root.text("class") in KINDS) file(root, body) else refused(frame.failure) + about(body)

            is ServiceFrame.Jwt -> mapOf("kind" to "jwt", "expiresAtSeconds" to body.number("exp"))

            is ServiceFrame.Events -> if (root.text("class") ==
                "StructuredMessage"
            ) {
                structured(body, frame.events)
            } else {
                other(root, body, frame)
            }
        }
    }

    /** A message or its events: of the service, of a request, or of the history. */
    fun message(body: JsonObject, isRequest: Boolean): Map<String, Any?> {
        // What a guest asks for is always inbound; its events are told only if they seem to come from the other side.
        val outward = JsonObject(body + ("direction" to JsonPrimitive("Outbound")))
        val inward = if (isRequest) JsonObject(body + ("direction" to JsonPrimitive("Inbound"))) else body
        val fields = if (StructuredMessageCodec.isEvent(body)) {
            val events = EventCodec.decode(outward)
            mapOf("id" to body.text("id"), "direction" to StructuredMessageCodec.directionOf(inward).name.lowercase()) + told(events)
        } else {
            MessageJson.message(StructuredMessageCodec.message(inward, null).message) + told(EventCodec.beside(outward))
        }
        return mapOf("type" to body.text("type")) + fields
    }

    /** Where a refusal names a number that has no name here. */
    fun unknownCode(root: JsonObject): List<String> {
        if (root.text("class") !in ErrorFrame.CLASSES || ErrorFrame.decode(root).code.name != "Unknown") return emptyList()
        return listOf(if (root.obj("body")?.number("errorCode") == null) "$.code" else "$.body.errorCode")
    }

    private fun structured(body: JsonObject, events: List<LinkEvent>): Map<String, Any?> {
        val message = events.filterIsInstance<LinkEvent.MessageArrived>().firstOrNull()?.message
        val health = events.filterIsInstance<LinkEvent.HealthChecked>().firstOrNull()
        val others = events.filter { it !is LinkEvent.MessageArrived && it !is LinkEvent.HealthChecked }
        val fields = when {
            message != null -> mapOf("kind" to "message", "type" to body.text("type")) + MessageJson.message(message)

            health != null -> mapOf(
                "kind" to "healthCheck",
                "durationSeconds" to health.expiry?.durationSeconds,
                "expirationSeconds" to health.expiry?.atEpochSeconds,
            )

            else -> mapOf(
                "kind" to if (StructuredMessageCodec.isReceipt(body)) "receipt" else "event",
                "id" to body.text("id"),
                "direction" to StructuredMessageCodec.directionOf(body).name.lowercase(),
                "from" to MessageJson.participant(
                    StructuredMessageCodec.participant(body, StructuredMessageCodec.directionOf(body)),
                ),
            )
        }
        return fields + told(others)
    }

    private fun told(events: List<LinkEvent>): Map<String, Any?> = mapOf("events" to events.map(::event))

    private fun event(event: LinkEvent): Map<String, Any?> = when (event) {
        is LinkEvent.Typing -> mapOf("event" to "typing", "typing" to event.typing, "durationMillis" to event.durationMillis)

        is LinkEvent.PresenceChanged -> mapOf(
            "event" to "presence",
            "presence" to MessageJson.name(event.presence.kind),
            "received" to MessageJson.prompt(event.presence.received),
            "reply" to MessageJson.prompt(event.presence.reply),
        )

        is LinkEvent.ConversationDisconnected -> mapOf("event" to "disconnected", "readOnly" to event.readOnly)

        is LinkEvent.SignedIn -> mapOf("event" to "signedIn", "firstName" to event.firstName, "lastName" to event.lastName)

        is LinkEvent.Offered -> mapOf(
            "event" to "offer",
            "of" to MessageJson.name(event.offer.kind),
            "status" to MessageJson.name(event.offer.status),
            "statusName" to event.offer.statusName,
            "id" to event.offer.id,
            "hasSecret" to (event.offer.secret != null),
        )

        is LinkEvent.Reacted ->
            mapOf("event" to "reactions", "to" to event.messageId, "reactions" to event.reactions.map(MessageJson::reaction))

        is LinkEvent.Unknown -> mapOf("event" to "unknown", "type" to event.kind, "json" to event.json)

        else -> mapOf("event" to event.toString())
    }

    private fun session(info: SessionInfo): Map<String, Any?> = mapOf(
        "kind" to "session",
        "connected" to info.connected,
        "newSession" to info.newSession,
        "readOnly" to info.readOnly,
        "clearedExistingSession" to info.clearedExistingSession,
        "maxCustomAttributeBytes" to info.limits.maxCustomAttributeBytes,
        "maxAttachmentBytes" to info.limits.maxAttachmentBytes,
        "allowedMediaTypes" to info.limits.allowedMediaTypes,
        "blockedExtensions" to info.limits.blockedExtensions,
        "durationSeconds" to info.expiry?.durationSeconds,
        "expirationSeconds" to info.expiry?.atEpochSeconds,
    )

    private fun refused(failure: TransportFailure): Map<String, Any?> = mapOf(
        "kind" to "refused",
        "code" to failure.code.value,
        "name" to failure.code.name,
        "text" to failure.message,
        "retryAfterMillis" to failure.retryAfterMillis,
        "correctiveAction" to MessageJson.name(failure.code.correctiveAction),
    )

    private fun other(root: JsonObject, body: JsonObject, frame: ServiceFrame.Events): Map<String, Any?> {
        val ended = frame.events.filterIsInstance<LinkEvent.SessionEnded>().firstOrNull()
        val kind = KINDS[root.text("class")]
        return when {
            ended != null -> mapOf("kind" to "ended", "reason" to MessageJson.name(ended.reason))
            kind != null -> mapOf("kind" to kind) + about(body)
            else -> mapOf("kind" to "unknown")
        }
    }

    private fun file(root: JsonObject, body: JsonObject): Map<String, Any?> = mapOf("kind" to KINDS[root.text("class")]) + about(body)

    /** The file that a frame is about. */
    private fun about(body: JsonObject): Map<String, Any?> = mapOf(
        "attachmentId" to body.text("attachmentId"),
        "fileName" to body.text("fileName"),
        "fileSize" to body.number("fileSize"),
        "errorCode" to body.number("errorCode"),
    )

    private val KINDS = mapOf(
        "PresignedUrlResponse" to "presigned",
        "UploadSuccessEvent" to "uploaded",
        "UploadFailureEvent" to "uploadFailed",
        "AttachmentDeletedResponse" to "attachmentDeleted",
        "GetConfigurationResponse" to "configuration",
        "ResumeTokenResponse" to "resumeToken",
        "JwtResponse" to "jwt",
    )
}
