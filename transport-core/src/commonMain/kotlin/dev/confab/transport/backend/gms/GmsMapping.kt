package dev.confab.transport.backend.gms

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.CardAction
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Link
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Presence

/** What entries of the transcript mean to a session (protocol notes §1.3). */
internal object GmsMapping {
    /**
     * What [entry] tells while the chat goes on. An own message or file on its way is no event here: its proof is.
     *
     * @param message what [entry] is as a message, or null.
     */
    fun events(entry: GmsEntry, message: Message?): List<LinkEvent> = when (entry.type) {
        GmsEntry.MESSAGE, GmsEntry.PUSH_URL, GmsEntry.FILE_UPLOADED ->
            listOfNotNull(message?.let { LinkEvent.MessageArrived(ConversationId.MAIN, it, null) })

        GmsEntry.TYPING_STARTED -> typing(entry, typing = true)

        GmsEntry.TYPING_STOPPED -> typing(entry, typing = false)

        GmsEntry.PARTICIPANT_JOINED -> listOf(presence(entry, Presence.Kind.JOINED))

        GmsEntry.PARTICIPANT_LEFT -> listOf(presence(entry, Presence.Kind.LEFT))

        // Nothing that a conversation shows; who speaks this protocol in particular gets the entry itself, too (GmsChat).
        else -> listOf(LinkEvent.Unknown(entry.type.ifEmpty { "entry without type" }, entry.raw))
    }

    private fun typing(entry: GmsEntry, typing: Boolean): List<LinkEvent> = if (entry.isOwn) {
        emptyList()
    } else {
        listOf(LinkEvent.Typing(ConversationId.MAIN, typing, if (typing) TYPING_MILLIS else 0, participant(entry.from)))
    }

    private fun presence(entry: GmsEntry, kind: Presence.Kind) =
        LinkEvent.PresenceChanged(ConversationId.MAIN, Presence(kind, null, null), direction(entry), participant(entry.from))

    /**
     * [entry] as a message; null for what is none.
     *
     * @param carried own files that it carries; for the entry of an own file that file itself.
     */
    fun message(chatId: String, entry: GmsEntry, carried: List<GmsOwnFile>): Message? {
        val index = entry.index ?: return null
        val parts = when (entry.type) {
            GmsEntry.MESSAGE -> listOf(MessagePart.Text(entry.text.orEmpty())) + carried.map { MessagePart.Attachment(attachment(it)) }
            GmsEntry.PUSH_URL -> pushed(entry.text.orEmpty())
            GmsEntry.FILE_UPLOADED -> listOf(MessagePart.Attachment(carried.firstOrNull()?.let(::attachment) ?: attachment(entry)))
            else -> return null
        }
        return message(chatId, index, entry, parts)
    }

    /** Files that were sent without words: [entry] is the one of the last. */
    fun filesOnly(chatId: String, index: Int, entry: GmsEntry, files: List<GmsOwnFile>): Message =
        message(chatId, index, entry, files.map { MessagePart.Attachment(attachment(it)) })

    private fun message(chatId: String, index: Int, entry: GmsEntry, parts: List<MessagePart>): Message {
        val serverId = serverId(chatId, index)
        return Message
            .Builder(MessageId(serverId), direction(entry))
            .serverId(serverId)
            .from(participant(entry.from))
            .parts(parts)
            .timeMillis(entry.utcTimeMillis)
            .metadata(metadata(entry))
            .build()
    }

    /** Of one width, because ids of the same moment are ordered by their text. */
    fun serverId(chatId: String, index: Int): String = "$chatId/${index.toString().padStart(INDEX_DIGITS, '0')}"

    fun direction(entry: GmsEntry): Direction = if (entry.isOwn) Direction.INBOUND else Direction.OUTBOUND

    fun participant(party: GmsParty?): Participant? = party?.let {
        val kind = when (it.type) {
            GmsParty.CLIENT -> Participant.Kind.GUEST
            GmsParty.AGENT, GmsParty.SUPERVISOR -> Participant.Kind.AGENT
            GmsParty.EXTERNAL -> Participant.Kind.BOT
            else -> Participant.Kind.UNKNOWN
        }
        Participant(kind, it.nickname, null)
    }

    /** The address as words, and as a link that says whether it may be opened (guarantee SEC-8). */
    private fun pushed(url: String): List<MessagePart> = listOf(
        MessagePart.Text(url),
        MessagePart.Card(null, null, null, null, CardAction.Open(url, Link(url)), emptyList()),
    )

    private fun attachment(entry: GmsEntry): Attachment = Attachment(
        AttachmentId(entry.userData["file-id"]?.ifEmpty { null } ?: "file-${entry.index}"),
        entry.userData["file-name"] ?: entry.text,
        entry.userData["file-size"]?.toLongOrNull(),
        entry.userData["file-type"]?.takeIf { '/' in it },
        null,
        null,
    )

    fun attachment(file: GmsOwnFile): Attachment = Attachment(
        AttachmentId(file.id),
        file.facts[GmsOwnFile.NAME],
        file.facts[GmsOwnFile.SIZE]?.toLongOrNull(),
        file.facts[GmsOwnFile.TYPE],
        null,
        null,
    )

    private fun metadata(entry: GmsEntry): Map<String, String> = buildMap {
        put("type", entry.type)
        entry.messageType?.let { put("messageType", it) }
        entry.from?.type?.let { put("from", it) }
        entry.from?.participantId?.let { put("participantId", it.toString()) }
        entry.userData.forEach { (name, value) -> put("userData.$name", value) }
    }

    /** Typing is not repeated (§1.4): without a word for so long it is over. */
    private const val TYPING_MILLIS = 30_000L
    private const val INDEX_DIGITS = 10
}
