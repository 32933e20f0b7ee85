package dev.confab.transport.backend.guestchat

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.jvm.JvmStatic

/** A message of the guest (protocol notes of guest chat §4.4). Immutable; made by [of]. */
public class CreateMessageRequest private constructor(public val body: String, public val bodyType: BodyType?) {
    internal fun toJson(): JsonObject = buildJsonObject {
        put("body", body)
        bodyType?.let { put("bodyType", it.value) }
    }

    override fun equals(other: Any?): Boolean = other is CreateMessageRequest && other.body == body && other.bodyType == bodyType

    override fun hashCode(): Int = body.hashCode()

    /** Without the text, which stays out of logs. */
    override fun toString(): String = "CreateMessageRequest(${body.length} characters, $bodyType)"

    public companion object {
        /** The service takes no more characters in one message. */
        public const val MAX_CHARACTERS: Int = 4000

        /** What the guest says; the service takes it for [BodyType.STANDARD]. */
        @JvmStatic
        public fun of(body: String): CreateMessageRequest = checked(body, null)

        /** @param bodyType a guest has [BodyType.STANDARD] and [BodyType.NOTICE]. */
        @JvmStatic
        public fun of(body: String, bodyType: BodyType): CreateMessageRequest = checked(body, bodyType)

        private fun checked(body: String, bodyType: BodyType?): CreateMessageRequest {
            require(body.isNotEmpty()) { "The body of a message must not be empty: the service refuses it." }
            require(body.length <= MAX_CHARACTERS) { tooLong(body) }
            return CreateMessageRequest(body, bodyType)
        }

        internal fun tooLong(body: String): String =
            "The message has ${body.length} characters, the service takes $MAX_CHARACTERS: shorten it or split it into several messages."
    }
}
