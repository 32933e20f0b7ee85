package dev.confab.transport.backend.nexus

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.number
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.io.encoding.Base64
import kotlin.jvm.JvmStatic

/**
 * What names a session at the service, in the words of the vendor's widgets (protocol notes §3.3, §4.2). A secret: whoever has [token] can
 * write in the guest's name.
 *
 * @property participantId the guest in the session; empty where the token does not tell.
 * @property token the client token, which goes with every request.
 */
public class NexusSessionData(
    public val sessionId: String,
    public val participantId: String,
    public val transportId: String,
    public val token: String,
) {
    override fun equals(other: Any?): Boolean = other is NexusSessionData &&
        other.sessionId == sessionId &&
        other.participantId == participantId &&
        other.transportId == transportId &&
        other.token == token

    override fun hashCode(): Int = sessionId.hashCode()

    /** Without anything of it. */
    override fun toString(): String = "NexusSessionData"

    public companion object {
        private const val MAX_TOKEN = 16_384

        /**
         * What [token] says of its session. The token is read and not verified: only the service can do that.
         *
         * @throws IllegalArgumentException when it is no token of a session.
         */
        @JvmStatic
        public fun ofToken(token: String): NexusSessionData {
            val claims = requireNotNull(claims(token)) {
                "This is no token of a chat session: it is the clientToken that the service gave, with three parts and a sessionId."
            }
            val sessionId = requireNotNull(claims.text("sessionId")) { "The token names no session: it is not the clientToken of a chat." }
            return NexusSessionData(sessionId, claims.text("participantId").orEmpty(), claims.text("transportId").orEmpty(), token)
        }

        /** Null for what is no token that can be read. */
        internal fun claims(token: String): JsonObject? {
            val parts = token.takeIf { it.length <= MAX_TOKEN }?.split('.') ?: return null
            if (parts.size != 3) return null
            val bytes = try {
                Base64.UrlSafe.withPadding(Base64.PaddingOption.PRESENT_OPTIONAL).decode(parts[1])
            } catch (_: IllegalArgumentException) {
                return null
            }
            return BoundedJson.parseObject(bytes.decodeToString())
        }
    }
}

/**
 * What the next link must know.
 *
 * @property path of the session at the service.
 * @property read how many entries were read when this was written.
 */
internal class NexusResume(val data: NexusSessionData, val path: String, val read: Int, val ended: Boolean) {
    fun encode(): String = buildJsonObject {
        put("sessionId", data.sessionId)
        put("participantId", data.participantId)
        put("transportId", data.transportId)
        put("token", data.token)
        put("path", path)
        put("read", read)
        if (ended) put("ended", "true")
    }.toString()

    companion object {
        /** Null for what this version did not write. */
        fun decode(text: String?): NexusResume? {
            val root = text?.let(BoundedJson::parseObject) ?: return null
            val data = NexusSessionData(
                root.text("sessionId") ?: return null,
                root.text("participantId").orEmpty(),
                root.text("transportId").orEmpty(),
                root.text("token") ?: return null,
            )
            return NexusResume(data, root.text("path") ?: return null, root.number("read")?.toInt() ?: 0, root.text("ended") == "true")
        }
    }
}

/**
 * Where sessions of the asynchronous mode are kept, which live as long as the guest likes (protocol notes §3.4, §4.1): the three functions
 * `getSessionData`, `setSessionData` and `deleteSessionData` of the vendor's widgets, from this side. Keep the data as a secret.
 *
 * A client also keeps its session in its own `SessionStore`; this is for who keeps sessions elsewhere, such as with the account of the guest.
 * What is thrown here ends the opening, or the link.
 */
public interface NexusSessionStore {
    /** The session to go on with, or null to begin one. Asked when a client that knows no session of its own connects. */
    public suspend fun load(): NexusSessionData?

    /** The session is there, or has changed. */
    public suspend fun save(data: NexusSessionData)

    /** The service does not know the session any more. */
    public suspend fun delete(data: NexusSessionData)
}
