package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.list
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject

/** An entry of a conversation (protocol notes of guest chat §4.4). */
public class ChatMessage internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val id: String? = fields.text("id")
    public val name: String? = fields.text("name")
    public val conversation: ChatConversation? = fields.obj("conversation")?.let(::ChatConversation)

    /** Who wrote it; the service tells the id only. */
    public val sender: ChatMember? = fields.obj("sender")?.let(::ChatMember)

    /** Absent or empty where somebody joined or left. */
    public val body: String? = fields.text("body")
    public val bodyType: BodyType? = fields.text("bodyType")?.let(BodyType::of)

    /** ISO 8601 in UTC. */
    public val timestamp: String? = fields.text("timestamp")
    public val timeMillis: Long? get() = millisOf(timestamp)
    public val selfUri: String? = fields.text("selfUri")

    /** Without the text, which stays out of logs. */
    override fun toString(): String = "ChatMessage($id, $bodyType)"
}

/** The conversation that an answer belongs to. */
public class ChatConversation internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val id: String? = fields.text("id")
    public val name: String? = fields.text("name")
    public val member: ChatMember? = fields.obj("member")?.let(::ChatMember)
    public val selfUri: String? = fields.text("selfUri")
}

/** Somebody is typing (protocol notes of guest chat §4.4). Nothing of it is kept by the service; show it for about four seconds. */
public class ChatTyping internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val id: String? = fields.text("id")
    public val conversation: ChatConversation? = fields.obj("conversation")?.let(::ChatConversation)
    public val sender: ChatMember? = fields.obj("sender")?.let(::ChatMember)

    /** ISO 8601 in UTC. */
    public val timestamp: String? = fields.text("timestamp")
    public val timeMillis: Long? get() = millisOf(timestamp)
}

/** A piece of a conversation (protocol notes of guest chat §4.4), in the order that was asked for. */
public class ChatMessagesPage internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val entities: List<ChatMessage> = fields.objects("entities").map(::ChatMessage)

    /** How many entries the service gave, with those that are none. */
    internal val rawCount: Int get() = fields.list("entities").size
    public val pageSize: Long? = fields.number("pageSize")
    public val previousPage: String? = fields.text("previousPage")
    public val next: String? = fields.text("next")
    public val selfUri: String? = fields.text("selfUri")

    override fun toString(): String = "ChatMessagesPage(${entities.size} messages)"
}
