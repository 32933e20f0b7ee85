package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.HandshakeRefused
import dev.confab.transport.net.TransferAddress
import dev.confab.transport.net.TransferNetwork
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.openWebSocket
import dev.confab.transport.net.sendPings
import io.ktor.client.HttpClient
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.http.takeFrom

/**
 * Attaches the event stream that the service named (protocol notes of guest chat §6), once its address is found good (guarantee SEC-2): it
 * holds the JWT, and whoever names another host would get it.
 *
 * Unlike a transfer it goes over the shared client, by name: an engine for each session would cost threads for each. So an answer of the DNS
 * that changes between the check and the connection is met by the certificate, which must be of a host that is allowed; the JWT is not sent
 * before that is seen.
 */
internal class EventStream(private val options: GuestChatOptions, private val http: HttpClient, private val network: TransferNetwork) {
    /**
     * @param isKnown whether the conversation was attached before: then it may be gone.
     * @throws TransportException when the address is refused, or nobody answers there.
     */
    suspend fun attach(session: GuestSession, isKnown: Boolean): DefaultClientWebSocketSession {
        val address = checked(session.eventStreamUri)
        val target = (if (address.secure) "wss" else "ws") + "://" + address.authority + address.target
        val socket = networkCall("Attaching the event stream at $address") {
            try {
                http.openWebSocket { url.takeFrom(target) }
            } catch (refused: HandshakeRefused) {
                throw TransportException(refusal(address, refused, isKnown), refused)
            }
        }
        socket.sendPings(http, options.pingIntervalMillis, options.pingGraceMillis)
        return socket
    }

    private suspend fun checked(uri: String): TransferAddress {
        val address =
            try {
                TransferAddress.parse(asHttp(uri))
            } catch (malformed: IllegalArgumentException) {
                throw refused("an event stream at an address that is no address: ${malformed.message}")
            }
        options.streamRule.refusal(address)?.let { throw refused("an event stream at $address, which is not used: $it") }
        // Where the caller's own address leads is the caller's wish.
        if (options.endpoint.isOwn(address.secure, address.host, address.port)) return address
        val refusal = network.resolve(address.host).firstNotNullOfOrNull { options.streamRule.refusal(address, it) }
        if (refusal != null) throw refused("an event stream at $address, which is not used: $refusal")
        return address
    }

    private fun asHttp(uri: String): String = when {
        uri.startsWith("wss://", ignoreCase = true) -> "https" + uri.drop("wss".length)
        uri.startsWith("ws://", ignoreCase = true) -> "http" + uri.drop("ws".length)
        else -> throw IllegalArgumentException("it does not begin with wss://")
    }

    private fun refused(what: String) = TransportException(
        TransportFailure(
            ErrorCode.ADDRESS_REFUSED,
            "${options.endpoint} named $what. If it is right, allow it with streamHosts(…).",
        ),
    )

    private fun refusal(address: TransferAddress, refused: HandshakeRefused, isKnown: Boolean): TransportFailure {
        if (refused.status == GuestStanding.HTTP_UNAUTHORIZED) return GuestChatRefusals.expired()
        if (isKnown && refused.status in GuestChatRefusals.GONE) return GuestChatRefusals.notFound()
        val code = ErrorCode.of(refused.status)
        return TransportFailure(
            code,
            "$address answered the WebSocket handshake of the event stream with status ${refused.status}.",
            code.failureClass,
            refused.retryAfterMillis,
        )
    }
}
