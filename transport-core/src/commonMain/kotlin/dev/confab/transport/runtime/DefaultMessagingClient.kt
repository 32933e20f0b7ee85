package dev.confab.transport.runtime

import dev.confab.transport.AttachmentProgress
import dev.confab.transport.ConnectOptions
import dev.confab.transport.ConversationHistory
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.ServiceFeatures
import dev.confab.transport.backend.Transport
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FetchedHistory
import dev.confab.transport.model.LeaveOutcome
import dev.confab.transport.model.Limits
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.StorePolicy
import dev.confab.transport.session.CallId
import dev.confab.transport.session.Phase
import dev.confab.transport.session.Session
import dev.confab.transport.session.SessionInput
import dev.confab.transport.session.SessionMachine
import dev.confab.transport.session.restored
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.store.SessionStore
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.concurrent.Volatile
import kotlin.uuid.ExperimentalUuidApi
import kotlin.uuid.Uuid

/**
 * The client: a face over one [SessionLoop].
 *
 * @param scope of this client alone, on a serial dispatcher; the client cancels it when it is closed.
 */
internal class DefaultMessagingClient(
    private val transport: Transport,
    config: MessagingClientConfig,
    private val scope: CoroutineScope,
    environment: ClientEnvironment,
) : MessagingClient {
    private val mutableState = MutableStateFlow<SessionState>(SessionState.Idle)
    private val mutableDraft = MutableStateFlow(Draft.EMPTY)
    private val mutableAttributes = MutableStateFlow(CustomAttributes.EMPTY)
    private val outboxFull = MutableStateFlow(false)
    private val delivery = Delivery(config.eventBuffer)
    private val mailbox = Mailbox(environment.clock, environment.random)
    private val calls = PendingCalls()
    private val ending = Mutex()
    private val turn = Mutex()
    private val store: SessionStore = config.store ?: InMemorySessionStore()
    private val sessionId: String = config.sessionId ?: newId()
    private val storeRunner = StoreRunner(store, sessionId, mailbox)
    private val sources = AttachmentSources()
    private val runner = EffectRunner(transport, mailbox, calls, delivery, storeRunner, environment.budget, sources, scope)

    private val policies = config.policies
    private val machine = SessionMachine(policies, transport.capabilities, transport.mainConversation)
    private val mutableCapabilities = MutableStateFlow(machine.capabilities(Session()))
    private val mutableConversation = MutableStateFlow(machine.main(machine.prepared(Session())))
    private val mutableConversations = MutableStateFlow(machine.conversations(machine.prepared(Session())))

    // Also for questions that need no answer of the loop.
    @Volatile
    private var published = Session()
    private val files =
        ClientFiles(transport, sources, scope, policies.attachments.maxDownloadBytes, mutableDraft, mailbox::now) { call(it) }
    private val spoken = ClientConversations(mailbox::now) { tellingCall(it) }
    private val storing: Job = scope.launch { storeRunner.run() }
    private val delivering: Job = scope.launch { delivery.run() }
    private val looping: Job = scope.launch { SessionLoop(machine, mailbox, calls, runner, ::publish).run(load()) }

    override val state: StateFlow<SessionState> = mutableState.asStateFlow()
    override val conversation: StateFlow<Conversation> = mutableConversation.asStateFlow()
    override val conversations: StateFlow<List<Conversation>> = mutableConversations.asStateFlow()
    override val draft: StateFlow<Draft> = mutableDraft.asStateFlow()
    override val events: SharedFlow<MessagingEvent> get() = delivery.events

    override val customAttributes: StateFlow<CustomAttributes> = mutableAttributes.asStateFlow()
    override val capabilities: StateFlow<Map<Capability, CapabilityStatus>> = mutableCapabilities.asStateFlow()
    override val attachmentProfile: AttachmentProfile? get() = machine.attachmentProfile(published)
    override val limits: Limits get() = published.info?.limits ?: transport.capabilities.limits

    override val serviceFeatures: StateFlow<ServiceFeatures?> get() = transport.features

    override fun capability(capability: Capability): CapabilityStatus = capabilities.value.getValue(capability)

    override suspend fun connect(): SessionState = connect(ConnectOptions.DEFAULT)

    override suspend fun connect(options: ConnectOptions): SessionState = open(options, anew = false)

    override suspend fun configureSession(options: ConnectOptions): SessionState = open(options, anew = true)

    private suspend fun open(options: ConnectOptions, anew: Boolean): SessionState = call {
        SessionInput.Connect(it, transport.sessionKey ?: newId(), options.startNew, mailbox.now(), options.token, anew)
    } as SessionState

    override suspend fun signIn(): SessionState = call { SessionInput.SignIn(it, mailbox.now()) } as SessionState

    override suspend fun startNewChat(): SessionState = tellingCall { SessionInput.StartNewChat(it, mailbox.now()) } as SessionState

    override suspend fun clearConversation() {
        tellingCall { SessionInput.ClearConversation(it, mailbox.now()) }
    }

    override suspend fun leaveConversation() {
        tellingCall { SessionInput.LeaveConversation(it, mailbox.now()) }
    }

    override suspend fun leaveConversation(conversation: ConversationId): Unit = spoken.leave(conversation)

    override suspend fun leaveConversations(conversations: List<ConversationId>): List<LeaveOutcome> = spoken.leaveAll(conversations)

    override suspend fun leaveAllConversations(): List<LeaveOutcome> = spoken.leaveAll(conversations.value.map(Conversation::id))

    override suspend fun createConversation(conversation: NewConversation): Conversation = spoken.create(conversation)

    override suspend fun discardConversation(conversation: ConversationId): Unit = spoken.discard(conversation)

    override suspend fun addParticipants(conversation: ConversationId, addresses: List<String>): ParticipantsAdded =
        spoken.add(conversation, addresses)

    override suspend fun removeParticipants(conversation: ConversationId, addresses: List<String>): Unit =
        spoken.remove(conversation, addresses)

    override suspend fun validateAddresses(addresses: List<String>): List<AddressValidation> = spoken.validate(addresses)

    override suspend fun participants(conversation: ConversationId): List<Participant> = spoken.participants(conversation)

    override suspend fun setSubject(conversation: ConversationId, subject: String): Unit = spoken.setSubject(conversation, subject)

    override suspend fun setSensitivity(conversation: ConversationId, sensitivity: Sensitivity): Unit =
        spoken.setSensitivity(conversation, sensitivity)

    override suspend fun searchConversations(query: ConversationQuery): List<Conversation> = spoken.search(query)

    override suspend fun messagesBefore(conversation: ConversationId, messageId: String, max: Int): List<Message> =
        spoken.messages(conversation, messageId, before = true, max)

    override suspend fun messagesAfter(conversation: ConversationId, messageId: String, max: Int): List<Message> =
        spoken.messages(conversation, messageId, before = false, max)

    override suspend fun markAsRead(conversation: ConversationId, messages: List<MessageId>): Unit =
        spoken.markAsRead(conversation, messages)

    override suspend fun markAllAsRead(conversation: ConversationId): Unit = spoken.markAsRead(conversation, null)

    override suspend fun markAsAccessed(conversation: ConversationId): Unit = spoken.markAsAccessed(conversation)

    override suspend fun setCustomAttributes(values: Map<String, String>): CustomAttributes = attributes(values, replace = true)

    override suspend fun addCustomAttributes(values: Map<String, String>): CustomAttributes = attributes(values, replace = false)

    private suspend fun attributes(values: Map<String, String>, replace: Boolean): CustomAttributes {
        // The caller may change the map as soon as this suspends.
        val copy = values.toMap()
        return tellingCall { SessionInput.SetAttributes(it, copy, replace) } as CustomAttributes
    }

    override val history: ConversationHistory = history(ConversationId.MAIN)

    override fun history(conversation: ConversationId): ConversationHistory = ConversationHistory {
        tellingCall { SessionInput.NextHistory(it, conversation, mailbox.now()) } as FetchedHistory
    }

    override suspend fun send(draft: Draft): Message = send(ConversationId.MAIN, draft)

    override suspend fun send(conversation: ConversationId, draft: Draft): Message = send(conversation, MessageId(newId()), draft)

    override suspend fun send(conversation: ConversationId, messageId: MessageId, draft: Draft): Message = tellingCall {
        SessionInput.Send(it, conversation, messageId, draft, mustFit = false, now = mailbox.now())
    } as Message

    override suspend fun send(text: String): Message = send(Draft(text))

    override fun trySend(draft: Draft): Deferred<Message>? = trySend(ConversationId.MAIN, draft)

    @Suppress("UNCHECKED_CAST") // A send completes with its message.
    override fun trySend(conversation: ConversationId, draft: Draft): Deferred<Message>? {
        if (looping.isCompleted) throw closedException()
        if (outboxFull.value || !delivery.hasRoomForCalls) return null
        val messageId = MessageId(newId())
        val outcome = CompletableDeferred<Any?>()
        val command = LoopInput.Call(outcome) {
            SessionInput.Send(it, conversation, messageId, draft, mustFit = true, now = mailbox.now())
        }
        return if (mailbox.offer(command)) outcome as Deferred<Message> else null
    }

    override suspend fun retry(messageId: MessageId): Message =
        tellingCall { SessionInput.Retry(it, messageId, draft = null, now = mailbox.now()) } as Message

    override suspend fun edit(messageId: MessageId, draft: Draft): Message =
        tellingCall { SessionInput.Retry(it, messageId, draft, now = mailbox.now()) } as Message

    override suspend fun discard(messageId: MessageId) {
        tellingCall { SessionInput.Discard(it, messageId, mailbox.now()) }
    }

    override fun networkAvailable() {
        mailbox.offer(LoopInput.Plain(SessionInput.NetworkAvailable(mailbox.now())))
    }

    override suspend fun attach(source: AttachmentSource): Attachment = attach(AttachmentId(newId()), source)

    override suspend fun attach(id: AttachmentId, source: AttachmentSource): Attachment = files.attach(id, source, progress = null)

    override suspend fun attach(id: AttachmentId, source: AttachmentSource, progress: AttachmentProgress): Attachment =
        files.attach(id, source, progress)

    override suspend fun detach(id: AttachmentId): Unit = files.detach(id)

    override suspend fun deleteAttachment(id: AttachmentId): Unit = files.delete(id)

    override suspend fun downloadUrl(id: AttachmentId): String = files.downloadUrl(id)

    override suspend fun download(id: AttachmentId, sink: AttachmentSink): Long = files.download(id, sink)

    override suspend fun download(attachment: Attachment, sink: AttachmentSink): Long = files.download(attachment, sink)

    override suspend fun setDraft(draft: Draft): Unit = setDraft(ConversationId.MAIN, draft)

    override suspend fun setDraft(conversation: ConversationId, draft: Draft) {
        call { SessionInput.EditDraft(it, conversation, draft) }
    }

    override suspend fun indicateTyping(): Unit = indicateTyping(ConversationId.MAIN)

    override suspend fun indicateTyping(conversation: ConversationId) {
        call { SessionInput.IndicateTyping(it, conversation, mailbox.now()) }
    }

    override suspend fun stopTyping(conversation: ConversationId) {
        call { SessionInput.IndicateTyping(it, conversation, mailbox.now(), typing = false) }
    }

    override suspend fun healthCheck() {
        tellingCall { SessionInput.CheckHealth(it, mailbox.now()) }
    }

    override suspend fun disconnect() {
        call { SessionInput.Disconnect(it) }
    }

    override suspend fun close() {
        // A caller who is cancelled while it waits must not leave half a client behind.
        withContext(NonCancellable) {
            withTimeoutOrNull(CLOSE_MILLIS) {
                try {
                    call { SessionInput.Close(it) }
                } catch (closed: MessagingException) {
                    if (closed.code != ErrorCode.CLIENT_CLOSED) throw closed
                }
                looping.join()
                delivery.release()
                storeRunner.finish()
                storing.join()
                runner.closing?.join()
                withTimeoutOrNull(DRAIN_MILLIS) { delivery.awaitDrained() }
            }
            scope.coroutineContext.job.cancelAndJoin()
            delivery.release()
            // The loop is gone; those who close now are the only ones left to touch the calls.
            ending.withLock { calls.failAll(closedException()) }
        }
    }

    private suspend fun load(): Session = try {
        machine.prepared(Session.restored(store.load(sessionId)))
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (failed: Exception) {
        unreadable("The session could not be read from the store: ${failed.message}")
    }

    /** A session that cannot be read is never taken for a new one, unless the caller prefers that to no session at all. */
    private fun unreadable(reason: String): Session = when (policies.store) {
        StorePolicy.REQUIRE -> Session(phase = Phase.Failed(ErrorCode.STORE_FAILURE, reason), unreadable = reason)

        StorePolicy.CONTINUE_IN_MEMORY -> {
            storeRunner.forsakeStore()
            delivery.offer(MessagingEvent.Error(ErrorCode.STORE_FAILURE, reason))
            machine.prepared(Session())
        }
    }

    private fun publish(session: Session) {
        val isChanged = session.phase !== published.phase || session.info !== published.info
        val possible = if (isChanged) machine.capabilities(session) else mutableCapabilities.value
        if (isSpokenOfAnew(session)) {
            mutableConversations.value = machine.conversations(session, possible)
            mutableConversation.value = machine.main(session, possible)
        }
        // Behind them: who is told that the conversations are known looks at them.
        mutableCapabilities.value = possible
        mutableDraft.value = session.shownDraft
        outboxFull.value = session.outbox.isFull(policies.outbox) || session.outbox.isWedgedFull(policies.outbox)
        if (session.attributes !== published.attributes) mutableAttributes.value = session.attributes.shown
        published = session
        mutableState.value = session.state
    }

    /** Whether the conversations may look otherwise than before. */
    private fun isSpokenOfAnew(session: Session): Boolean = session.conversations !== published.conversations ||
        session.outbox !== published.outbox ||
        session.asks !== published.asks ||
        session.draft !== published.draft ||
        session.phase !== published.phase ||
        session.info !== published.info

    /** A call that makes events. One after the other waits for room: callers who give up at once must not make them without bound. */
    private suspend fun tellingCall(command: (CallId) -> SessionInput.Command): Any? = outcomeOf(command) { input ->
        turn.withLock {
            delivery.awaitRoomForCalls()
            mailbox.send(input)
        }
    }

    private suspend fun call(command: (CallId) -> SessionInput.Command): Any? = outcomeOf(command, mailbox::send)

    private suspend fun outcomeOf(command: (CallId) -> SessionInput.Command, post: suspend (LoopInput) -> Boolean): Any? {
        val outcome = CompletableDeferred<Any?>()
        try {
            // Inside: a caller who is cancelled at this very moment may have been heard already.
            if (!post(LoopInput.Call(outcome, command))) throw closedException()
            return outcome.await()
        } catch (cancelled: CancellationException) {
            withContext(NonCancellable) { mailbox.send(LoopInput.Abandon(outcome)) }
            throw cancelled
        }
    }

    private fun closedException() = MessagingException(ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED)

    private companion object {
        const val CLOSE_MILLIS = 8_000L
        const val DRAIN_MILLIS = 1_000L
    }
}
