package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.Limits
import dev.confab.transport.model.MessagingException
import dev.confab.transport.net.SystemTransferNetwork
import dev.confab.transport.net.TransferNetwork
import dev.confab.transport.net.networkSettings
import io.ktor.client.HttpClient
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Genesys Cloud guest chat: create the conversation, or find out how the one of before stands, and attach its event stream (protocol notes of
 * guest chat §3). The service names the session: the key of [OpenRequest] is not used, all that matters is in the resume state.
 */
internal class GuestChatTransport(
    private val options: GuestChatOptions,
    private val http: HttpClient,
    network: TransferNetwork = SystemTransferNetwork(http.networkSettings),
) : Transport {
    private val stranger = GuestChatApi.create(options, http)
    private val stream = EventStream(options, http, network)

    /** Of the conversation that the last link was for. */
    private val rosters = MutableStateFlow<Roster?>(null)

    override val backend: String get() = BACKEND

    override val sessionKey: String? get() = null

    override val capabilities: Capabilities =
        Capabilities.of(
            LIMITS,
            Capability.SEND_TEXT,
            Capability.SEND_TYPING,
            Capability.HISTORY,
            Capability.HEALTH_CHECK,
            Capability.START_NEW_CHAT,
            Capability.LEAVE_CONVERSATION,
        )

    override suspend fun open(request: OpenRequest): Link {
        val known = request.resumeState?.let(GuestSession::decode)
        if (known != null && !request.startNew) return resumed(known, request)
        val link = begun(request)
        // Nobody listens to the old conversation any more: its agent is told.
        known?.let(::abandon)
        return link
    }

    private suspend fun begun(request: OpenRequest): Link {
        val created = GuestSession.of(answered(GuestChatRefusals::failure) { stranger.createConversation(options.createRequest()) })
            ?: throw GuestChatRefusals.unreadable(options.endpoint.toString())
        try {
            request.onConnected()
            return attached(created, newSession = true)
        } catch (failed: Throwable) {
            // Whatever went wrong, also a cancellation: nobody but us knows this conversation.
            abandon(created)
            throw failed
        }
    }

    private suspend fun resumed(known: GuestSession, request: OpenRequest): Link {
        val api = stranger.withJwt(known.jwt)
        val member = answered(::refusedResuming) { api.member(known.conversationId, known.memberId) }
        request.onConnected()
        return if (member.state == MemberState.DISCONNECTED) {
            val info = info(known, newSession = false, readOnly = true)
            GuestChatLink(null, info, known, api, roster(known, newSession = false), options.silenceMillis)
        } else {
            attached(known, newSession = false)
        }
    }

    private suspend fun attached(session: GuestSession, newSession: Boolean): Link {
        val socket: DefaultClientWebSocketSession = stream.attach(session, isKnown = !newSession)
        try {
            val info = info(session, newSession, readOnly = false)
            val roster = roster(session, newSession)
            return GuestChatLink(socket, info, session, stranger.withJwt(session.jwt), roster, options.silenceMillis)
        } catch (failed: Throwable) {
            socket.cancel()
            throw failed
        }
    }

    /** The one of the link before, so that nobody joins twice; after a restart one that knows only that the guest is here. */
    private suspend fun roster(session: GuestSession, newSession: Boolean): Roster {
        rosters.value?.takeIf { it.isOf(session) }?.let { return it }
        val roster = Roster(stranger.withJwt(session.jwt), session)
        if (!newSession) roster.stands(session.memberId, MemberState.CONNECTED)
        rosters.value = roster
        return roster
    }

    private suspend fun <T> answered(meaning: (GuestChatException) -> TransportFailure, call: suspend () -> T): T = try {
        call()
    } catch (refused: GuestChatException) {
        throw TransportException(meaning(refused), refused)
    }

    /** What can never be resumed must say so, or the session would try for ever. */
    private fun refusedResuming(refused: GuestChatException): TransportFailure = when {
        refused.status == GuestStanding.HTTP_UNAUTHORIZED -> GuestChatRefusals.expired()
        refused.status in GuestChatRefusals.GONE || refused.saysWrongState -> GuestChatRefusals.notFound()
        else -> GuestChatRefusals.failure(refused)
    }

    /** Leaves a conversation that nobody needs any more, so that no agent waits in it. Where that fails, the service gives it up by itself. */
    private fun abandon(session: GuestSession) {
        http.launch {
            withTimeoutOrNull(ABANDON_MILLIS) {
                try {
                    stranger.withJwt(session.jwt).removeMember(session.conversationId, session.memberId)
                } catch (_: MessagingException) {
                    // It has ended already, or it will.
                }
            }
        }
    }

    internal companion object {
        const val BACKEND = "guestchat"
        private const val ABANDON_MILLIS = 5_000L

        /** No character takes more bytes of UTF-8 for each of its UTF-16 units; the exact bound, in characters, is checked when it is sent. */
        private const val BYTES_PER_CHARACTER = 3
        private val LIMITS = Limits(CreateMessageRequest.MAX_CHARACTERS * BYTES_PER_CHARACTER, null, null, emptyList(), emptyList())

        fun info(session: GuestSession, newSession: Boolean, readOnly: Boolean): SessionInfo = SessionInfo(
            connected = !readOnly,
            newSession = newSession,
            readOnly = readOnly,
            clearedExistingSession = false,
            limits = LIMITS,
            expiry = null,
            resumeState = session.encode(),
        )
    }
}
