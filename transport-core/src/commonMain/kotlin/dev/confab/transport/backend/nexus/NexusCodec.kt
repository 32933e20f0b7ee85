package dev.confab.transport.backend.nexus

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/** Reads the service's answers and writes its forms (protocol notes §3.2, §3.3). Field by field: what is strange costs only itself. */
internal object NexusCodec {
    class Created(val sessionId: String, val selfUri: String?, val token: String)

    /** @property hasMore of a piece: the rest is to be asked for (§3.4). */
    class Page(val entries: List<NexusEntry>, val hasMore: Boolean)

    fun code(root: JsonObject): String? = root.obj("status")?.text("code")

    fun created(root: JsonObject): Created? {
        val data = root.obj("data") ?: return null
        val token = data.text("clientToken") ?: return null
        val entity = data.obj("entity")
        val id = entity?.text("id") ?: NexusSessionData.claims(token)?.text("sessionId") ?: return null
        return Created(id, entity?.text("selfUri"), token)
    }

    /** Whether a session goes on (§3.4); null where [root] does not say. */
    fun active(root: JsonObject): Boolean? = root.obj("data")?.flag("active")

    /** Null when [root] holds no list of messages. @param first the index of the first entry, where entries tell none. */
    fun page(root: JsonObject, first: Int): Page? {
        val data = root.obj("data") ?: return null
        if ("messages" !in data) return null
        val entries = data.objects("messages").mapIndexed { place, source -> entry(source, first + place) }
        return Page(entries, data.flag("hasMore") == true)
    }

    fun page(json: String): Page? = BoundedJson.parseObject(json)?.let { page(it, 1) }

    private fun entry(source: JsonObject, place: Int) = NexusEntry(
        id = source.text("id")?.ifEmpty { null },
        index = source.number("index")?.takeIf { it in 1..<Int.MAX_VALUE }?.toInt() ?: place,
        type = source.text("type").orEmpty(),
        text = source.text("text"),
        from = source.obj("from")?.let { NexusParty(it.text("participantId"), it.text("nickname"), it.text("type")) },
        timeMillis = time(source),
        raw = source.toString(),
    )

    /** As a number of milliseconds, or as ISO 8601. */
    private fun time(source: JsonObject): Long? = source.number("timestamp")
        ?: source.text("timestamp")?.let { runCatching { Instant.parse(it).toEpochMilliseconds() }.getOrNull() }

    fun createForm(options: NexusOptions, guest: NexusGuest, userData: Map<String, String>): List<Pair<String, String>> = buildList {
        guest.firstName?.let { add("data[firstName]" to it) }
        guest.lastName?.let { add("data[lastName]" to it) }
        guest.nickname?.let { add("data[nickname]" to it) }
        guest.emailAddress?.let { add("data[email]" to it) }
        add("data[endpoint]" to options.endpoint)
        options.stream?.let { add("data[stream]" to it) }
        userData.forEach { (name, value) -> add("data[$name]" to value) }
    }

    fun messageForm(type: String, text: String?): List<Pair<String, String>> =
        listOfNotNull("data[type]" to type, text?.let { "data[text]" to it })
}
