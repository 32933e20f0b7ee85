package dev.confab.transport.backend.amm

import dev.confab.transport.backend.Deadline
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import io.ktor.client.HttpClient
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext

/**
 * Finds a channel that works: WebSocket, else event stream, else none, which means long polls (protocol notes §B.8.1). None of them may take so
 * much of the time of an opening that nothing is left for the others. Remembers over links which kinds stood and never said a word, as behind a
 * proxy that lets only the handshake through: waiting for those would cost the same time again with each link.
 */
internal class AmmChannels(private val options: AmmOptions, private val http: HttpClient, private val origins: AmmOrigins) {
    /** How often in a row it was mute. */
    private val mute = HashMap<AmmChannel.Kind, Int>()

    /** How many openings go on without it. */
    private val rests = HashMap<AmmChannel.Kind, Int>()

    /** How often it stood and died without an answer. */
    private val deaths = HashMap<AmmChannel.Kind, Int>()

    /** Those that were mute in this opening. */
    private val silent = LinkedHashSet<AmmChannel.Kind>()

    /**
     * A channel whose first frame has come and that tells of changes, or null where there is none.
     *
     * @throws TransportException when the user is not let in, or an address must not be used.
     */
    suspend fun open(resources: AmmResources, user: AmmHttp): AmmChannel? {
        val (resting, kinds) = buildList {
            resources.webSocket?.let { add(AmmChannel.Kind.WEB_SOCKET to it) }
            resources.eventStream?.let { add(AmmChannel.Kind.EVENT_STREAM to it) }
        }.partition { (kind, _) -> (rests[kind] ?: 0) > 0 }
        resting.forEach { (kind, _) -> rests[kind] = rests.getValue(kind) - 1 }
        silent.clear()
        // One that died so last time comes last, and gets another chance when the others fail, too.
        for ((kind, address) in kinds.sortedBy { (kind, _) -> deaths[kind] ?: 0 }) {
            val channel = tried(kind, address, resources, user) ?: continue
            mute[kind] = 0
            deaths[kind] = 0
            kinds.forEach { (other, _) -> deaths[other] = ((deaths[other] ?: 0) - 1).coerceAtLeast(0) }
            return channel
        }
        return null
    }

    private suspend fun tried(kind: AmmChannel.Kind, address: String, resources: AmmResources, user: AmmHttp): AmmChannel? = try {
        greeted(kind, address, resources, user)
    } catch (cancelled: CancellationException) {
        // The opening as a whole came too late, for want of an answer of this kind.
        if (Deadline.isPassed(cancelled)) {
            silent += kind
            confirmed()
        }
        throw cancelled
    }

    /** The service answers otherwise: it is the channels of these kinds that are mute, and not the network. They rest, each time longer. */
    fun confirmed() {
        silent.forEach { kind ->
            mute[kind] = (mute[kind] ?: 0) + 1
            rests[kind] = minOf(mute.getValue(kind), MAX_RESTS)
        }
        silent.clear()
    }

    /** A channel that has stood died without a single answer: somebody in between lets the handshake through and nothing else. */
    fun died(kind: AmmChannel.Kind) {
        deaths[kind] = (deaths[kind] ?: 0) + 1
    }

    private suspend fun greeted(kind: AmmChannel.Kind, address: String, resources: AmmResources, user: AmmHttp): AmmChannel? {
        var channel: AmmChannel? = null
        var stands = false
        try {
            stands = Deadline.within(patience()) {
                opened(kind, address, user).also { channel = it }.awaitHello(resources)
                true
            } ?: false
            if (!stands) silent += kind
        } catch (failed: TransportException) {
            if (failed.failure.failureClass == FailureClass.AUTH) throw failed
            if (failed.failure.code == ErrorCode.ADDRESS_REFUSED) throw failed
            // The next kind may work, and where none does, polling does.
        } finally {
            if (!stands) channel?.abandon()
        }
        return channel.takeIf { stands }
    }

    /** A share of the opening for each kind, and one for everything else. */
    private suspend fun patience(): Long {
        val whole = currentCoroutineContext()[Deadline]?.millis ?: return options.timers.helloMillis
        return minOf(options.timers.helloMillis, maxOf(1, whole / (AmmChannel.Kind.entries.size + 1)))
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

    private companion object {
        /** Then another attempt is worth its time: proxies are mended, and people move to other networks. */
        const val MAX_RESTS = 8
    }
}
