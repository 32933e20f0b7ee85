package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Limits
import dev.confab.transport.net.MessageJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Retells what the codec made of a frame, for [WebMessagingFrames]. Tokens, JWTs and addresses of files are left out. */
internal object FrameReading {
    fun fields(root: JsonObject, frame: ServiceFrame): Map<String, Any?> {
        val body = root.obj("body") ?: JsonObject(emptyMap())
        return when (frame) {
            is ServiceFrame.Session -> session(frame.info)

            is ServiceFrame.File -> file(root, body, frame.answer)

            is ServiceFrame.Failure -> mapOf("kind" to (KINDS[root.text("class")] ?: "refused")) + refused(root, frame.failure) +
                about(body)

            is ServiceFrame.Jwt -> mapOf("kind" to "jwt", "expiresAtSeconds" to body.number("exp"))

            is ServiceFrame.Events ->
                if (root.text("class") == "StructuredMessage") structured(body, frame.events) else other(root, body, frame)
        }
    }

    /** A message or its events: of the service, of a request, or of the history. */
    fun message(body: JsonObject, isRequest: Boolean): Map<String, Any?> {
        // What a guest asks for is always inbound; its events are told only if they seem to come from the other side.
        val outward = JsonObject(body + ("direction" to JsonPrimitive("Outbound")))
        val inward = if (isRequest) JsonObject(body + ("direction" to JsonPrimitive("Inbound"))) else body
        val fields = if (StructuredMessageCodec.isEvent(body) || StructuredMessageCodec.isReceipt(body)) {
            val direction = StructuredMessageCodec.directionOf(inward)
            mapOf(
                "id" to body.text("id"),
                "messageId" to body.obj("channel")?.text("messageId"),
                "direction" to direction.name.lowercase(),
                "status" to body.text("status"),
                "timeMillis" to StructuredMessageCodec.timeOf(body),
                "from" to MessageJson.participant(StructuredMessageCodec.participant(body, direction)),
                "metadata" to body.obj("metadata")?.texts(),
            )
        } else {
            MessageJson.message(StructuredMessageCodec.message(inward, null).message)
        }
        // A guest's own events are no news to the session, but a recording is read to see what was said.
        return mapOf("type" to body.text("type")) + fields + told(EventCodec.beside(outward))
    }

    /** Where a refusal names a number that has no name here, or a text has one that refuses nothing. */
    fun unknownCode(root: JsonObject): List<String> {
        if (root.text("class") !in ErrorFrame.CLASSES) return emptyList()
        if (!ErrorFrame.isRefusal(root)) return listOf("$.code")
        if (ErrorFrame.decode(root).code.name != "Unknown") return emptyList()
        return listOf(if (root.obj("body")?.number("errorCode") == null) "$.code" else "$.body.errorCode")
    }

    /** Where a frame of a known class lacks what makes it one. */
    fun incomplete(root: JsonObject, frame: ServiceFrame): List<String> {
        val unknown = (frame as? ServiceFrame.Events)?.events?.singleOrNull() as? LinkEvent.Unknown ?: return emptyList()
        return when (root.text("class")) {
            "SessionResponse", "PresignedUrlResponse", "UploadSuccessEvent", "AttachmentDeletedResponse", "JwtResponse" -> listOf("$.body")

            "StructuredMessage" -> when (unknown.kind) {
                StructuredMessageCodec.NOTHING -> listOf("$.body")
                EventCodec.NONE -> listOf("$.body.events")
                else -> emptyList()
            }

            else -> emptyList()
        }
    }

    private fun structured(body: JsonObject, events: List<LinkEvent>): Map<String, Any?> {
        val health = events.filterIsInstance<LinkEvent.HealthChecked>().firstOrNull()
        if (health != null) {
            return mapOf(
                "kind" to "healthCheck",
                "id" to body.text("id"),
                "text" to body.text("text"),
                "durationSeconds" to health.expiry?.durationSeconds,
                "expirationSeconds" to health.expiry?.atEpochSeconds,
            )
        }
        val kind = when {
            events.any { it is LinkEvent.Unknown && it.kind == StructuredMessageCodec.NOTHING } -> "unknown"
            StructuredMessageCodec.isReceipt(body) -> "receipt"
            StructuredMessageCodec.isEvent(body) -> "event"
            else -> "message"
        }
        return mapOf("kind" to kind) + if (kind == "unknown") emptyMap() else message(body, isRequest = false)
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
    ) + limits(info.limits) + mapOf(
        "durationSeconds" to info.expiry?.durationSeconds,
        "expirationSeconds" to info.expiry?.atEpochSeconds,
    )

    private fun limits(limits: Limits): Map<String, Any?> = mapOf(
        "maxCustomAttributeBytes" to limits.maxCustomAttributeBytes,
        "maxAttachmentBytes" to limits.maxAttachmentBytes,
        "allowedMediaTypes" to limits.allowedMediaTypes,
        "blockedExtensions" to limits.blockedExtensions,
    )

    private fun refused(root: JsonObject, failure: TransportFailure): Map<String, Any?> = mapOf(
        "code" to failure.code.value,
        "name" to failure.code.name,
        "frameCode" to root.number("code"),
        "text" to ErrorFrame.words(root),
        "message" to failure.message,
        "retryAfterMillis" to failure.retryAfterMillis,
        "correctiveAction" to MessageJson.name(failure.code.correctiveAction),
    )

    private fun other(root: JsonObject, body: JsonObject, frame: ServiceFrame.Events): Map<String, Any?> {
        val ended = frame.events.filterIsInstance<LinkEvent.SessionEnded>().firstOrNull()
        val kind = KINDS[root.text("class")]
        return when {
            ended != null -> mapOf("kind" to "ended", "reason" to MessageJson.name(ended.reason))
            kind == "configuration" -> mapOf("kind" to kind) + configuration(body)
            kind == "resumeToken" -> mapOf("kind" to kind, "expiresAtSeconds" to body.number("exp"))
            kind != null -> mapOf("kind" to kind) + about(body)
            else -> mapOf("kind" to "unknown", "text" to (root["body"] as? JsonPrimitive)?.let { ErrorFrame.words(root) })
        }
    }

    private fun configuration(body: JsonObject): Map<String, Any?> = limits(WebMessagingCodec.limits(body)) + mapOf(
        "messageRoutingEnabled" to body.flag("messageRoutingEnabled"),
        "durationSeconds" to body.number("sessionDurationSeconds"),
    )

    private fun file(root: JsonObject, body: JsonObject, answer: FileAnswer): Map<String, Any?> {
        val purpose = when (answer) {
            is FileAnswer.Place -> "upload"
            is FileAnswer.Fresh -> "download"
            else -> null
        }
        return mapOf("kind" to KINDS[root.text("class")], "for" to purpose) + about(body)
    }

    /** The file that a frame is about. */
    private fun about(body: JsonObject): Map<String, Any?> = mapOf(
        "attachmentId" to body.text("attachmentId"),
        "fileName" to body.text("fileName"),
        "fileType" to body.text("fileType"),
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
