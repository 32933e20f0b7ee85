package dev.confab.transport.backend.gms

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/**
 * What names a chat at the service: the id, and the triple that every operation carries (protocol notes §1.2). A secret: whoever has it
 * can write in the guest's name.
 *
 * @property alias as the last answer had it; it changes when another chat server takes over.
 */
public class GmsSession(public val chatId: String, public val userId: String, public val secureKey: String, public val alias: String) {
    /** With what an answer knows better. */
    internal fun heard(response: GmsResponse): GmsSession {
        val next = GmsSession(
            response.chatId ?: chatId,
            response.userId ?: userId,
            response.secureKey ?: secureKey,
            response.alias ?: alias,
        )
        return if (next == this) this else next
    }

    override fun equals(other: Any?): Boolean = other is GmsSession &&
        other.chatId == chatId &&
        other.userId == userId &&
        other.secureKey == secureKey &&
        other.alias == alias

    override fun hashCode(): Int = chatId.hashCode() * 31 + alias.hashCode()

    /** Without anything of it. */
    override fun toString(): String = "GmsSession"

    internal companion object {
        /** Stands for the id of a chat that the service does not name: there, its key alone does. */
        const val NAMELESS = "chat"

        /** Null when [response] lacks what names a chat. Over CometD the key alone does. */
        fun of(response: GmsResponse, keyIsEnough: Boolean): GmsSession? {
            val key = response.secureKey ?: return null
            val chatId = response.chatId ?: if (keyIsEnough) NAMELESS else return null
            val userId = response.userId ?: if (keyIsEnough) "" else return null
            return GmsSession(chatId, userId, key, response.alias.orEmpty())
        }
    }
}

/**
 * What the next link must know: the chat, how far its transcript was read when this was written, and which files are the guest's.
 *
 * @property ended the chat is over: the next link begins another one.
 */
internal class GmsResume(val session: GmsSession, val position: Int, val ended: Boolean, val files: List<GmsOwnFile>) {
    fun encode(): String = buildJsonObject {
        put("chatId", session.chatId)
        put("userId", session.userId)
        put("secureKey", session.secureKey)
        put("alias", session.alias)
        put("position", position)
        if (ended) put("ended", true)
        if (files.isNotEmpty()) put("files", JsonArray(files.map(GmsOwnFile::encode)))
    }.toString()

    companion object {
        /** Null for what this version did not write. */
        fun decode(text: String?): GmsResume? {
            val root = text?.let(BoundedJson::parseObject) ?: return null
            val session = GmsSession(
                root.text("chatId") ?: return null,
                root.text("userId") ?: return null,
                root.text("secureKey") ?: return null,
                root.text("alias") ?: return null,
            )
            val position = root.number("position")?.toInt() ?: 1
            return GmsResume(session, position, root.flag("ended") == true, root.objects("files").mapNotNull(GmsOwnFile::decode))
        }
    }
}

/**
 * A file that this guest uploaded: the service shows it to everybody at once, while for the application it belongs to the message that
 * carries it.
 *
 * @property fileId the service's name for it.
 * @property index where its own entry stands in the transcript, once that is known.
 * @property carrier the index of the message that carries it; its own index when it was sent without words. Null: not sent yet.
 */
internal class GmsOwnFile(val id: String, val fileId: String, val index: Int?, val carrier: Int?, val facts: Map<String, String>) {
    fun at(index: Int): GmsOwnFile = GmsOwnFile(id, fileId, index, carrier, facts)

    fun carriedBy(index: Int): GmsOwnFile = GmsOwnFile(id, fileId, this.index, index, facts)

    fun encode(): JsonObject = buildJsonObject {
        put("id", id)
        put("fileId", fileId)
        index?.let { put("index", it) }
        carrier?.let { put("carrier", it) }
        put("facts", JsonObject(facts.mapValues { JsonPrimitive(it.value) }))
    }

    companion object {
        const val NAME = "name"
        const val SIZE = "size"
        const val TYPE = "type"

        fun decode(source: JsonObject): GmsOwnFile? = GmsOwnFile(
            source.text("id") ?: return null,
            source.text("fileId") ?: return null,
            source.number("index")?.toInt(),
            source.number("carrier")?.toInt(),
            source.obj("facts")?.texts().orEmpty(),
        )
    }
}
