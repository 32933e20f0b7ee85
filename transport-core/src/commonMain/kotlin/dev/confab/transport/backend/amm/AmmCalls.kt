package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.net.Endpoint
import io.ktor.http.HttpMethod
import io.ktor.http.content.OutgoingContent
import io.ktor.http.encodeURLParameter
import io.ktor.http.encodeURLPathPart
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlin.time.Instant

/**
 * The operations on conversations and messages, in the dialect of the server (protocol notes §B.5 to §B.9). They throw [TransportException] for
 * refusals, too, unless they say otherwise.
 */
internal class AmmCalls(
    private val http: AmmHttp,
    val resources: AmmResources,
    private val endpoint: Endpoint,
    private val requestMillis: Long,
) {
    private val flavour get() = resources.features.flavour
    private val types get() = resources.types

    /** What is asked of the list (§B.5.2). */
    class Filter(
        val afterMillis: Long? = null,
        val text: String? = null,
        val inSubject: Boolean = true,
        val inParticipants: Boolean = true,
        val inBody: Boolean = true,
        val ids: List<String> = emptyList(),
    )

    /** @property entityTag where the list stands; only an optimisation. */
    class Listed(val list: AmmConversations, val entityTag: String?, val lastUpdatedMillis: Long?) {
        /** Where changes go on from: the service's own time of the list, or of what changed last in it, plus a millisecond (§B.5.1). */
        val next: Long?
            get() = (lastUpdatedMillis ?: list.conversations.mapNotNull { it.lastUpdatedMillis }.maxOrNull())?.plus(1)
    }

    suspend fun list(filter: Filter): Listed {
        val what = if (filter.text == null) "Listing the conversations" else "Searching conversations"
        val answer = if (flavour == AmmFlavour.V3_2) {
            val body = AmmHttp.json(AmmMediaTypes.CONVERSATIONS_FILTER, buildJsonObject { fields(filter) })
            ask(what, HttpMethod.Post, resources.conversations, types.conversations, body)
        } else {
            ask(what, HttpMethod.Get, resources.conversations + query(filter), types.conversations)
        }
        return listed(what, answer)
    }

    /** As [list], but the service holds its answer back until there is news, or [holdSeconds] are over (§B.5.2). */
    suspend fun await(afterMillis: Long?, holdSeconds: Long): Listed {
        val what = "Waiting for news"
        val request = AmmHttp.Request(
            what,
            HttpMethod.Get,
            resources.conversations + query(Filter(afterMillis)),
            types.conversations,
            headers = mapOf("Avaya-Request-Timeout" to "$holdSeconds"),
            timeoutMillis = holdSeconds * MILLIS + requestMillis,
            repeats = false,
        )
        return listed(what, succeeded(request))
    }

    private fun listed(what: String, answer: AmmAnswer): Listed {
        // Some servers have nothing to say in other words than 204.
        if (answer.status == NO_CONTENT) return Listed(AmmConversations(emptyList(), null, false), answer.entityTag, null)
        val json = answer.json ?: throw unreadable(what)
        val list = AmmCodec.conversations(json) ?: throw unreadable(what)
        return Listed(list, answer.entityTag, list.lastUpdatedMillis ?: answer.lastModifiedMillis)
    }

    /** The ids of all active conversations: short where [list] would be too long (§B.5.3). */
    suspend fun ids(): List<String> {
        val what = "Listing the conversations"
        val answer = ask(what, HttpMethod.Get, resources.conversations, AmmMediaTypes.CONVERSATION_IDS)
        val ids = AmmCodec.conversationIds(json(what, answer)) ?: throw unreadable(what)
        // A list that lacks one would take it away.
        return ids.map { it ?: throw unreadable(what) }
    }

    /** A page of messages: the newest ones, or those before or after a message (§B.5.3, §B.5.4). */
    suspend fun page(conversation: String, count: Int, beforeId: String? = null, afterId: String? = null): AmmConversation {
        val what = "Reading the messages"
        val parameters =
            listOfNotNull(
                "messageCount=$count",
                beforeId?.let {
                    "beforeId=${it.encodeURLParameter()}"
                },
                afterId?.let { "afterId=${it.encodeURLParameter()}" },
            )
        val address = address(conversation) + "?" + parameters.joinToString("&")
        return AmmCodec.conversation(json(what, ask(what, HttpMethod.Get, address, types.conversation))) ?: throw unreadable(what)
    }

    suspend fun participants(conversation: String): List<AmmEntity> {
        val what = "Asking who takes part"
        val address = address(conversation) + "/participants"
        return AmmCodec.participants(json(what, ask(what, HttpMethod.Get, address, AmmMediaTypes.PARTICIPANTS)))
    }

    /** Those of [people] who were added. */
    suspend fun invite(conversation: String, people: List<AmmEntity>): List<AmmEntity> {
        val what = "Adding participants"
        val body = buildJsonObject { putJsonArray("participants") { people.forEach { addJsonObject { person(it) } } } }
        val address = address(conversation) + "/participants"
        val answer = ask(what, HttpMethod.Post, address, AmmMediaTypes.PARTICIPANTS, AmmHttp.json(AmmMediaTypes.PARTICIPANTS, body))
        // An answer that says nothing says that it was done.
        return answer.json?.let(AmmCodec::participants)?.ifEmpty { null } ?: people
    }

    suspend fun setSubject(conversation: String, subject: String) {
        val body = AmmHttp.json(AmmMediaTypes.SUBJECT, buildJsonObject { put("subject", subject) })
        ask("Changing the subject", HttpMethod.Post, address(conversation), types.conversation, body)
    }

    /** The service takes its own time for it. */
    suspend fun accessed(conversation: String) {
        val body = AmmHttp.empty(AmmMediaTypes.ACCESS_TIME)
        ask("Telling that the conversation was looked at", HttpMethod.Post, address(conversation), AmmMediaTypes.ACCESS_TIME, body)
    }

    suspend fun leave(conversation: String) {
        ask("Leaving the conversation", HttpMethod.Delete, address(conversation), accept = null)
    }

    /** Marks everything of a conversation as read, up to and with [upTo] where it is given. */
    suspend fun markConversation(conversation: String, upTo: String?) {
        val base = resources.markAsReadIf ?: return
        val end = upTo?.let { "&upTo=${it.encodeURLParameter()}" }.orEmpty()
        ask(READING, HttpMethod.Post, base.with("conversationId=${conversation.encodeURLParameter()}$end"), accept = null)
    }

    suspend fun markMessages(ids: List<String>) {
        val base = resources.markAsReadBatch ?: return
        val body = buildJsonObject { putJsonArray("messageIds") { ids.forEach { add(it) } } }
        ask(READING, HttpMethod.Post, base, accept = null, body = AmmHttp.json(AmmMediaTypes.MESSAGE_IDS, body))
    }

    /** What the service knows of [addresses]; one that it does not mention is nobody's. */
    suspend fun validate(addresses: List<String>): List<AmmValidation> {
        val base = resources.validateAddresses ?: return emptyList()
        val what = "Validating addresses"
        val answer = if (flavour == AmmFlavour.V3_2) {
            val body = buildJsonObject { putJsonArray("addresses") { addresses.forEach { addJsonObject { put("address", it) } } } }
            ask(what, HttpMethod.Post, base, AmmMediaTypes.VALIDATED_ADDRESSES, AmmHttp.json(AmmMediaTypes.ADDRESSES_TO_VALIDATE, body))
        } else {
            val query = addresses.joinToString("&") { "address=${it.encodeURLParameter()}" }
            ask(what, HttpMethod.Get, base.with(query), AmmMediaTypes.VALIDATED_ADDRESSES)
        }
        return AmmCodec.validations(json(what, answer))
    }

    /** Sends a message: made once, with no deadline of its own where files go with it. The answer, also a refusal. */
    suspend fun send(body: OutgoingContent, hasFiles: Boolean): AmmAnswer = http.call(
        AmmHttp.Request(
            SENDING,
            HttpMethod.Post,
            resources.outbox,
            types.message,
            body,
            timeoutMillis = if (hasFiles) null else requestMillis,
            repeats = false,
        ),
    )

    fun failure(what: String, answer: AmmAnswer) = AmmFailures.of(what, endpoint.host, answer)

    fun unreadable(what: String) = AmmFailures.unreadable(what, endpoint.host)

    fun message(answer: AmmAnswer): AmmMessage? = answer.json?.let(AmmCodec::message)

    fun address(conversation: String): String = resources.conversation(conversation.encodeURLPathPart())

    private suspend fun ask(what: String, method: HttpMethod, address: String, accept: String?, body: OutgoingContent? = null): AmmAnswer =
        succeeded(AmmHttp.Request(what, method, address, accept, body, timeoutMillis = requestMillis))

    private suspend fun succeeded(request: AmmHttp.Request): AmmAnswer {
        val answer = http.call(request)
        if (!answer.isSuccess) throw TransportException(failure(request.what, answer))
        return answer
    }

    private fun json(what: String, answer: AmmAnswer): JsonObject = answer.json ?: throw unreadable(what)

    private fun JsonObjectBuilder.fields(filter: Filter) {
        if (filter.ids.isNotEmpty()) putJsonArray("ids") { filter.ids.forEach { addJsonObject { put("id", it) } } }
        filter.text?.let {
            put("searchString", it)
            put("searchSubject", filter.inSubject)
            put("searchParticipants", filter.inParticipants)
            put("searchBody", filter.inBody)
        }
        filter.afterMillis?.let { put("searchAfterDate", iso(it)) }
    }

    private fun query(filter: Filter): String {
        val parameters = buildList {
            filter.ids.forEach { add("id" to it) }
            filter.text?.let {
                add("q" to it)
                add("subject" to "${filter.inSubject}")
                add("participants" to "${filter.inParticipants}")
                add("body" to "${filter.inBody}")
            }
            filter.afterMillis?.let { add("after" to iso(it)) }
        }
        return if (parameters.isEmpty()) {
            ""
        } else {
            parameters.joinToString("&", "?") { (name, value) ->
                "$name=${value.encodeURLParameter()}"
            }
        }
    }

    private fun String.with(query: String): String = this + (if ('?' in this) "&" else "?") + query

    internal companion object {
        const val SENDING = "Sending the message"
        private const val READING = "Marking as read"
        private const val MILLIS = 1_000L
        private const val NO_CONTENT = 204

        fun JsonObjectBuilder.person(entity: AmmEntity) {
            put("address", entity.address)
            put("type", entity.type ?: "CONTACT")
        }

        /** With milliseconds, always: `2026-11-21T10:00:00.000Z`. */
        fun iso(millis: Long): String {
            val text = Instant.fromEpochMilliseconds(millis).toString().removeSuffix("Z")
            val (whole, fraction) = text.substringBefore('.') to text.substringAfter('.', "")
            return "$whole.${fraction.take(DIGITS).padEnd(DIGITS, '0')}Z"
        }

        private const val DIGITS = 3
    }
}
