package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import io.ktor.client.HttpClient
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Finds a channel that works: WebSocket, else event stream, else none, which means long polls (protocol notes §B.8.1). Remembers over links
 * which kind never said a word, because that costs the whole time of waiting each time.
 */
internal class AmmChannels(private val options: AmmOptions, private val http: HttpClient, private val origins: AmmOrigins) {
    private val mute = HashMap<AmmChannel.Kind, Int>()

    /**
     * A channel whose first frame has come and that tells of changes, or null where there is none.
     *
     * @throws TransportException when the user is not let in, or an address must not be used.
     */
    suspend fun open(resources: AmmResources, user: AmmHttp): AmmChannel? {
        val kinds = buildList {
            resources.webSocket?.let { add(AmmChannel.Kind.WEB_SOCKET to it) }
            resources.eventStream?.let { add(AmmChannel.Kind.EVENT_STREAM to it) }
        }
        // Those that were mute last time come last, and get another chance when the others fail, too.
        for ((kind, address) in kinds.sortedBy { (kind, _) -> mute[kind] ?: 0 }) {
            mute[kind] = (mute[kind] ?: 0) + 1
            val channel = greeted(kind, address, resources, user) ?: continue
            mute[kind] = 0
            // The others get another chance next time, or the time after.
            kinds.forEach { (other, _) -> mute[other] = ((mute[other] ?: 0) - 1).coerceAtLeast(0) }
            return channel
        }
        return null
    }

    /** A channel that has stood died without a single answer: somebody in between lets the handshake through and nothing else. */
    fun died(kind: AmmChannel.Kind) {
        mute[kind] = (mute[kind] ?: 0) + 1
    }

    private suspend fun greeted(kind: AmmChannel.Kind, address: String, resources: AmmResources, user: AmmHttp): AmmChannel? {
        var channel: AmmChannel? = null
        var stands = false
        try {
            stands = withTimeoutOrNull(options.timers.helloMillis) {
                opened(kind, address, user).also { channel = it }.awaitHello(resources)
                true
            } ?: false
        } catch (failed: TransportException) {
            if (failed.failure.failureClass == FailureClass.AUTH) throw failed
            if (failed.failure.code == ErrorCode.ADDRESS_REFUSED) throw failed
            // The next kind may work, and where none does, polling does.
        } finally {
            if (!stands) channel?.abandon()
        }
        return channel.takeIf { stands }
    }

    private suspend fun opened(kind: AmmChannel.Kind, address: String, user: AmmHttp): AmmChannel = when (kind) {
        AmmChannel.Kind.WEB_SOCKET -> AmmWebSocket.open(address, http, user)

        AmmChannel.Kind.EVENT_STREAM -> AmmEventStream.open(address, http, user, options.timers.requestMillis) {
            origins.checked("commands", it)
        }
    }

    /** Hints are subscribed before the list is read: what changes in between is told. */
    private suspend fun AmmChannel.awaitHello(resources: AmmResources) {
        await { it is AmmFrame.Discovery }
        send(AmmCommands.subscribeConversations(resources.conversations))
        await { it is AmmFrame.Subscribed }
    }

    private suspend fun AmmChannel.await(isIt: (AmmFrame?) -> Boolean) {
        do {
            val frame = receive(Long.MAX_VALUE)
        } while (!isIt(frame))
    }
}
