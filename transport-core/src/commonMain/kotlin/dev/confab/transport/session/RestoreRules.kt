package dev.confab.transport.session

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationFacts
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.store.ConversationRecord
import dev.confab.transport.store.OutboxRecord
import dev.confab.transport.store.StoredSession
import kotlinx.collections.immutable.persistentHashSetOf
import kotlinx.collections.immutable.toPersistentList

/**
 * The session as the store remembers it: idle, with its key, its draft and the messages that were not proved. Of none of them is it known
 * whether it had left when the process ended, so all are in doubt until the history tells. A new conversation that was asked for is what the
 * next link is opened for.
 */
internal fun Session.Companion.restored(stored: StoredSession): Session {
    val record = stored.record
    val (wedged, waiting) = stored.outbox.partition { it.wedged != null }
    val outbox =
        Outbox(
            entries = waiting.map { row ->
                entry(row).let { it.copy(doubt = it.doubt ?: OutboxEntry.Doubt(stored.cursorOf(row.conversation))) }
            }.toPersistentList(),
            wedged = wedged.mapNotNull { row -> row.wedged?.let { Outbox.Wedged(entry(row), it.code, it.reason) } }.toPersistentList(),
            // What is written from now on belongs into the new conversation.
            nextPosition = maxOf(stored.outbox.maxOfOrNull(OutboxRecord::position) ?: 0, record?.newChatPosition ?: 0) + 1,
        )
    val draft = stored.drafts.firstOrNull { it.conversation == ConversationId.MAIN }?.draft ?: Draft.EMPTY
    val idle =
        Session(
            sessionKey = record?.key,
            resumeState = record?.resumeState,
            draft = draft.withAttachments(emptyList()),
            attachments = attachments(draft, stored.outbox),
            outbox = outbox,
            change = record?.newChatPosition?.let { Change(Change.Kind.NEW_CHAT, it) },
            storedNewChat = record?.newChatPosition,
            attributes = AttributeState.pending(record?.customAttributes.orEmpty()),
            wasLive = record != null,
        )
    val placed = stored.drafts.filter { it.conversation != ConversationId.MAIN }.fold(
        stored.conversations.fold(idle) { session, row -> session.with(conversation(row)).with(row.id, Lane(reach = row.reach)) },
    ) { session, row -> session.withDraft(row.conversation, row.draft.withAttachments(emptyList())) }
    val known = stored.cursors.filter { it.serverId.isNotEmpty() }.fold(placed) { session, row ->
        session.with(session.conversation(row.conversation).knownUpTo(row.serverId, row.timeMillis))
    }
    return stored.outbox.fold(known) { session, row ->
        val status = row.wedged?.let { MessageStatus.Wedged(it.code, it.reason) } ?: MessageStatus.Sending
        session.with(session.conversation(row.conversation).insert(entry(row).shownAs(status)))
    }
}

private fun conversation(row: ConversationRecord): Conversation {
    val facts = row.opening?.let(ConversationFacts::ofDraft) ?: ConversationFacts.NONE
    val bound = if (row.serverId == null) facts else facts.copy(serverId = row.serverId, status = ConversationStatus.OPEN)
    return Conversation(row.id, bound)
}

/**
 * What was uploaded is at the service. Of what was not, the bytes went with the process, but the service may have it all the same: it is
 * asked. A file of a message that is not in the outbox any more was sent with it.
 */
private fun attachments(draft: Draft, outbox: List<OutboxRecord>): Attachments {
    val carried = outbox.flatMap { row -> row.draft.attachments.map { it.withStatus(AttachmentStatus.Sending(row.messageId)) } }
    val kept = draft.attachments.filter { it.status !is AttachmentStatus.Sending }
    return (carried + kept).distinctBy(Attachment::id).fold(Attachments()) { all, attachment -> all.with(entry(attachment)) }
}

private fun entry(attachment: Attachment): AttachmentEntry = when (attachment.status) {
    is AttachmentStatus.Uploaded, is AttachmentStatus.Sending -> AttachmentEntry(attachment, AttachmentEntry.Stage.UPLOADED)

    is AttachmentStatus.Detaching -> AttachmentEntry(attachment, AttachmentEntry.Stage.DELETING)

    is AttachmentStatus.Presigning,
    is AttachmentStatus.Uploading,
    is AttachmentStatus.Sent,
    is AttachmentStatus.Detached,
    is AttachmentStatus.Failed,
    -> AttachmentEntry(attachment, AttachmentEntry.Stage.WAITING, begun = true, sourceLost = true)
}

private fun StoredSession.cursorOf(conversation: ConversationId): String? = cursors.firstOrNull {
    it.conversation == conversation
}?.serverId?.takeIf(String::isNotEmpty)

private fun entry(row: OutboxRecord): OutboxEntry = OutboxEntry(
    messageId = row.messageId,
    position = row.position,
    conversation = row.conversation,
    draft = row.draft,
    stage = OutboxEntry.Stage.QUEUED,
    notBeforeTicks = Long.MIN_VALUE,
    calls = persistentHashSetOf(),
    doubt = row.doubt?.run { OutboxEntry.Doubt(anchor, isFinal, leftAs = leftAs, before = before, resend = resend) },
    failures = row.failures,
)
