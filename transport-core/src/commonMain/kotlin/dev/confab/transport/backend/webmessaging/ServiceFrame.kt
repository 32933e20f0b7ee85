package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.AttachmentId

/** A frame from the service, decoded (protocol notes §2.6). */
internal sealed interface ServiceFrame {
    /** The answer to configuring or closing a session. */
    data class Session(val tracingId: String?, val info: SessionInfo) : ServiceFrame

    /** The token of the REST history. Not a data class: its text form must not show the token. */
    class Jwt(val tracingId: String?, val jwt: String) : ServiceFrame

    /** Something about a file. */
    class File(val tracingId: String?, val answer: FileAnswer) : ServiceFrame

    /** An error. */
    data class Failure(val tracingId: String?, val failure: TransportFailure, val attachmentId: AttachmentId? = null) : ServiceFrame

    /** Everything else, as the session understands it; empty for what needs no notice. */
    data class Events(val events: List<LinkEvent>, val tracingId: String? = null) : ServiceFrame
}
