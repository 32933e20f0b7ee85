package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.textList
import kotlinx.serialization.json.JsonObject

/** The wish of an agent to see the guest's page or screen (protocol notes of guest chat §4.5). This library joins neither. */
public class ChatMediaRequest internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val id: String? = fields.text("id")
    public val name: String? = fields.text("name")
    public val types: List<MediaType> = fields.textList("types").map(MediaType::of)
    public val state: MediaRequestState? = fields.text("state")?.let(MediaRequestState::of)

    /** Names the session that the guest may join, once accepted. */
    public val communicationId: String? = fields.text("communicationId")

    /** Lets its holder into that session: a secret. */
    public val securityKey: String? = fields.text("securityKey")
    public val selfUri: String? = fields.text("selfUri")

    override fun toString(): String = "ChatMediaRequest($id, $types, $state)"
}

/** All media requests of a conversation. */
public class ChatMediaRequests internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val entities: List<ChatMediaRequest> = fields.objects("entities").map(::ChatMediaRequest)
}
