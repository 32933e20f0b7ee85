package dev.confab.transport.backend.guestchat

import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonObject

/** The body with which the service refuses a call (protocol notes of guest chat §5). Decide by [code]: the texts vary. */
public class GuestChatError internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    /** Such as `chat.error.conversation.state`, or null where the service gave no such body. */
    public val code: String? = fields.text("code")
    public val message: String? = fields.text("message")
    public val status: Long? = fields.number("status")
    public val entityId: String? = fields.text("entityId")
    public val entityName: String? = fields.text("entityName")
    public val messageWithParams: String? = fields.text("messageWithParams")
    public val messageParams: Map<String, String> = fields.obj("messageParams")?.texts().orEmpty()

    /** By this the vendor finds the call in its logs. */
    public val contextId: String? = fields.text("contextId")
    public val details: List<Detail> = fields.objects("details").map(::Detail)
    public val errors: List<GuestChatError> = fields.objects("errors").map(::GuestChatError)
    public val limit: Limit? = fields.obj("limit")?.let(::Limit)

    override fun toString(): String = "GuestChatError($code)"

    /** One thing that was wrong with the request. */
    public class Detail internal constructor(fields: JsonObject) : ChatAnswer(fields) {
        public val errorCode: String? = fields.text("errorCode")
        public val fieldName: String? = fields.text("fieldName")
        public val entityId: String? = fields.text("entityId")
        public val entityName: String? = fields.text("entityName")
    }

    /** The limit that was exceeded. */
    public class Limit internal constructor(fields: JsonObject) : ChatAnswer(fields) {
        public val key: String? = fields.text("key")
        public val namespace: String? = fields.text("namespace")
        public val value: String? = fields.text("value")
    }
}

/**
 * The service refused a call.
 *
 * @property status of HTTP.
 * @property error the body of the answer; empty where there was none that could be read.
 * @property retryAfterMillis how long the service asks to wait, or null.
 */
public class GuestChatException internal constructor(
    message: String,
    code: ErrorCode,
    public val status: Int,
    public val error: GuestChatError,
    public val retryAfterMillis: Long?,
) : MessagingException(code, message) {
    /** The service's own word for what is wrong, such as `chat.error.not.found`, or null. */
    public val errorCode: String? get() = error.code

    /** By this the vendor finds the call in its logs. */
    public val contextId: String? get() = error.contextId
}
