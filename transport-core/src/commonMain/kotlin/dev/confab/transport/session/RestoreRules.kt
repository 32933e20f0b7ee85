package dev.confab.transport.session

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.store.OutboxRecord
import dev.confab.transport.store.StoredSession
import kotlinx.collections.immutable.persistentHashSetOf
import kotlinx.collections.immutable.toPersistentList

/** The session as the store remembers it: idle, with its key, its draft and the messages that were not proved. */
internal fun Session.Companion.restored(stored: StoredSession): Session {
    val record = stored.record
    val outbox =
        Outbox(
            entries = stored.outbox.map(::queued).toPersistentList(),
            nextPosition = (stored.outbox.maxOfOrNull(OutboxRecord::position) ?: 0) + 1,
        )
    val idle =
        Session(
            sessionKey = record?.key,
            resumeState = record?.resumeState,
            draft = stored.drafts.firstOrNull { it.conversation == ConversationId.MAIN }?.draft ?: Draft.EMPTY,
            outbox = outbox,
        )
    return stored.outbox.fold(idle) { session, row ->
        val message =
            Message
                .Builder(row.messageId, Direction.INBOUND)
                .status(MessageStatus.Sending)
                .text(row.draft.text)
                .build()
        session.with(session.conversation(row.conversation).insert(message))
    }
}

private fun queued(row: OutboxRecord): OutboxEntry = OutboxEntry(
    messageId = row.messageId,
    position = row.position,
    conversation = row.conversation,
    draft = row.draft,
    stage = OutboxEntry.Stage.QUEUED,
    notBeforeTicks = Long.MIN_VALUE,
    calls = persistentHashSetOf(),
)
