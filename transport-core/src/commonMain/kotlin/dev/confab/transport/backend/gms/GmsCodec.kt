package dev.confab.transport.backend.gms

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Reads responses (protocol notes §1.3): field by field, so that what is strange costs itself and nothing else. */
internal object GmsCodec {
    /** Null when [json] is no response at all: bad JSON, too long, too deep, or neither a status nor anything of a chat in it. */
    fun decode(json: String): GmsResponse? = BoundedJson.parseObject(json)?.let(::decode)

    fun decode(root: JsonObject): GmsResponse? {
        if (KNOWN.none { it in root }) return null
        val errors = root.objects("errors").map(::error)
        return GmsResponse(
            // An answer that names errors and no status has failed; older clients saw answers without a status that were good.
            statusCode = root.number("statusCode")?.toIntInRange() ?: if (errors.isEmpty()) GmsResponse.DONE else GmsResponse.LOST,
            chatEnded = truth(root, "chatEnded"),
            chatId = root.text("chatId")?.ifEmpty { null },
            userId = root.text("userId")?.ifEmpty { null },
            secureKey = root.text("secureKey")?.ifEmpty { null },
            alias = root.text("alias")?.ifEmpty { null },
            nextPosition = root.number("nextPosition")?.toIntInRange()?.takeIf { it > 0 },
            messages = root.objects("messages").take(MAX_ENTRIES).map(::entry),
            userData = root.obj("userData")?.texts().orEmpty(),
            errors = errors,
            raw = root.toString(),
        )
    }

    private fun entry(source: JsonObject) = GmsEntry(
        // The position after it must be a number, too.
        index = source.number("index")?.toIntInRange()?.takeIf { it in 1..<Int.MAX_VALUE },
        type = source.text("type").orEmpty(),
        from = source.obj("from")?.let { GmsParty(it.text("nickname"), it.number("participantId")?.toIntInRange(), it.text("type")) },
        text = source.text("text"),
        utcTimeMillis = source.number("utcTime"),
        messageType = source.text("messageType"),
        userData = source.obj("userData")?.texts().orEmpty(),
        eventAttributes = source.obj("eventAttributes")?.let(::flattened).orEmpty(),
        raw = source.toString(),
    )

    /** `{"GCTI_SYSTEM": {"quit-reason-code": "5"}}` and `{"GCTI_SYSTEM/quit-reason-code": "5"}` mean the same. */
    private fun flattened(source: JsonObject): Map<String, String> = buildMap {
        source.forEach { (name, value) ->
            when (value) {
                is JsonPrimitive -> put(name, value.content)
                is JsonObject -> value.texts().forEach { (inner, text) -> put("$name/$inner", text) }
                else -> Unit
            }
        }
    }

    private fun error(source: JsonObject) = GmsError(source.number("code")?.toIntInRange(), source.text("advice"))

    private fun truth(source: JsonObject, name: String): Boolean = source.flag(name) ?: (source.text(name) == "true")

    private fun Long.toIntInRange(): Int? = if (this in Int.MIN_VALUE..Int.MAX_VALUE) toInt() else null

    /** A response has at least one of them. */
    private val KNOWN = listOf("statusCode", "chatEnded", "chatId", "messages", "errors", "secureKey", "userData")
    private const val MAX_ENTRIES = 20_000
}
