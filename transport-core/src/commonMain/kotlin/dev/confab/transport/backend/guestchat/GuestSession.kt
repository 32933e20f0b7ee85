package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.text
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/**
 * What names a conversation and lets its guest in; goes through restarts as `SessionInfo.resumeState`. Not a data class: its text form must
 * not show the JWT, nor the stream's address, which holds it, too.
 */
internal class GuestSession(val conversationId: String, val memberId: String, val jwt: String, val eventStreamUri: String) {
    fun encode(): String = buildJsonObject {
        put("conversationId", conversationId)
        put("memberId", memberId)
        put("jwt", jwt)
        put("eventStreamUri", eventStreamUri)
    }.toString()

    override fun toString(): String = "GuestSession($conversationId)"

    companion object {
        /** Null for what another version, or another back end, has written. */
        fun decode(text: String): GuestSession? {
            val fields = BoundedJson.parseObject(text) ?: return null
            return of(fields.text("conversationId"), fields.text("memberId"), fields.text("jwt"), fields.text("eventStreamUri"))
        }

        fun of(created: CreatedConversation): GuestSession? = of(created.id, created.member?.id, created.jwt, created.eventStreamUri)

        private fun of(conversationId: String?, memberId: String?, jwt: String?, eventStreamUri: String?): GuestSession? {
            val all = listOf(conversationId, memberId, jwt, eventStreamUri)
            if (all.any { it.isNullOrBlank() }) return null
            return GuestSession(conversationId.orEmpty(), memberId.orEmpty(), jwt.orEmpty(), eventStreamUri.orEmpty())
        }
    }
}
