package dev.confab.transport.backend.gms

import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import io.ktor.http.headersOf
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import kotlin.concurrent.Volatile

/**
 * A Bayeux service of a few lines over long polls, with one chat behind it.
 *
 * @param dispatcher the test's: it holds a request back for a while of the test's clock.
 */
internal class FakeCometD(dispatcher: CoroutineDispatcher) {
    val rest = FakeRest(dispatcher)

    /** Replaced as a whole, because tests write while requests read. */
    @Volatile
    var log: List<Pair<String, String?>> = emptyList()
    val received = ArrayList<JsonObject>()
    var handshakes = 0

    /** The next connect does not know its client. */
    var forgets = false

    @Volatile
    var advice = "retry"

    /** How many connects were answered with the advice not to come back. */
    @Volatile
    var dismissals = 0

    /** What a message is answered with, as an event; null: it is stored. */
    var refusal: String? = null
    private val events = Channel<JsonObject>(Channel.UNLIMITED)
    private var client = ""

    init {
        rest.answer = { asked -> answer(asked) }
    }

    fun operations(): List<String> = received.mapNotNull { it.obj("data")?.text("operation") }

    fun channels(): List<String> = received.mapNotNull { it.text("channel") }

    fun say(text: String) = tell(text, "Agent")

    /** Stored, and its event lost. */
    fun lose(text: String) {
        log += "Agent" to text
    }

    fun end() {
        events.trySend(event(log.size + 1, ended = true))
    }

    private fun tell(text: String?, from: String) {
        log += from to text
        events.trySend(event(log.size, ended = false))
    }

    private suspend fun answer(asked: FakeRest.Asked): FakeRest.Answer {
        if ("chat-ntf" in asked.url) return FakeRest.Answer(200, FakeGms.limits.toString())
        val messages = checkNotNull(BayeuxMessages.decode(asked.body))
        received += messages
        val answers = messages.flatMap { reply(it) }
        val cookie = if ("handshake" in asked.url) headersOf("Set-Cookie", "BAYEUX_BROWSER=b$handshakes; Path=/; HttpOnly") else headersOf()
        return FakeRest.Answer(200, JsonArray(answers).toString(), cookie)
    }

    private suspend fun reply(message: JsonObject): List<JsonObject> = when (val channel = message.text("channel")) {
        BayeuxMessages.HANDSHAKE -> {
            handshakes++
            client = "client-$handshakes"
            listOf(success(message) { put("clientId", client) })
        }

        BayeuxMessages.CONNECT -> connect(message)

        BayeuxMessages.SUBSCRIBE, BayeuxMessages.DISCONNECT -> listOf(success(message))

        CHANNEL -> if (message.text("clientId") == client) {
            operate(checkNotNull(message.obj("data")))
            listOf(success(message))
        } else {
            listOf(unknown(message))
        }

        else -> error("Nobody speaks on $channel.")
    }

    private suspend fun connect(message: JsonObject): List<JsonObject> {
        if (forgets) {
            forgets = false
            client = ""
        }
        if (message.text("clientId") != client) return listOf(unknown(message))
        val held = ArrayList<JsonObject>()
        withTimeoutOrNull(HELD_MILLIS) { held += events.receive() }
        while (true) held += events.tryReceive().getOrNull() ?: break
        held += success(message)
        if (advice == "none") dismissals++
        return held
    }

    private fun operate(data: JsonObject) {
        when (data.text("operation")) {
            "requestChat" -> tell(null, "Client")

            "sendMessage" -> when (val error = refusal) {
                null -> tell(data.text("message"), "Client")
                else -> events.trySend(refusing(error))
            }

            "requestNotifications" -> {
                val from = maxOf(1, data.text("transcriptPosition")?.toInt() ?: 1)
                if (from > log.size) events.trySend(event(log.size + 1, ended = false))
                for (index in from..log.size) events.trySend(event(index, ended = false))
            }

            "disconnect" -> end()
        }
    }

    private fun success(to: JsonObject, more: JsonObjectBuilder.() -> Unit = {}) = buildJsonObject {
        put("channel", to.text("channel"))
        put("id", to.text("id"))
        put("successful", true)
        putJsonObject("advice") {
            put("reconnect", advice)
            put("interval", 0)
            put("timeout", 1_000)
        }
        more()
    }

    private fun unknown(to: JsonObject) = buildJsonObject {
        put("channel", to.text("channel"))
        put("id", to.text("id"))
        put("successful", false)
        put("error", "402::Unknown client")
        putJsonObject("advice") { put("reconnect", "handshake") }
    }

    private fun refusing(json: String) = buildJsonObject {
        put("channel", CHANNEL)
        put("data", checkNotNull(BoundedJson.parseObject(json)))
    }

    private fun event(index: Int, ended: Boolean) = buildJsonObject {
        put("channel", CHANNEL)
        putJsonObject("data") {
            put("statusCode", 0)
            put("chatEnded", ended)
            put("chatId", "chat-1")
            put("userId", "007C")
            put("secureKey", "SECRET-KEY")
            put("alias", "117")
            put("nextPosition", log.size + 1)
            putJsonArray("messages") {
                val entry = log.getOrNull(index - 1) ?: return@putJsonArray
                add(
                    buildJsonObject {
                        put("index", index)
                        put("type", if (entry.second == null) "ParticipantJoined" else "Message")
                        entry.second?.let { put("text", it) }
                        put("utcTime", 1_714_557_600_000L + index)
                        putJsonObject("from") { put("type", entry.first) }
                    },
                )
            }
        }
    }

    companion object {
        const val CHANNEL = "/service/chatV2/customer-support"
        private const val HELD_MILLIS = 30L
    }
}
