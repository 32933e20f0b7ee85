package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Draft

/** A frame from the guest to the service (protocol notes §2.4). */
internal sealed interface GuestRequest {
    val tracingId: String

    /**
     * Not a data class: its text form must not show the JWT.
     *
     * @property jwt of a signed-in guest, or null: then it is `configureSession`.
     */
    class ConfigureSession(
        override val tracingId: String,
        val deploymentId: String,
        val startNew: Boolean,
        val journeyContext: JourneyContext? = null,
        val jwt: String? = null,
    ) : GuestRequest {
        override fun toString(): String = "ConfigureSession($tracingId, startNew=$startNew)"
    }

    /** Lets the conversation go, and every other connection to it, before a new one is configured (§2.12). */
    data class CloseSession(override val tracingId: String) : GuestRequest

    data class Text(override val tracingId: String, val draft: Draft) : GuestRequest

    data class Typing(override val tracingId: String) : GuestRequest

    /** The auto-start of a new session. */
    data class Join(override val tracingId: String, val customAttributes: Map<String, String> = emptyMap()) : GuestRequest

    /** Wipes the conversation (§3.8). */
    data class Clear(override val tracingId: String) : GuestRequest

    /** Asks for the token of the REST history. */
    data class GetJwt(override val tracingId: String) : GuestRequest

    /** Asks where to upload a file to. */
    data class Presign(
        override val tracingId: String,
        val id: AttachmentId,
        val fileName: String,
        val fileType: String,
        val fileSize: Long,
    ) : GuestRequest

    /** Asks for a fresh address of a file. */
    data class GetAttachment(override val tracingId: String, val id: AttachmentId) : GuestRequest

    data class DeleteAttachment(override val tracingId: String, val id: AttachmentId) : GuestRequest

    data object Echo : GuestRequest {
        /** A constant: the service's answer is recognised by it (§2.3). */
        override val tracingId: String get() = "SGVhbHRoQ2hlY2tNZXNzYWdlSWQ="
    }
}
