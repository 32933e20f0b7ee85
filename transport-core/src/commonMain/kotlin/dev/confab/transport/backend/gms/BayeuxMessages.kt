package dev.confab.transport.backend.gms

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject

/** The messages of Bayeux 1.0 as this client writes and reads them (protocol notes §2.2). */
internal object BayeuxMessages {
    const val HANDSHAKE: String = "/meta/handshake"
    const val CONNECT: String = "/meta/connect"
    const val SUBSCRIBE: String = "/meta/subscribe"
    const val DISCONNECT: String = "/meta/disconnect"

    fun handshake(id: String, connectionType: String): JsonObject = buildJsonObject {
        put("id", id)
        put("channel", HANDSHAKE)
        put("version", "1.0")
        put("minimumVersion", "1.0")
        put("supportedConnectionTypes", JsonArray(listOf(JsonPrimitive(connectionType))))
        putJsonObject("advice") {
            put("timeout", 60_000)
            put("interval", 0)
        }
    }

    fun subscribe(id: String, clientId: String, subscription: String): JsonObject = buildJsonObject {
        put("id", id)
        put("channel", SUBSCRIBE)
        put("subscription", subscription)
        put("clientId", clientId)
    }

    /** @param first is to be answered at once. */
    fun connect(id: String, clientId: String, connectionType: String, first: Boolean): JsonObject = buildJsonObject {
        put("id", id)
        put("channel", CONNECT)
        put("connectionType", connectionType)
        if (first) putJsonObject("advice") { put("timeout", 0) }
        put("clientId", clientId)
    }

    fun publish(id: String, clientId: String, channel: String, data: JsonObject): JsonObject = buildJsonObject {
        put("id", id)
        put("channel", channel)
        put("data", data)
        put("clientId", clientId)
    }

    /** @param transcriptPosition the device is notified from there on (§2.5); null: no notifications. */
    fun disconnect(id: String, clientId: String, transcriptPosition: Int?): JsonObject = buildJsonObject {
        put("id", id)
        put("channel", DISCONNECT)
        if (transcriptPosition != null) putJsonObject("ext") { put("transcriptPosition", transcriptPosition.toString()) }
        put("clientId", clientId)
    }

    /** The messages that [text] holds, one or many; null when it is nothing of the kind. */
    fun decode(text: String): List<JsonObject>? = when (val root = BoundedJson.parse(text)) {
        is JsonArray -> root.filterIsInstance<JsonObject>()
        is JsonObject -> listOf(root)
        else -> null
    }
}

/** The answer to a message: it says whether that was successful, and an event never does (§2.2). */
internal val JsonObject.isReply: Boolean get() = "successful" in this

internal val JsonObject.isSuccessful: Boolean get() = flag("successful") == true

/** The number before the double colon of an error, as in `402::Unknown client`. */
internal val JsonObject.errorNumber: Int? get() = text("error")?.substringBefore(':')?.trim()?.toIntOrNull()

/**
 * What a service advises.
 *
 * @property reconnect null: it said nothing.
 * @property intervalMillis between the answer to a connect and the next one.
 * @property timeoutMillis so long it holds a connect back.
 */
internal class BayeuxAdvice(val reconnect: Reconnect?, val intervalMillis: Long, val timeoutMillis: Long) {
    enum class Reconnect { RETRY, HANDSHAKE, NONE }

    /** What [reply] changes of it: an advice may name only some. */
    fun heard(reply: JsonObject): BayeuxAdvice {
        val said = reply.obj("advice") ?: return BayeuxAdvice(null, intervalMillis, timeoutMillis)
        val reconnect = when (said.text("reconnect")) {
            "retry" -> Reconnect.RETRY
            "handshake" -> Reconnect.HANDSHAKE
            "none" -> Reconnect.NONE
            else -> null
        }
        return BayeuxAdvice(
            reconnect,
            said.number("interval")?.coerceIn(0, MAX_MILLIS) ?: intervalMillis,
            said.number("timeout")?.coerceIn(0, MAX_MILLIS) ?: timeoutMillis,
        )
    }

    companion object {
        private const val MAX_MILLIS = 600_000L
        val DEFAULT: BayeuxAdvice = BayeuxAdvice(null, intervalMillis = 0, timeoutMillis = 30_000)
    }
}
