package dev.confab.transport.backend.gms

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.net.SessionCookies
import io.ktor.client.HttpClient
import kotlin.concurrent.Volatile

/** Chat of Genesys Engage v2 (protocol notes §1, §2): begins a chat, or goes on with the one that the resume state names. */
internal class GmsTransport(private val options: GmsOptions, private val http: HttpClient) : Transport {
    val chat: GmsChat? = options.chat
    private val polling = chat?.polling ?: GmsPolling { }
    private val archive = GmsArchive()
    private val cookies = if (options.withCredentials) SessionCookies() else null

    /** The chat of the newest link: downloads need no link, but the keys of the chat. */
    @Volatile
    private var current: Current? = null

    private class Current(val wire: GmsWire, val chats: GmsChats)

    override val backend: String get() = options.backend

    override val sessionKey: String? get() = null

    override val capabilities: Capabilities = Capabilities.of(
        Limits.NONE,
        Capability.SEND_TEXT,
        Capability.SEND_TYPING,
        Capability.CUSTOM_ATTRIBUTES,
        Capability.SEND_ATTACHMENTS,
        Capability.HISTORY,
        Capability.HEALTH_CHECK,
        Capability.START_NEW_CHAT,
        Capability.LEAVE_CONVERSATION,
    )

    override suspend fun open(request: OpenRequest): Link {
        val wire = wire()
        try {
            val known = (GmsResume.decode(request.resumeState) ?: chat?.resumed)?.takeUnless { it.ended }
            val opened = if (known == null || request.startNew) {
                known?.let { leave(wire, it) }
                begin(wire, request.customAttributes)
            } else {
                restore(wire, known)
            }
            request.onConnected()
            val chats = GmsChats(opened.transcript, over = opened.info.readOnly)
            current = Current(wire, chats)
            return GmsLink(opened.info, this, wire, chats, opened.early)
        } catch (failed: Throwable) {
            // Whatever went wrong, also a cancellation: nobody but us knows this wire.
            wire.release()
            throw failed
        }
    }

    override suspend fun download(request: DownloadRequest): Long {
        val now = current ?: throw TransportException(
            TransportFailure(
                ErrorCode.NOT_CONNECTED,
                "The file cannot be fetched before the chat was connected: files are fetched with its keys.",
            ),
        )
        val transcript = now.chats.transcript
        val id = request.attachment.id.value
        return now.wire.download(transcript.ownFile(id)?.fileId ?: id, request, transcript.session)
    }

    private fun wire(): GmsWire = when (val settings = options.cometD) {
        null -> GmsRestWire(checkNotNull(options.address) { "The builder sees to it." }, options, GmsHttp(options, http, cookies), polling)
        else -> GmsCometDWire(settings, options, http, archive)
    }

    /** @param attributes facts beside the guest's own that the chat begins with. */
    suspend fun begin(wire: GmsWire, attributes: Map<String, String>): GmsBegun {
        val guest = chat?.takeGuest(options.guest) ?: options.guest
        val response = answer(wire.call(GmsFailures.CREATING, GmsOperation.Create(guest, facts(guest, attributes)), session = null))
        if (GmsOutcome.of(response) != GmsOutcome.GOES_ON) throw TransportException(GmsFailures.ofCreate(response))
        val session = GmsSession.of(response, keyIsEnough = !wire.answersAtOnce)
            ?: throw GmsFailures.unreadable(GmsFailures.CREATING, options.where)
        val transcript = GmsTranscript(session, 1, emptyList())
        val entries = transcript.heard(response, askedFrom = 1, GmsTranscript.Trust.RUN)
        chat?.tell(GmsChatEvent.Started(response))
        chat?.received(session.chatId, response, entries)
        val told = GmsChats(transcript, over = false).let { chats -> entries.flatMap(chats::eventsOf) }
        val greeted = LinkEvent.AttributesGreeted(attributes, proved = true, failure = null).takeIf { attributes.isNotEmpty() }
        return GmsBegun(transcript, info(wire, transcript, newSession = true), told + listOfNotNull(greeted))
    }

    private fun facts(guest: GmsGuest, attributes: Map<String, String>): Map<String, String> =
        options.userData + guest.userData + attributes + options.push?.userData.orEmpty()

    private suspend fun restore(wire: GmsWire, known: GmsResume): GmsBegun {
        val operation = if (wire.answersAtOnce) {
            GmsOperation.Refresh(known.position)
        } else {
            GmsOperation.RequestNotifications(archive.positionOf(known.session.chatId), options.push?.userData.orEmpty())
        }
        val response = answer(wire.call(RESTORING, operation, known.session))
        val outcome = GmsOutcome.of(response)
        if (outcome != GmsOutcome.GOES_ON && outcome != GmsOutcome.ENDED) throw TransportException(GmsFailures.of(RESTORING, response))
        polling.succeeded()
        val transcript = GmsTranscript(known.session, known.position, known.files)
        transcript.inherit(current?.chats?.transcript)
        // What was missed is read from the history, by the session that knows what was.
        val entries = transcript.heard(
            response,
            known.position,
            if (wire.answersAtOnce) GmsTranscript.Trust.WHOLE else GmsTranscript.Trust.ENTRIES,
        )
        chat?.tell(GmsChatEvent.Restored(response))
        chat?.received(transcript.session.chatId, response, entries)
        if (outcome == GmsOutcome.GOES_ON) return GmsBegun(transcript, info(wire, transcript, newSession = false), emptyList())
        val over = SessionInfo(true, false, true, false, Limits.NONE, null, transcript.resume(ended = true).encode())
        return GmsBegun(transcript, over, emptyList())
    }

    private suspend fun info(wire: GmsWire, transcript: GmsTranscript, newSession: Boolean): SessionInfo {
        val limits = try {
            GmsFileLimits.of(wire.fileCall(LIMITS, GmsOperation.FileLimits, transcript.session))
        } catch (_: TransportException) {
            null
        }
        val info = SessionInfo(
            connected = true,
            newSession = newSession,
            readOnly = false,
            clearedExistingSession = false,
            limits = limits?.limits() ?: Limits.NONE,
            expiry = null,
            resumeState = transcript.resume(ended = false).encode(),
        )
        return if (limits == null) info.withDenied(mapOf(Capability.SEND_ATTACHMENTS to NO_FILES)) else info
    }

    private fun answer(response: GmsResponse?): GmsResponse = response ?: throw GmsFailures.unreadable(GmsFailures.CREATING, options.where)

    /** The guest wants another chat: whoever is in the old one need not wait. */
    private suspend fun leave(wire: GmsWire, known: GmsResume) {
        try {
            wire.call("Ending the old chat", GmsOperation.Disconnect, known.session)
        } catch (_: TransportException) {
            // It ends by itself.
        }
    }

    private companion object {
        const val RESTORING = "Going on with the chat"
        const val LIMITS = "Asking for the limits of files"
        const val NO_FILES = "The chat service told no limits for files: it takes none, or cannot be asked."
    }
}
