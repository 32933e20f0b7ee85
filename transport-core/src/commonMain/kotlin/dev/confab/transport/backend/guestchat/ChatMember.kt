package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.texts
import kotlinx.serialization.json.JsonObject

/** Somebody in a conversation (protocol notes of guest chat §4.3). Each appearance of a person is a member of its own. */
public class ChatMember internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val id: String? = fields.text("id")
    public val displayName: String? = fields.text("displayName")
    public val firstName: String? = fields.text("firstName")
    public val lastName: String? = fields.text("lastName")
    public val email: String? = fields.text("email")
    public val phoneNumber: String? = fields.text("phoneNumber")

    /** The address of a picture, as the service gave it and unchecked. */
    public val avatarImageUrl: String? = fields.text("avatarImageUrl")
    public val role: MemberRole? = fields.text("role")?.let(MemberRole::of)
    public val state: MemberState? = fields.text("state")?.let(MemberState::of)

    /** ISO 8601 in UTC. */
    public val joinDate: String? = fields.text("joinDate")

    /** ISO 8601 in UTC; null as long as the member is here. */
    public val leaveDate: String? = fields.text("leaveDate")
    public val joinMillis: Long? get() = millisOf(joinDate)
    public val leaveMillis: Long? get() = millisOf(leaveDate)

    /** Whether the guest came with a token that says who they are. */
    public val authenticatedGuest: Boolean? = fields.flag("authenticatedGuest")
    public val customFields: Map<String, String> = fields.obj("customFields")?.texts().orEmpty()

    /** Names are personal data and stay out of logs. */
    override fun toString(): String = "ChatMember($id, $role, $state)"
}

/** A page of the members of a conversation (protocol notes of guest chat §4.3). One after the last has no members. */
public class ChatMembersPage internal constructor(fields: JsonObject) : ChatAnswer(fields) {
    public val entities: List<ChatMember> = fields.objects("entities").map(::ChatMember)
    public val pageSize: Long? = fields.number("pageSize")

    /** From 1. */
    public val pageNumber: Long? = fields.number("pageNumber")

    /** How many members there are on all pages. */
    public val total: Long? = fields.number("total")
    public val pageCount: Long? = fields.number("pageCount")
    public val selfUri: String? = fields.text("selfUri")
    public val firstUri: String? = fields.text("firstUri")
    public val lastUri: String? = fields.text("lastUri")

    /** Null on the last page. */
    public val nextUri: String? = fields.text("nextUri")

    /** Null on the first page. */
    public val previousUri: String? = fields.text("previousUri")

    override fun toString(): String = "ChatMembersPage($pageNumber of $pageCount, ${entities.size} members)"
}
