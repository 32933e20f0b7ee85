package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ConversationInfo
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationNotice
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Importance
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Sensitivity
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Makes neutral values of what the service says (protocol notes §B.5, §B.6), as the user with the address [self] sees it. */
internal class AmmMapping(private val self: String) {
    fun isSelf(address: String?): Boolean = address.equals(self, ignoreCase = true)

    fun participant(entity: AmmEntity): Participant {
        val own = isSelf(entity.address)
        // All have the same rights; nobody is an agent here (§A.5.1).
        return Participant(
            if (own) Participant.Kind.GUEST else Participant.Kind.UNKNOWN,
            entity.displayName,
            entity.pictureUrl,
            entity.address,
            own,
        )
    }

    /** @param people who takes part; [messages] newest first. */
    fun listed(conversation: AmmConversation, people: List<AmmEntity>, messages: List<AmmMessage>): ListedConversation {
        val id = ConversationId(conversation.id)
        val info = ConversationInfo.Builder(id)
            .subject(conversation.subject)
            .participants(people.map(::participant))
            .active(conversation.active)
            .closed(conversation.closed)
            .unreadCount(conversation.unreadCount)
            .totalCount(conversation.totalCount)
            .lastUpdatedMillis(conversation.lastUpdatedMillis)
            .lastAccessedMillis(conversation.lastAccessedMillis)
            .sensitivity(sensitivity(conversation.sensitivity))
            .build()
        return ListedConversation(info, page(id, messages, whole = conversation.messages, isLast = false))
    }

    /**
     * @param messages those to tell, newest first.
     * @param whole all that the service gave, newest first: the way back begins at the oldest of them.
     * @param isLast whether the service has nothing older.
     */
    fun page(conversation: ConversationId, messages: List<AmmMessage>, whole: List<AmmMessage>, isLast: Boolean): HistoryPage {
        val begins = whole.any { it.event == AmmMessage.START }
        val older = whole.lastOrNull()?.id?.takeUnless { isLast || begins }?.let(::Cursor)
        return HistoryPage(conversation, messages.asReversed().map(::message), older)
    }

    fun message(entry: AmmMessage): Message {
        // What nobody wrote never is an own message, whoever brought it about.
        val direction = if (entry.isMessage && isSelf(entry.from?.address)) Direction.INBOUND else Direction.OUTBOUND
        return Message.Builder(MessageId(entry.id), direction)
            .serverId(entry.id)
            .from(entry.from?.let(::participant))
            .parts(parts(entry))
            .timeMillis(entry.receivedMillis)
            .replyTo(entry.inReplyTo)
            .read(entry.isRead)
            .importance(importance(entry.importance))
            .sensitivity(sensitivity(entry.sensitivity))
            .notice(if (entry.isMessage) null else notice(entry))
            .build()
    }

    private fun parts(entry: AmmMessage): List<MessagePart> = buildList {
        if (entry.body.isNotEmpty() && entry.isMessage) add(MessagePart.Text(entry.body))
        // No capability is told for HTML; what somebody else sends without plain words is kept as it is.
        if (entry.body.isEmpty() && entry.htmlBody != null) add(MessagePart.Unknown("text/html", html(entry.htmlBody)))
        entry.parts.forEachIndexed { index, part -> add(MessagePart.Attachment(attachment(entry, part, index))) }
    }

    private fun html(body: String) = buildJsonObject { put("htmlBody", body) }.toString()

    private fun attachment(entry: AmmMessage, part: AmmPart, index: Int): Attachment {
        val isPreview = part.inline && entry.parts.any { it !== part && !it.inline && it.fileName == part.fileName }
        return Attachment(
            AttachmentId("${entry.id}/${part.id ?: index}"),
            part.fileName,
            part.sizeBytes,
            part.mimeType,
            if (isPreview) THUMBNAIL else AmmFileKind.of(part.mimeType).word,
            part.media,
        )
    }

    private fun notice(entry: AmmMessage): ConversationNotice {
        val kind = NOTICES[entry.event] ?: ConversationNotice.Kind.UNKNOWN
        val reason = when (kind) {
            ConversationNotice.Kind.ESCALATED -> entry.sessionType
            ConversationNotice.Kind.UNKNOWN -> entry.event
            else -> entry.reason
        }
        val subject = entry.subject.takeIf { kind == ConversationNotice.Kind.SUBJECT_CHANGED }
        return ConversationNotice(kind, entry.eventParticipants.map(::participant), reason, subject)
    }

    companion object {
        /** What [Attachment.mediaType] says of the preview of the file that has the same name and stands before it. */
        const val THUMBNAIL = "Thumbnail"

        private val NOTICES = mapOf(
            AmmMessage.START to ConversationNotice.Kind.STARTED,
            AmmMessage.JOINED to ConversationNotice.Kind.JOINED,
            AmmMessage.LEFT to ConversationNotice.Kind.LEFT,
            AmmMessage.SUBJECT_CHANGE to ConversationNotice.Kind.SUBJECT_CHANGED,
            AmmMessage.SESSION to ConversationNotice.Kind.ESCALATED,
            AmmMessage.CLOSED to ConversationNotice.Kind.CLOSED,
        )

        fun sensitivity(word: String?): Sensitivity =
            if (word == null) Sensitivity.NORMAL else Sensitivity.entries.firstOrNull { it.name == word.uppercase() } ?: Sensitivity.UNKNOWN

        fun importance(word: String?): Importance =
            if (word == null) Importance.NORMAL else Importance.entries.firstOrNull { it.name == word.uppercase() } ?: Importance.UNKNOWN
    }
}

/** The kinds of files that the service tells apart (§A.4.3). */
internal enum class AmmFileKind(val word: String) {
    AUDIO("Audio"),
    IMAGE("Image"),
    VIDEO("Video"),
    OTHER("File"),
    ;

    companion object {
        fun of(mediaType: String?): AmmFileKind = when (mediaType?.substringBefore('/')?.trim()?.lowercase()) {
            "audio" -> AUDIO
            "image" -> IMAGE
            "video" -> VIDEO
            else -> OTHER
        }
    }
}
