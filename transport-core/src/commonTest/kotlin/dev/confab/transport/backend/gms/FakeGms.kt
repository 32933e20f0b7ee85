package dev.confab.transport.backend.gms

import dev.confab.transport.backend.webmessaging.FakeRest
import io.ktor.http.headersOf
import io.ktor.http.parseQueryString
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import kotlin.concurrent.Volatile

/** A chat server of a few lines, polled, that misbehaves as the test says. */
internal class FakeGms {
    class Entry(val type: String, val from: String, val text: String?, val userData: Map<String, String> = emptyMap())

    val rest = FakeRest()

    /** Replaced as a whole, because tests write while requests read. */
    @Volatile
    var log: List<Entry> = emptyList()
    var alias = "117"
    var ended = false
    var chats = 0

    /** What happens to an operation before it is carried out; null: nothing. */
    var before: (operation: String) -> FakeRest.Answer? = { null }

    /** What happens after it was carried out: throws to lose the answer. */
    var after: (operation: String) -> Unit = { }

    /** Whether answers to messages show the transcript. */
    var echoesAtOnce = true

    init {
        rest.answer = { asked -> answer(asked.url, asked.body) }
    }

    fun options(): GmsOptions.Builder = GmsOptions.builder()
        .dataUrl("https://gms.example.com/genesys/2/chat/customer-support")
        .guest(GmsGuest.builder().nickname("Ada").build())
        .pollIntervalMillis(20)

    fun say(text: String) {
        log += Entry("Message", "Agent", text)
    }

    fun operations(): List<String> = rest.asked.map { operation(it.url) }

    private fun operation(url: String): String = url.substringAfter("customer-support").trim('/').substringAfter('/', "").ifEmpty {
        "create"
    }

    private fun answer(url: String, body: String): FakeRest.Answer {
        val operation = operation(url)
        before(operation)?.let { return it }
        val form = parseQueryString(body)
        val from = form["transcriptPosition"]?.toInt()
        val answer = when (operation) {
            "create" -> {
                chats++
                ended = false
                log = emptyList()
                log += Entry("ParticipantJoined", "Client", null)
                response(1)
            }

            "send" -> {
                log += Entry("Message", "Client", form["message"])
                response(from.takeIf { echoesAtOnce })
            }

            "refresh" -> response(maxOf(1, from ?: 1))

            "disconnect" -> {
                log += Entry("ParticipantLeft", "Client", null)
                ended = true
                response(null)
            }

            "file/limits" -> limits

            else -> response(null)
        }
        after(operation)
        return FakeRest.Answer(200, answer.toString(), headersOf("Content-Type", "application/json"))
    }

    fun response(from: Int?): JsonObject = buildJsonObject {
        put("statusCode", 0)
        put("chatEnded", ended)
        put("chatId", "chat-$chats")
        put("userId", "007C")
        put("secureKey", "SECRET-KEY")
        put("alias", alias)
        put("nextPosition", log.size + 1)
        putJsonArray("messages") {
            if (from != null) log.forEachIndexed { place, entry -> if (place + 1 >= from) add(json(place + 1, entry)) }
        }
    }

    private fun json(index: Int, entry: Entry) = buildJsonObject {
        put("index", index)
        put("type", entry.type)
        entry.text?.let { put("text", it) }
        put("utcTime", 1_714_557_600_000L + index)
        putJsonObject("from") {
            put("nickname", if (entry.from == "Client") "Ada" else "Robin")
            put("participantId", if (entry.from == "Client") 1 else 2)
            put("type", entry.from)
        }
        if (entry.userData.isNotEmpty()) put("userData", JsonObject(entry.userData.mapValues { JsonPrimitive(it.value) }))
    }

    companion object {
        val limits: JsonObject = buildJsonObject {
            put("statusCode", 0)
            putJsonArray("messages") {
                add(
                    buildJsonObject {
                        put("type", "Notice")
                        put("text", "file-client-cfg-get")
                        putJsonObject("userData") {
                            put("upload-max-files", "5")
                            put("upload-max-file-size", "1048576")
                            put("upload-file-types", "jpg:png:pdf")
                            put("upload-need-agent", "false")
                        }
                    },
                )
            }
        }

        fun refusal(statusCode: Int, chatEnded: Boolean, error: Int?): FakeRest.Answer {
            val errors = if (error == null) "[]" else """[{"code": $error, "advice": "no, SECRET-KEY"}]"""
            return FakeRest.Answer(200, """{"statusCode": $statusCode, "chatEnded": $chatEnded, "errors": $errors}""")
        }
    }
}
