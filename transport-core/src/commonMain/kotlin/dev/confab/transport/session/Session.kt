package dev.confab.transport.session

import dev.confab.transport.backend.RequestId
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.SessionState
import dev.confab.transport.store.SessionRecord
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentHashMapOf
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
 * @property lanes what is kept of each conversation beside its messages.
 * @property asks what was asked about conversations and is not answered.
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
    val lanes: PersistentMap<ConversationId, Lane> = persistentHashMapOf(),
    val asks: PersistentMap<RequestId, Ask> = persistentMapOf(),
    val nextAsk: Long = 1,
    val lastHealthTicks: Long? = null,
    val healthAsked: Boolean = false,
    val change: Change? = null,
    val storedNewChat: Long? = null,
    val clearCalls: PersistentList<CallId> = persistentListOf(),
    val historyTicks: PersistentList<Long> = persistentListOf(),
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

    /** Who waits for an older page of any conversation. */
    val historyCalls: List<CallId> get() = lanes.values.flatMap { it.historyCalls }

    fun lane(id: ConversationId): Lane = lanes[id] ?: Lane.EMPTY

    fun with(id: ConversationId, lane: Lane): Session = copy(lanes = if (lane == Lane.EMPTY) lanes.remove(id) else lanes.put(id, lane))

    /** What was typed into a conversation, without files. */
    fun draftOf(id: ConversationId): Draft = if (id == ConversationId.MAIN) draft else conversation(id).draft

    fun withDraft(id: ConversationId, draft: Draft): Session =
        if (id == ConversationId.MAIN) copy(draft = draft) else conversation(id).let { with(it.with(it.facts.copy(draft = draft))) }

    /** Where the reading of what was missed in a conversation stands; null: nothing is. */
    fun recovery(id: ConversationId): Recovery? = (phase as? Phase.Live)?.recoveries?.get(id)

    /** Of a session that is live. */
    fun with(recovery: Recovery): Session =
        if (phase is Phase.Live) copy(phase = phase.copy(recoveries = phase.recoveries.put(recovery.conversation, recovery))) else this

    fun withoutRecovery(id: ConversationId): Session =
        if (phase is Phase.Live) copy(phase = phase.copy(recoveries = phase.recoveries.remove(id))) else this

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
