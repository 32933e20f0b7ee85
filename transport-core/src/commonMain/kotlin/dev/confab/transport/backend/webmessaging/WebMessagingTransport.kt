package dev.confab.transport.backend.webmessaging

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
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.Limits
import dev.confab.transport.net.Downloading
import dev.confab.transport.net.SystemTransferNetwork
import dev.confab.transport.net.TransferClient
import dev.confab.transport.net.TransferNetwork
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.networkSettings
import io.ktor.client.HttpClient
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.http.HttpHeaders
import io.ktor.http.fromHttpToGmtDate
import io.ktor.websocket.Frame
import io.ktor.websocket.readText
import kotlinx.coroutines.cancel
import kotlin.uuid.ExperimentalUuidApi
import kotlin.uuid.Uuid

/**
 * Genesys Cloud Web Messaging: fetch the deployment's config, open the WebSocket, configure the session, and join a new one where the
 * deployment asks for it (protocol notes §0.3, §2.12).
 */
internal class WebMessagingTransport(
    private val options: WebMessagingOptions,
    private val http: HttpClient,
    network: TransferNetwork = SystemTransferNetwork(http.networkSettings),
) : Transport {
    private val deployment = DeploymentConfigSource(options, http)
    private val handshake = Handshake(options, http)
    private val join = GuestJoin()
    private val identity = GuestIdentity(options)
    private val transfers = TransferClient(options.transferRule, network)
    private val downloading = Downloading(transfers)

    override val backend: String get() = "webmessaging"

    override val sessionKey: String? get() = options.token

    override val capabilities: Capabilities =
        Capabilities.of(
            Limits(WebMessagingCodec.MAX_TEXT_BYTES, null, null, emptyList(), emptyList()),
            *(if (options.auth == null) emptyArray() else arrayOf(Capability.SIGN_IN)),
            Capability.SEND_TEXT,
            Capability.SEND_QUICK_REPLY,
            Capability.SEND_CARD_ACTION,
            Capability.SEND_DATE,
            Capability.SEND_LIST,
            Capability.SEND_FORM,
            Capability.SEND_TYPING,
            Capability.CUSTOM_ATTRIBUTES,
            Capability.HEALTH_CHECK,
            Capability.HISTORY,
            Capability.START_NEW_CHAT,
            Capability.CLEAR_CONVERSATION,
            Capability.SEND_ATTACHMENTS,
        )

    override suspend fun download(request: DownloadRequest): Long = downloading.run(request)

    override suspend fun open(request: OpenRequest): Link {
        val config = deployment.config()
        identity.opening(request.resumeState)
        val watch = SignInWatch(options, identity, config.messenger.conversations.notificationsEnabled)
        val socket = handshake.open()
        try {
            request.onConnected()
            val early = ArrayList<LinkEvent>()
            join.configuring()
            val answer =
                try {
                    networkCall("Configuring the session") { configure(socket, request, early) }
                } catch (failed: TransportException) {
                    watch.refused(request.sessionKey, failed.failure)
                    throw failed
                }
            val info = config.completed(answer.info).withServerTime(timeOf(socket))
            val greeting = Greeting(join, config.messenger.conversations.autoStart, request.customAttributes)
            val reconfiguration = Reconfiguration(identity, answer.tracingId, config::completed)
            val link =
                WebMessagingLink(socket, info, early, request.sessionKey, greeting, reconfiguration, watch, transfers) { jwt ->
                    WebMessagingHistory(options, http, jwt)
                }
            early += greeting.entered(info, link::write)
            return link
        } catch (failed: Throwable) {
            // Whatever went wrong, also a cancellation: nobody but us knows this socket.
            socket.cancel()
            throw failed
        }
    }

    /** The service's clock as the handshake showed it, to the second; null where it did not. */
    private fun timeOf(socket: DefaultClientWebSocketSession): Long? = try {
        socket.call.response.headers[HttpHeaders.Date]?.fromHttpToGmtDate()?.timestamp
    } catch (_: IllegalStateException) {
        null
    }

    private suspend fun configure(
        socket: DefaultClientWebSocketSession,
        request: OpenRequest,
        early: MutableList<LinkEvent>,
    ): ServiceFrame.Session {
        var plan = identity.plan()
        while (true) {
            val configure = identity.request(plan, newTracingId(), request.startNew)
            socket.send(Frame.Text(WebMessagingCodec.encode(configure, request.sessionKey)))
            when (val answer = answer(socket, early)) {
                is ServiceFrame.Session -> return ServiceFrame.Session(answer.tracingId, identity.committed(plan, answer.info))

                is ServiceFrame.Failure -> {
                    val next = identity.afterRefusal(plan, answer.failure, mayFallBack = true)
                    val told = identity.told(plan, answer.failure)
                    if (next == null) throw TransportException(told)
                    if (next.jwt == null) early += LinkEvent.Refused(null, told)
                    plan = next
                }

                is ServiceFrame.Jwt, is ServiceFrame.File, is ServiceFrame.Events -> error("Not an answer to configuring.")
            }
        }
    }

    /** The acceptance or refusal of the session. */
    private suspend fun answer(socket: DefaultClientWebSocketSession, early: MutableList<LinkEvent>): ServiceFrame {
        for (frame in socket.incoming) {
            if (frame !is Frame.Text) continue
            when (val answer = WebMessagingCodec.decode(frame.readText())) {
                is ServiceFrame.Session, is ServiceFrame.Failure -> return answer

                is ServiceFrame.Jwt, is ServiceFrame.File -> continue

                // The service orders nothing (§2.6): what comes before the answer belongs to the link.
                is ServiceFrame.Events -> early += answer.events
            }
        }
        val reason = socket.closeReason.await()
        throw TransportException(
            TransportFailure(
                ErrorCode.WEBSOCKET_ERROR,
                "The service closed the connection before it accepted the session (${reason?.code ?: "without a close frame"}).",
                reason?.let { FailureClass.ofCloseCode(it.code.toInt()) } ?: FailureClass.TRANSIENT,
                null,
            ),
        )
    }
}

@OptIn(ExperimentalUuidApi::class)
internal fun newTracingId(): String = Uuid.random().toString()
