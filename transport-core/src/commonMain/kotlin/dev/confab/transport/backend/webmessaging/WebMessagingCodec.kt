package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.Expiry
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.webmessaging.AttachmentCodec.content
import dev.confab.transport.backend.webmessaging.AttachmentCodec.presign
import dev.confab.transport.backend.webmessaging.DraftEncoding.message
import dev.confab.transport.backend.webmessaging.JourneyEncoding.journey
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.Limits
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.textList
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

/**
 * The JSON of Web Messaging (protocol notes §2.3–2.11), as pure functions.
 *
 * [decode] never throws. It reads field by field from the element tree rather than through a serializer, because a serializer gives up the
 * whole frame for one field of an unexpected kind.
 */
internal object WebMessagingCodec {
    fun encode(request: GuestRequest, token: String): String = buildJsonObject {
        put("action", actionOf(request))
        put("token", token)
        put("tracingId", request.tracingId)
        when (request) {
            is GuestRequest.ConfigureSession -> {
                put("deploymentId", request.deploymentId)
                put("startNew", request.startNew)
                // The schema has it for guests only; of those who sign in, the exchange of the code tells it (§2.4, §9.5).
                if (request.jwt == null) request.journeyContext?.let { putJsonObject("journeyContext") { journey(it) } }
                request.jwt?.let { putJsonObject("data") { put("code", it) } }
            }

            is GuestRequest.Text -> putJsonObject("message") {
                message(request.draft, AttemptId.of(request.tracingId)?.messageId?.value.orEmpty())
            }

            is GuestRequest.Typing ->
                event("Typing") { putJsonObject("typing") { put("type", "On") } }

            is GuestRequest.CloseSession -> put("closeAllConnections", true)

            is GuestRequest.Join ->
                event("Presence", request.customAttributes) { putJsonObject("presence") { put("type", "Join") } }

            is GuestRequest.Clear -> event("Presence") { putJsonObject("presence") { put("type", "Clear") } }

            is GuestRequest.GetJwt -> Unit

            is GuestRequest.Presign -> presign(request)

            is GuestRequest.GetAttachment -> put("attachmentId", request.id.value)

            is GuestRequest.DeleteAttachment -> put("attachmentId", request.id.value)

            is GuestRequest.Echo ->
                putJsonObject("message") {
                    put("type", "Text")
                    put("text", "ping")
                }
        }
    }.toString()

    fun decode(frame: String): ServiceFrame {
        val root = BoundedJson.parseObject(frame) ?: return unknown("no JSON object", frame)
        return decode(root)
    }

    fun decode(root: JsonObject): ServiceFrame {
        val body = root["body"] as? JsonObject
        val fields = body ?: NO_FIELDS
        val tracingId = root.text("tracingId") ?: fields.text("tracingId")
        return when (val name = root.text("class")) {
            // Without a body it accepts nothing: a session must not stand on it.
            "SessionResponse" ->
                when {
                    body != null -> ServiceFrame.Session(tracingId, sessionInfo(body))
                    ErrorFrame.saysNo(root) -> refused(tracingId, root)
                    else -> unknown("SessionResponse without body", root.toString())
                }

            "StructuredMessage" ->
                if (body == null) {
                    unknown(StructuredMessageCodec.NOTHING, root.toString())
                } else {
                    ServiceFrame.Events(StructuredMessageCodec.decode(body, tracingId), tracingId)
                }

            in ErrorFrame.CLASSES -> if (ErrorFrame.isRefusal(
                    root,
                )
            ) {
                refused(tracingId, root)
            } else {
                unknown("$name with a success code", root.toString())
            }

            "PresignedUrlResponse", "UploadSuccessEvent", "AttachmentDeletedResponse" ->
                AttachmentCodec.answer(name, fields)?.let { ServiceFrame.File(tracingId, it) } ?: unknown("incomplete $name", "{}")

            "JwtResponse" -> fields.text("jwt")?.let { ServiceFrame.Jwt(tracingId, it) } ?: unknown("JwtResponse without jwt", "{}")

            "ConnectionClosedEvent" -> ended(closedReason(fields))

            "SessionExpiredEvent" -> ended(ClosedReason.EXPIRED)

            "SessionClearedEvent" -> ended(ClosedReason.CLEARED)

            "LogoutEvent" -> ended(ClosedReason.LOGGED_OUT)

            // Of a class that nobody knows yet, but with a number that says no to a request: whoever asked must not wait for its deadline.
            // One that names no request could be taken for a refusal of the message in flight.
            else -> if (tracingId != null &&
                ErrorFrame.saysNo(root)
            ) {
                refused(tracingId, root)
            } else {
                unknown(name ?: "no class", root.toString())
            }
        }
    }

    private fun refused(tracingId: String?, root: JsonObject): ServiceFrame {
        val file = root.obj("body")?.text("attachmentId")?.takeIf { it.isNotEmpty() }?.let(::AttachmentId)
        return ServiceFrame.Failure(tracingId, ErrorFrame.decode(root), file)
    }

    private fun actionOf(request: GuestRequest): String = when (request) {
        is GuestRequest.ConfigureSession -> if (request.jwt == null) "configureSession" else "configureAuthenticatedSession"
        is GuestRequest.CloseSession -> "closeSession"
        is GuestRequest.Text, is GuestRequest.Typing, is GuestRequest.Join, is GuestRequest.Clear -> "onMessage"
        is GuestRequest.GetJwt -> "getJwt"
        is GuestRequest.Presign -> "onAttachment"
        is GuestRequest.GetAttachment -> "getAttachment"
        is GuestRequest.DeleteAttachment -> "deleteAttachment"
        is GuestRequest.Echo -> "echo"
    }

    private fun JsonObjectBuilder.event(type: String, attributes: Map<String, String> = emptyMap(), detail: JsonObjectBuilder.() -> Unit) {
        putJsonObject("message") {
            put("type", "Event")
            putJsonArray("events") {
                addJsonObject {
                    put("eventType", type)
                    detail()
                }
            }
            with(DraftEncoding) { attributes(attributes) }
        }
    }

    private fun sessionInfo(body: JsonObject): SessionInfo = SessionInfo(
        connected = body.flag("connected") ?: true,
        newSession = body.flag("newSession") ?: false,
        readOnly = body.flag("readOnly") ?: false,
        clearedExistingSession = body.flag("clearedExistingSession") ?: false,
        limits = limits(body),
        expiry = expiry(body),
        resumeState = null,
    )

    /** Of a `SessionResponse` and of a `GetConfigurationResponse`. */
    fun limits(body: JsonObject): Limits {
        val inbound = body.obj("allowedMedia")?.obj("inbound")
        return Limits(
            maxTextBytes = MAX_TEXT_BYTES,
            maxCustomAttributeBytes = body.number("maxCustomDataBytes")?.takeIf { it >= 0 }?.coerceAtMost(Int.MAX_VALUE.toLong())?.toInt(),
            maxAttachmentBytes = inbound?.number("maxFileSizeKB")?.coerceIn(0, Long.MAX_VALUE / BYTES_PER_KB)?.times(BYTES_PER_KB),
            allowedMediaTypes = inbound?.objects("fileTypes").orEmpty().mapNotNull { it.text("type") },
            blockedExtensions = body.textList("blockedExtensions"),
        )
    }

    /** Numbers in a `SessionResponse`, strings in the answer to an echo (§2.7): both read the same. */
    fun expiry(fields: JsonObject): Expiry? {
        val duration = fields.number("durationSeconds")
        val at = fields.number("expirationDate")
        return if (duration == null && at == null) null else Expiry(duration, at)
    }

    /** The SDK reads `reason`, the schema names `reasonCode`, and a service may send both, one of them empty (§2.7). */
    private fun closedReason(body: JsonObject): ClosedReason {
        val reasons = listOfNotNull(body.text("reason"), body.text("reasonCode")).filter { it.isNotBlank() }
        return when {
            "signedIn" in reasons -> ClosedReason.SIGNED_IN

            // No reason: too many connections for the token, or closed elsewhere (§2.7).
            reasons.isEmpty() -> ClosedReason.SESSION_LIMIT

            else -> ClosedReason.UNKNOWN
        }
    }

    private fun ended(reason: ClosedReason) = ServiceFrame.Events(listOf(LinkEvent.SessionEnded(reason, null)))

    private fun unknown(kind: String, frame: String) = ServiceFrame.Events(listOf(LinkEvent.Unknown(kind, frame.take(MAX_UNKNOWN))))

    /** The service refuses longer texts with 4011 (§10): bytes of UTF-8, not characters. */
    const val MAX_TEXT_BYTES: Int = 4096

    private const val BYTES_PER_KB = 1024L
    private const val MAX_UNKNOWN = 1 shl 16
    private val NO_FIELDS = JsonObject(emptyMap())
}
