package dev.confab.transport.backend.amm

import dev.confab.transport.net.ContentDispositions
import dev.confab.transport.net.Timestamps
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject

/**
 * Reads the documents of the service (protocol notes §B.5, §B.6, §B.9). Never throws; what is not of the right kind costs itself only, but a list of
 * conversations that is none is not an empty one: what it does not hold is taken for gone.
 */
internal object AmmCodec {
    /** Null where this is no list; one with an entry that cannot be read is not whole. */
    fun conversations(json: JsonObject): AmmConversations? {
        val entries = json["conversations"] as? JsonArray ?: return null
        val readable = entries.mapNotNull { (it as? JsonObject)?.let(::conversation) }
        return AmmConversations(
            readable,
            json.text("lastUpdated")?.let(Timestamps::millis),
            hasMore = (json.flag("moreSearchResults") ?: false) || readable.size < entries.size,
        )
    }

    /** Null without an id. */
    fun conversation(json: JsonObject): AmmConversation? {
        val id = json.text("id")?.ifBlank { null } ?: return null
        val flags = json.obj("flags")
        val counts = json.obj("counts")
        return AmmConversation(
            id = id,
            subject = json.text("subject") ?: json.text("name"),
            active = flags?.flag("active") ?: true,
            closed = flags?.flag("closed") ?: false,
            sensitivity = flags?.text("sensitivity"),
            participants = entities(json, "participants"),
            messages = json.objects("messages").mapNotNull(::message),
            lastAccessedMillis = json.text("lastAccessedTime")?.let(Timestamps::millis),
            lastUpdatedMillis = json.text("lastUpdated")?.let(Timestamps::millis),
            totalCount = counts?.count("messageCount") ?: json.count("totalCount"),
            unreadCount = counts?.count("messageUnreadMessage") ?: json.count("unreadCount"),
        )
    }

    /** Null without an id. */
    fun message(json: JsonObject): AmmMessage? {
        val id = json.text("id")?.ifBlank { null } ?: return null
        val flags = json.obj("flags")
        val event = json.obj("event")
        return AmmMessage(
            id = id,
            threadId = json.text("threadId"),
            subject = json.text("subject"),
            body = json.text("body").orEmpty(),
            htmlBody = json.text("htmlBody")?.ifEmpty { null },
            from = json.obj("from")?.let(::entity),
            to = json.objects("to").mapNotNull(::entity),
            event = event?.text("type")?.uppercase() ?: AmmMessage.MESSAGE,
            eventParticipants = event?.objects("participants").orEmpty().mapNotNull(::entity),
            reason = event?.text("reason"),
            sessionType = event?.text("sessionType"),
            isRead = flags?.flag("read"),
            importance = flags?.text("importance"),
            sensitivity = flags?.text("sensitivity"),
            inReplyTo = json.text("inReplyTo")?.ifBlank { null },
            parts = json.objects("parts").map(::part),
            receivedMillis = (json.text("receivedDate") ?: json.text("lastModifiedDate"))?.let(Timestamps::millis),
        )
    }

    /** The people of a conversation, or those that were added to it. */
    fun participants(json: JsonObject): List<AmmEntity> = json.objects("participants").mapNotNull(::entity)

    fun validations(json: JsonObject): List<AmmValidation> = json.objects("validatedAddresses").mapNotNull { entry ->
        entry.text("query")?.let { AmmValidation(it, entry.objects("addresses").mapNotNull(::entity)) }
    }

    /** The ids of a list of ids (§B.5.3), with null for one that cannot be read; null where this is no such list. */
    fun conversationIds(json: JsonObject): List<String?>? = (json["conversationIds"] as? JsonArray)?.map { entry ->
        (entry as? JsonObject)?.text("id")?.ifBlank { null }
    }

    fun entity(json: JsonObject): AmmEntity? {
        val address = json.text("address")?.trim()?.ifEmpty { null } ?: return null
        val given = json.text("nativeGivenName")?.ifBlank { null } ?: json.text("givenName")
        val surname = json.text("nativeSurname")?.ifBlank { null } ?: json.text("surname")
        val name = json.text("displayName")?.ifBlank { null } ?: listOfNotNull(given, surname).joinToString(" ").trim().ifEmpty { null }
        return AmmEntity(address, name, json.text("type"), json.text("picture")?.ifBlank { null })
    }

    private fun part(json: JsonObject): AmmPart {
        val disposition = json.text("disposition")
        return AmmPart(
            id = json.text("partId")?.ifBlank { null },
            mimeType = json.text("mimeType")?.ifBlank { null },
            inline = disposition?.trim()?.startsWith("inline", ignoreCase = true) ?: false,
            fileName = ContentDispositions.fileName(disposition)?.ifBlank { null },
            sizeBytes = json.number("size")?.takeIf { it >= 0 },
            durationSeconds = json.number("duration")?.takeIf { it > 0 },
            media = json.text("media")?.ifBlank { null } ?: json.obj("media")?.text("href")?.ifBlank { null },
        )
    }

    /** Null where there is only a link. */
    private fun entities(json: JsonObject, name: String): List<AmmEntity>? = when (val value = json[name]) {
        is JsonArray -> value.filterIsInstance<JsonObject>().mapNotNull(::entity)
        is JsonObject -> value.objects(name).mapNotNull(::entity).ifEmpty { null }
        else -> null
    }

    private fun JsonObject.count(name: String): Int? = number(name)?.takeIf { it in 0..Int.MAX_VALUE }?.toInt()
}
