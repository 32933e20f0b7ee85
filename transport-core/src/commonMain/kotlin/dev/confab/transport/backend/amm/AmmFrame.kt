package dev.confab.transport.backend.amm

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.Timestamps
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

/** What comes over a channel (protocol notes §B.8.2). [decode] never throws. */
internal sealed class AmmFrame {
    /** The channel stands. [commandUrl] is where commands of an event stream go. */
    class Discovery(val commandUrl: String?) : AmmFrame()

    class Subscribed(val resources: List<String>) : AmmFrame()

    class Unsubscribed(val resources: List<String>) : AmmFrame()

    /** Something changed in the conversations. */
    class Changed(val entityTag: String?) : AmmFrame()

    /** Somebody writes in the conversation that [resource] is, or stopped. */
    class ChatState(val resource: String, val address: String?, val composing: Boolean, val action: String?, val timeMillis: Long?) :
        AmmFrame()

    class Notified(val requestId: String?, val succeeded: Boolean) : AmmFrame()

    /** Where the conversations stand. */
    class ResourceState(val entityTag: String?) : AmmFrame()

    class Pong(val requestId: String?) : AmmFrame()

    /** What is not known. [kind] is its first field. */
    class Unknown(val kind: String, val json: String) : AmmFrame()

    companion object {
        private const val CONVERSATION = "conversation"
        private const val CHAT_STATE = "chatState"
        private const val MAX_UNKNOWN = 2_000

        fun decode(text: String): AmmFrame {
            val json = BoundedJson.parseObject(text) ?: return Unknown("no JSON object", text.take(MAX_UNKNOWN))
            val frame = json.keys.firstNotNullOfOrNull { kind -> json.obj(kind)?.let { read(kind, it) } }
            return frame ?: Unknown(json.keys.firstOrNull() ?: "empty", text.take(MAX_UNKNOWN))
        }

        private fun read(kind: String, json: JsonObject): AmmFrame? = when (kind) {
            "discovery" -> Discovery(json.text("commandURL")?.ifBlank { null })

            "subscribed" -> Subscribed(resources(json))

            "unsubscribed" -> Unsubscribed(resources(json))

            "notification" -> notification(json)

            "notified" -> Notified(json.text("requestId"), json.obj("results")?.objects("failed").isNullOrEmpty())

            "resourceState" -> ResourceState(
                json.obj("results")?.objects("successful").orEmpty().firstNotNullOfOrNull {
                    it.obj("state")?.text("entityTag")
                }?.let(::tag),
            )

            "pong" -> Pong(json.text("requestId"))

            else -> null
        }

        private fun notification(json: JsonObject): AmmFrame? {
            val contents = json.obj("contents")
            return when (json.text("service")) {
                CONVERSATION -> Changed(contents?.text("entityTag")?.let(::tag))

                CHAT_STATE -> json.text("resource")?.let { resource ->
                    ChatState(
                        resource,
                        contents?.text("address"),
                        composing = contents?.text("state").equals("composing", ignoreCase = true),
                        action = contents?.text("action"),
                        timeMillis = contents?.text("timestamp")?.let(Timestamps::millis),
                    )
                }

                else -> null
            }
        }

        private fun resources(json: JsonObject): List<String> =
            json.obj("results")?.objects("successful").orEmpty().mapNotNull { it.text("resource") }

        /** Quoted in headers, unquoted in frames (§B.11). */
        fun tag(text: String): String = text.trim().removePrefix("W/").removeSurrounding("\"")
    }
}

/** What goes out over a channel (§B.8.3). */
internal object AmmCommands {
    fun subscribeConversations(conversations: String): String = command("subscribe") {
        put("version", VERSION)
        resources("conversation", listOf(conversations))
    }

    fun subscribeChatState(resources: List<String>): String = command("subscribe") { resources("chatState", resources) }

    fun unsubscribeChatState(resources: List<String>): String = command("unsubscribe") { resources("chatState", resources) }

    fun typing(requestId: String, resource: String, composing: Boolean): String = command("notify") {
        put("requestId", requestId)
        putJsonArray("notifications") {
            addJsonObject {
                put("application", APPLICATION)
                put("service", "chatState")
                put("resource", resource)
                putJsonObject("contents") {
                    if (composing) put("action", "typing")
                    put("state", if (composing) "composing" else "paused")
                }
            }
        }
    }

    fun getState(requestId: String, conversations: String): String = command("getState") {
        put("version", VERSION)
        put("requestId", requestId)
        resources("conversation", listOf(conversations))
    }

    fun ping(requestId: String): String = command("ping") {
        put("version", VERSION)
        put("requestId", requestId)
    }

    private fun command(name: String, fields: JsonObjectBuilder.() -> Unit): String = buildJsonObject {
        putJsonObject(name, fields)
    }.toString()

    private fun JsonObjectBuilder.resources(service: String, resources: List<String>) = putJsonArray("resources") {
        resources.forEach {
            addJsonObject {
                put("application", APPLICATION)
                put("service", service)
                put("resource", it)
            }
        }
    }

    private const val APPLICATION = "AMM"
    private const val VERSION = "1"
}
