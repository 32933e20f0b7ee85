package dev.confab.transport.session

import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.SessionState
import dev.confab.transport.store.SessionRecord
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentListOf
import kotlinx.collections.immutable.persistentMapOf

/**
 * Everything the client knows of one session. Changed only by [SessionMachine.step].
 *
 * @property sessionKey the secret that names the session to the service; null until the first connect.
 * @property keyUnsaved whether the store has not confirmed the key yet: then the service must not hear it.
 * @property link the number of the newest link; input of an older one is ignored.
 * @property draft what was typed, without files: these stand in [attachments].
 * @property info what the service said last, kept over reconnects.
 * @property unfinished a reading of history that the loss of its link cut short: its goal, and what waits to be told after it. The next
 * link's takes it over.
 * @property unreadable why the store could not be read: then the session must not be begun anew.
 * @property clearCalls who waits until the conversation is wiped or left, whichever [change] is.
 * @property change what the guest wants done to the session as a whole.
 * @property storedNewChat what the store holds as [SessionRecord.newChatPosition].
 * @property healthAsked whether a health check went out that was not answered yet.
 * @property historyTicks when the last pages of history were asked for.
 * @property wasLive whether the service has ever accepted this session, also before a restart of the process.
 */
internal data class Session(
    val sessionKey: String? = null,
    val keyUnsaved: Boolean = false,
    val resumeState: String? = null,
    val phase: Phase = Phase.Idle,
    val link: Int = 0,
    val connectCalls: PersistentList<CallId> = persistentListOf(),
    val disconnectCalls: PersistentList<CallId> = persistentListOf(),
    val healthCalls: PersistentList<CallId> = persistentListOf(),
    val outbox: Outbox = Outbox(),
    val conversations: PersistentMap<ConversationId, Conversation> = persistentMapOf(
        ConversationId.MAIN to Conversation(ConversationId.MAIN),
    ),
    val draft: Draft = Draft.EMPTY,
    val attachments: Attachments = Attachments(),
    val info: SessionInfo? = null,
    val wasLive: Boolean = false,
    val unreadable: String? = null,
    val unfinished: Recovery? = null,
    val lastTypingTicks: Long? = null,
    val lastHealthTicks: Long? = null,
    val healthAsked: Boolean = false,
    val change: Change? = null,
    val storedNewChat: Long? = null,
    val clearCalls: PersistentList<CallId> = persistentListOf(),
    val historyCalls: PersistentList<CallId> = persistentListOf(),
    val historyTicks: PersistentList<Long> = persistentListOf(),
    val paging: Paging = Paging(),
    val attributes: AttributeState = AttributeState.EMPTY,
    val expiry: ExpiryWatch = ExpiryWatch(),
    val serviceClock: ServiceClock = ServiceClock(),
    val budget: RequestBudget = RequestBudget(),
) {
    val record: SessionRecord? get() = sessionKey?.let { SessionRecord(it, resumeState, attributes.values, newChatPosition) }

    private val newChatPosition: Long? get() = change?.takeIf { it.kind == Change.Kind.NEW_CHAT }?.before

    /** Whether a new conversation is wished for and the store does not know it yet: then the service must not hear of it. */
    val isNewChatUnsaved: Boolean get() = newChatPosition != null && newChatPosition != storedNewChat

    /** Whether the store still tells of a wish that is fulfilled: what went out now would be taken for what was written before it. */
    val isNewChatLeftStored: Boolean get() = newChatPosition == null && storedNewChat != null

    /** The public face of [phase]. */
    val state: SessionState
        get() =
            when (phase) {
                is Phase.Idle -> SessionState.Idle

                is Phase.Opening ->
                    when {
                        phase.reconnecting || phase.attempt > 1 -> SessionState.Reconnecting(phase.attempt, phase.beganAtMillis)
                        phase.stage == Phase.Stage.CONNECTED -> SessionState.Connected
                        else -> SessionState.Connecting
                    }

                is Phase.Waiting -> SessionState.Reconnecting(phase.attempt, phase.nextAtMillis)

                is Phase.Live ->
                    if (phase.readOnly) SessionState.ReadOnly else SessionState.Configured(phase.connected, phase.newSession)

                is Phase.Closing -> SessionState.Closing(phase.code, phase.reason)

                is Phase.Closed -> SessionState.Closed(phase.code, phase.reason)

                is Phase.Failed -> SessionState.Error(phase.code, phase.message)

                is Phase.Disposed -> SessionState.Closed(CLOSED_NORMALLY, "The client is closed.")
            }

    /** The draft as an application sees it. */
    val shownDraft: Draft get() = if (attachments.entries.isEmpty()) draft else draft.withAttachments(attachments.shown)

    /** The draft as it must survive a restart: without what is of no use afterwards, and does not change with every piece of an upload. */
    val storedDraft: Draft
        get() = draft.withAttachments(
            attachments.entries.values.filter {
                it.stage != AttachmentEntry.Stage.FAILED
            }.map(AttachmentEntry::stored),
        )

    fun conversation(id: ConversationId): Conversation = conversations[id] ?: Conversation(id)

    fun with(conversation: Conversation): Session = copy(conversations = conversations.put(conversation.id, conversation))

    /** With no conversation longer than [maxMessages]; the same value when nothing was too long. */
    fun retaining(maxMessages: Int): Session = conversations.values.fold(this) { session, conversation ->
        val kept = conversation.retain(maxMessages)
        if (kept === conversation) session else session.with(kept)
    }

    companion object {
        const val CLOSED_NORMALLY: Int = 1000
    }
}
