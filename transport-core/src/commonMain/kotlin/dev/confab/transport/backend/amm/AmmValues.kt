package dev.confab.transport.backend.amm

// What the documents of the service hold (protocol notes §B.5, §B.6), as far as a client uses it. Absent is null. Text forms show no content.

/** A person, or what else has an address. */
internal class AmmEntity(val address: String, val displayName: String?, val type: String?, val pictureUrl: String?) {
    override fun equals(other: Any?): Boolean = other is AmmEntity && other.address.equals(address, ignoreCase = true)

    override fun hashCode(): Int = address.lowercase().hashCode()

    override fun toString(): String = "AmmEntity"
}

/** A file of a message. [inline] ones with the name of another are its preview. */
internal class AmmPart(
    val id: String?,
    val mimeType: String?,
    val inline: Boolean,
    val fileName: String?,
    val sizeBytes: Long?,
    val durationSeconds: Long?,
    val media: String?,
)

/** An entry of a conversation: words, files, or something that happened (§B.6.4). */
internal class AmmMessage(
    val id: String,
    val threadId: String?,
    val subject: String?,
    val body: String,
    val htmlBody: String?,
    val from: AmmEntity?,
    val to: List<AmmEntity>,
    val event: String,
    val eventParticipants: List<AmmEntity>,
    val reason: String?,
    val sessionType: String?,
    val isRead: Boolean?,
    val importance: String?,
    val sensitivity: String?,
    val inReplyTo: String?,
    val parts: List<AmmPart>,
    val receivedMillis: Long?,
) {
    val isMessage: Boolean get() = event == MESSAGE

    override fun toString(): String = "AmmMessage($id, $event)"

    companion object {
        const val MESSAGE = "MESSAGE"
        const val JOINED = "JOINED"
        const val LEFT = "LEFT"
        const val SUBJECT_CHANGE = "SUBJECT_CHANGE"
        const val SESSION = "SESSION"
        const val CLOSED = "CLOSED"
        const val START = "START"
    }
}

/**
 * @property messages newest first, as the service writes them.
 * @property participants null where the document only has a link to them.
 */
internal class AmmConversation(
    val id: String,
    val subject: String?,
    val active: Boolean,
    val closed: Boolean,
    val sensitivity: String?,
    val participants: List<AmmEntity>?,
    val messages: List<AmmMessage>,
    val lastAccessedMillis: Long?,
    val lastUpdatedMillis: Long?,
    val totalCount: Int?,
    val unreadCount: Int?,
) {
    override fun toString(): String = "AmmConversation($id, ${messages.size} messages)"
}

internal class AmmConversations(val conversations: List<AmmConversation>, val lastUpdatedMillis: Long?, val hasMore: Boolean)

/** @property valid empty: [query] is nobody's address. */
internal class AmmValidation(val query: String, val valid: List<AmmEntity>)
