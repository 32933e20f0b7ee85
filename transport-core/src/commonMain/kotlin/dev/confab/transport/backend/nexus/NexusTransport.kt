package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import io.ktor.client.HttpClient
import io.ktor.http.HttpMethod

/** A session as it began or was found again. */
internal class NexusBegun(
    val info: SessionInfo,
    val transcript: NexusTranscript,
    val calls: NexusCalls,
    val over: Boolean,
    val early: List<LinkEvent> = emptyList(),
) {
    fun resume(ended: Boolean) = NexusResume(transcript.data, calls.path, transcript.read, ended)
}

/** Chat of Genesys Multicloud CX v3 (protocol notes §3): begins a session, or goes on with the one that the resume state names. */
internal class NexusTransport(private val options: NexusOptions, http: HttpClient) : Transport {
    val chat: NexusChat? = options.chat
    private val http = NexusHttp(options, http)

    override val backend: String get() = "nexus"

    override val sessionKey: String? get() = null

    override val capabilities: Capabilities = Capabilities(
        mapOf(
            Capability.SEND_TEXT to CapabilityStatus.ALLOWED,
            Capability.HISTORY to CapabilityStatus.ALLOWED,
            Capability.START_NEW_CHAT to CapabilityStatus.ALLOWED,
            Capability.SEND_TYPING to proposed(),
            Capability.LEAVE_CONVERSATION to proposed(),
            Capability.SEND_ATTACHMENTS to CapabilityStatus.denied(NO_FILES),
            Capability.CUSTOM_ATTRIBUTES to
                CapabilityStatus.denied("This service takes user data only when a session begins: set it in the options."),
        ),
        Limits.NONE,
    )

    private fun proposed() = if (options.proposed) CapabilityStatus.ALLOWED else CapabilityStatus.denied(UNCONFIRMED)

    override suspend fun open(request: OpenRequest): Link {
        val known = NexusResume.decode(request.resumeState)
        val opened = when {
            request.startNew -> begin()
            known != null && !known.ended -> restore(known)
            else -> (resumed(known?.data) ?: stored(known?.data))?.let { restore(it) } ?: begin()
        }
        request.onConnected()
        return NexusLink(opened.info, options, this, opened)
    }

    private fun resumed(over: NexusSessionData?): NexusResume? {
        val kept = chat?.resumed?.takeUnless { it.data == over } ?: return null
        val calls = NexusCalls(options.address.below(kept.data.sessionId), kept.data, http, options.proposed)
        return NexusResume(kept.data, calls.path, kept.readUpTo, ended = false)
    }

    /** The session that is kept for the asynchronous mode, unless it is the one that is over. */
    private suspend fun stored(over: NexusSessionData?): NexusResume? {
        val data = options.async?.load()?.takeUnless { it == over } ?: return null
        return NexusResume(data, NexusCalls(options.address.below(data.sessionId), data, http, options.proposed).path, 0, ended = false)
    }

    suspend fun begin(): NexusBegun {
        val guest = chat?.takeGuest(options.guest) ?: options.guest
        val form = NexusCodec.createForm(options, guest, options.userData)
        val answered = http.call(CREATING, HttpMethod.Post, options.address.at(""), token = null, form)
        answered.failure?.let { throw TransportException(it) }
        val created = answered.json?.let(NexusCodec::created) ?: throw TransportException(
            TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "$CREATING failed: the service gave no session that can be read."),
        )
        val data = data(created)
        val calls = NexusCalls(NexusHttp.sessionAddress(options.address, created.sessionId, created.selfUri), data, http, options.proposed)
        options.async?.save(data)
        chat?.tell(NexusChatEvent.Started(data))
        return begun(NexusTranscript(data, guest, 0), calls, newSession = true)
    }

    /** The claims tell who the guest is; a token that cannot be read is used all the same. */
    private fun data(created: NexusCodec.Created): NexusSessionData = try {
        NexusSessionData.ofToken(created.token)
    } catch (_: IllegalArgumentException) {
        NexusSessionData(created.sessionId, "", "", created.token)
    }

    private suspend fun restore(known: NexusResume): NexusBegun {
        val calls =
            NexusCalls(NexusHttp.sessionAddress(options.address, known.data.sessionId, known.path), known.data, http, options.proposed)
        val transcript = NexusTranscript(known.data, chat?.takeGuest(options.guest) ?: options.guest, known.read)
        try {
            // What was missed is read from the history, by the session that knows what was.
            do {
                val page = calls.read(RESTORING, transcript.read)
                val fresh = transcript.heard(page.entries)
                if (fresh.isNotEmpty()) chat?.tell(NexusChatEvent.Received(fresh))
                if (fresh.any(transcript::isEnd)) return over(transcript, calls)
            } while (page.hasMore && fresh.isNotEmpty())
            if (calls.isActive() == false) return over(transcript, calls)
        } catch (failed: TransportException) {
            if (failed.failure.code == ErrorCode.SESSION_NOT_FOUND) lost(known.data)
            throw failed
        }
        chat?.tell(NexusChatEvent.Restored(known.data))
        return begun(transcript, calls, newSession = false)
    }

    suspend fun lost(data: NexusSessionData) {
        options.async?.delete(data)
    }

    private fun begun(transcript: NexusTranscript, calls: NexusCalls, newSession: Boolean): NexusBegun {
        val resume = NexusResume(transcript.data, calls.path, transcript.read, ended = false).encode()
        return NexusBegun(SessionInfo(true, newSession, false, false, Limits.NONE, null, resume), transcript, calls, over = false)
    }

    private fun over(transcript: NexusTranscript, calls: NexusCalls): NexusBegun {
        val resume = NexusResume(transcript.data, calls.path, transcript.read, ended = true).encode()
        return NexusBegun(SessionInfo(true, false, true, false, Limits.NONE, null, resume), transcript, calls, over = true)
    }

    companion object {
        const val UNCONFIRMED: String =
            "no public document says how this service does it. Our proposal works with the sandbox: see proposedOperations of NexusOptions."
        const val NO_FILES: String = "How files and messages belong together is not known of this service: upload with NexusChat."
        private const val CREATING = "Beginning the session"
        private const val RESTORING = "Going on with the session"
    }
}
