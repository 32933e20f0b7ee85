package dev.confab.transport.backend.gms

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.flow.updateAndGet
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.json.JsonObject
import kotlin.concurrent.Volatile

/**
 * One client of a Bayeux service that listens to one channel (protocol notes §2.2): handshake and subscription, connects as the service
 * advises, publishes, and takes leave.
 *
 * @param deliver gets the data of each event on the channel.
 */
internal class BayeuxClient(
    private val channel: String,
    private val answerMillis: Long,
    private val deliver: suspend (JsonObject) -> Unit,
) {
    lateinit var carrier: BayeuxCarrier

    private val waiting = MutableStateFlow(Waiting(0, emptyMap()))
    private val shaking = Mutex()

    /** Who waits for which answer: replaced as a whole, because answers come from a thread of their own. */
    private class Waiting(val lastId: Int, val calls: Map<String, CompletableDeferred<JsonObject>>)

    /** Why nothing will arrive any more. */
    @Volatile
    private var dead: TransportException? = null

    @Volatile
    private var clientId: String? = null

    @Volatile
    private var first = true

    @Volatile
    private var advice = BayeuxAdvice.DEFAULT

    val isShaken: Boolean get() = clientId != null

    /** Everything that arrives comes here. */
    suspend fun receive(messages: List<JsonObject>) {
        for (message in messages) {
            if (message.isReply) {
                message.text("id")?.let { waiting.value.calls[it] }?.complete(message)
            } else if (message.text("channel") == channel) {
                message.obj("data")?.let { deliver(it) }
            }
        }
    }

    /** Nothing will arrive any more. */
    fun lost(cause: TransportException) {
        // In this order: who begins to wait meanwhile sees the one or is in the other.
        dead = cause
        waiting.value.calls.values.forEach { it.completeExceptionally(cause) }
    }

    /** A new client at the service, listening to the channel. */
    suspend fun handshake(): Unit = shaking.withLock { shake() }

    /** As [handshake], unless somebody has done it since the client was [known]. Returns whether it was done now. */
    suspend fun handshakeAgain(known: String?): Boolean = shaking.withLock {
        if (clientId != known) return false
        shake()
        true
    }

    private suspend fun shake() {
        val reply = request("handshake", answerMillis) { BayeuxMessages.handshake(it, carrier.connectionType) }
        advice = BayeuxAdvice.DEFAULT.heard(reply)
        val id = reply.text("clientId")
        if (!reply.isSuccessful || id == null) throw refused("The handshake", reply)
        clientId = id
        first = true
        val subscribed = request("", answerMillis) { BayeuxMessages.subscribe(it, id, channel) }
        if (!subscribed.isSuccessful) throw refused("The subscription", subscribed)
    }

    /** The client as it is now; changes with each handshake. */
    val current: String? get() = clientId

    /**
     * One connect: held by the service until there is something, or for a while.
     *
     * @return how long to wait before the next one.
     * @throws UnknownClient when a new handshake is needed first.
     * @throws Dismissed when there must be no next one.
     */
    suspend fun connect(): Long {
        val id = clientId ?: throw UnknownClient()
        val timeout = if (first) answerMillis else advice.timeoutMillis + maxOf(answerMillis, CONNECT_GRACE_MILLIS)
        val isFirst = first
        val reply = request("connect", timeout) { BayeuxMessages.connect(it, id, carrier.connectionType, isFirst) }
        first = false
        advice = advice.heard(reply)
        if (reply.isSuccessful) {
            if (advice.reconnect == BayeuxAdvice.Reconnect.NONE) throw Dismissed()
            return advice.intervalMillis
        }
        when {
            reply.errorNumber == UNKNOWN_CLIENT || advice.reconnect == BayeuxAdvice.Reconnect.HANDSHAKE -> throw UnknownClient()
            advice.reconnect == BayeuxAdvice.Reconnect.NONE -> throw Dismissed()
            else -> throw refused("The connect", reply)
        }
    }

    /**
     * Publishes on the channel, and returns when the service has taken it.
     *
     * @throws UnknownClient when it did not, because a new handshake is needed first.
     */
    suspend fun publish(data: JsonObject) {
        val id = clientId ?: throw UnknownClient()
        val reply = request("", answerMillis) { BayeuxMessages.publish(it, id, channel, data) }
        if (reply.isSuccessful) return
        val handshake = BayeuxAdvice.DEFAULT.heard(reply).reconnect == BayeuxAdvice.Reconnect.HANDSHAKE
        if (reply.errorNumber == UNKNOWN_CLIENT || handshake) throw UnknownClient()
        throw refused("The publish", reply)
    }

    suspend fun disconnect(transcriptPosition: Int?) {
        val id = clientId ?: return
        clientId = null
        request("disconnect", answerMillis) { BayeuxMessages.disconnect(it, id, transcriptPosition) }
    }

    private suspend fun request(kind: String, timeoutMillis: Long, message: (id: String) -> JsonObject): JsonObject {
        val answer = CompletableDeferred<JsonObject>()
        val id = waiting.updateAndGet { Waiting(it.lastId + 1, it.calls + ("${it.lastId + 1}" to answer)) }.lastId.toString()
        try {
            dead?.let { throw it }
            carrier.send(kind, message(id), timeoutMillis)
            return withTimeoutOrNull(timeoutMillis) { answer.await() } ?: throw TransportException(
                TransportFailure(
                    ErrorCode.ANSWER_TIMEOUT,
                    "The service did not answer ${kind.ifEmpty {
                        "a message"
                    }} within $timeoutMillis ms.",
                ),
            )
        } finally {
            waiting.update { Waiting(it.lastId, it.calls - id) }
        }
    }

    private fun refused(what: String, reply: JsonObject): TransportException {
        val number = reply.errorNumber
        val failureClass = if (number == FORBIDDEN || number == UNAUTHORIZED) FailureClass.PERMANENT else FailureClass.TRANSIENT
        val code = if (number == null) ErrorCode.UNEXPECTED_ERROR else ErrorCode.of(number)
        return TransportException(
            TransportFailure(code, "$what was refused by the CometD service (${number ?: "no number"}).", failureClass, null),
        )
    }

    /** The service does not want this client back: it may not connect again. */
    class Dismissed : Exception("The CometD service does not want this client back.") {
        val failure: TransportException
            get() = TransportException(
                TransportFailure(ErrorCode.WEBSOCKET_ERROR, checkNotNull(message), FailureClass.TRANSIENT, null),
            )
    }

    /** The service does not know the client, or not any more. */
    class UnknownClient : Exception("The service does not know this client.")

    private companion object {
        const val UNKNOWN_CLIENT = 402
        const val UNAUTHORIZED = 401
        const val FORBIDDEN = 403
        const val CONNECT_GRACE_MILLIS = 10_000L
    }
}
