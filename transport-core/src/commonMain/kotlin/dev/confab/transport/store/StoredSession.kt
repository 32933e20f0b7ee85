package dev.confab.transport.store

import kotlin.jvm.JvmField

/**
 * All that a store holds of one session.
 *
 * @property record null when the session was never connected.
 * @property outbox in the order of [OutboxRecord.position].
 * @property conversations empty on a back end with a single one.
 */
public class StoredSession(
    public val record: SessionRecord?,
    public val outbox: List<OutboxRecord>,
    public val cursors: List<CursorRecord>,
    public val drafts: List<DraftRecord>,
    public val conversations: List<ConversationRecord>,
) {
    /** Of a back end with a single conversation. */
    public constructor(record: SessionRecord?, outbox: List<OutboxRecord>, cursors: List<CursorRecord>, drafts: List<DraftRecord>) :
        this(record, outbox, cursors, drafts, emptyList())

    public companion object {
        @JvmField
        public val EMPTY: StoredSession = StoredSession(null, emptyList(), emptyList(), emptyList())
    }
}
