package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject

/** A conversation that was created (protocol notes of guest chat §4.2). It is routed only when its event stream is attached. */
public class CreatedConversation internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val id: String? = fields.text("id")

    /** What every later call needs: see [GuestChatApi.withJwt]. A secret. */
    public val jwt: String? = fields.text("jwt")

    /** The WebSocket on which everything that happens is told. Its path holds the JWT: a secret, too. */
    public val eventStreamUri: String? = fields.text("eventStreamUri")

    /** The guest; the service tells the id only. */
    public val member: ChatMember? = fields.obj("member")?.let(::ChatMember)
}
