package dev.confab.transport.backend.amm

import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import dev.confab.transport.net.textList
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * The first document of the service: everything else is found in it (protocol notes §B.4). What has no link the server cannot do; the [links] are
 * to be checked before one is used.
 */
internal class AmmResources(
    val features: AmmFeatures,
    val conversations: String,
    val outbox: String,
    val markAsReadIf: String?,
    val markAsReadBatch: String?,
    val validateAddresses: String?,
    val webSocket: String?,
    val eventStream: String?,
    val session: String?,
    val userName: String?,
    val longPollSeconds: Long,
) {
    val types: AmmMediaTypes get() = AmmMediaTypes.of(features.flavour)

    /** Each with what it is for. */
    val links: List<Pair<String, String>>
        get() = listOf(
            "conversations" to conversations,
            "the outbox" to outbox,
            "marking as read" to markAsReadIf,
            "marking as read" to markAsReadBatch,
            "validating addresses" to validateAddresses,
            "the WebSocket" to webSocket,
            "the event stream" to eventStream,
            "the session" to session,
        ).mapNotNull { (what, link) -> link?.let { what to it } }

    fun conversation(id: String): String = "$conversations/$id"

    override fun toString(): String = "AmmResources($features)"

    companion object {
        private const val DEFAULT_LONG_POLL_SECONDS = 30L
        private const val MAX_LONG_POLL_SECONDS = 300L

        /** Null where the document lacks what nobody can do without: the own address, or the links of conversations and outbox. */
        fun of(json: JsonObject, newest: AmmFlavour): AmmResources? {
            val self = json.text("self")?.ifBlank { null } ?: return null
            val conversations = json.link("conversationsResource") ?: json.link("conversations") ?: return null
            val outbox = json.link("outbox") ?: return null
            val services = json.obj("services")
            val channels = json.obj("notificationService")
            val flavour = flavour(json, newest)
            val markAsReadIf = services?.link("markAsReadIf")
            val markAsReadBatch = services?.link("markAsReadBatch").takeIf { flavour != AmmFlavour.V2_1 }
            val validateAddresses = services?.link("validateAddresses")
            val timeout = json.obj("avayaRequestTimeout")?.number("recommended") ?: DEFAULT_LONG_POLL_SECONDS
            val conversationLimits = json.obj("conversationsResource")?.obj("limits") ?: json.obj("limits")
            val features = AmmFeatures(
                flavour = flavour,
                selfAddress = self,
                routableDomains = json.textList("domains").map { it.trim().lowercase() }.filter { it.isNotEmpty() },
                richContent = json.capability("richContent", "outbox") ?: true,
                // Older servers change it by a message, which nobody can test any more.
                subjectChange = flavour != AmmFlavour.V2_1 && json.capability("subjectChange", "conversationsResource") ?: false,
                validation = validateAddresses != null,
                markAsRead = markAsReadIf != null || markAsReadBatch != null,
                limits = limits(json),
                maxMessageCount = conversationLimits.count("maxMessageCount") ?: AmmFeatures.DEFAULT_MESSAGE_COUNT,
                maxIdsLimit = conversationLimits.count("maxIdsLimit") ?: AmmFeatures.DEFAULT_IDS,
                maxBatchSize = services?.obj("markAsReadBatch")?.obj("limits").count("maxBatchSize") ?: AmmFeatures.DEFAULT_BATCH,
            )
            return AmmResources(
                features,
                conversations = conversations.trimEnd('/'),
                outbox = outbox,
                markAsReadIf = markAsReadIf,
                markAsReadBatch = markAsReadBatch,
                validateAddresses = validateAddresses,
                webSocket = channels?.link("websocket"),
                eventStream = channels?.link("sse"),
                session = json.link("sessionManagement"),
                userName = json.obj("sessionManagement")?.text("username")?.ifBlank { null },
                longPollSeconds = timeout.coerceIn(1, MAX_LONG_POLL_SECONDS),
            )
        }

        private fun flavour(json: JsonObject, newest: AmmFlavour): AmmFlavour {
            val takesFilter = json.obj("conversationsResource").takes(AmmMediaTypes.CONVERSATIONS_FILTER) &&
                json.obj("services")?.obj("validateAddresses").takes(AmmMediaTypes.ADDRESSES_TO_VALIDATE)
            val spoken = when {
                json.obj("conversationsResource") == null -> AmmFlavour.V2_1
                takesFilter -> AmmFlavour.V3_2
                else -> AmmFlavour.V3_0
            }
            // The oldest one has the largest number here.
            return maxOf(spoken, newest)
        }

        private fun JsonObject?.takes(type: String): Boolean = this?.textList("requestTypes").orEmpty().any {
            it.equals(type, ignoreCase = true)
        }

        /** Limits of messages stand at the outbox, and in older documents at the top; those of subjects wherever they are. */
        private fun limits(json: JsonObject): JsonObject {
            val places =
                listOfNotNull(json.obj("limits"), json.obj("conversationsResource")?.obj("limits"), json.obj("outbox")?.obj("limits"))
            return JsonObject(places.fold(emptyMap()) { all, some -> all + some })
        }

        private fun JsonObject?.count(name: String): Int? = this?.number(name)?.takeIf { it in 1..MAX_COUNT }?.toInt()

        /** An object with `href`, or in older documents the address itself. */
        private fun JsonObject.link(name: String): String? = when (val value = this[name]) {
            is JsonObject -> value.text("href")
            is JsonPrimitive -> value.takeIf { it.isString }?.content
            else -> null
        }?.trim()?.ifEmpty { null }

        private const val MAX_COUNT = 10_000L
    }
}
