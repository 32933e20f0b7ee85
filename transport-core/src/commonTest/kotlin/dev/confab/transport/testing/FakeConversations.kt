package dev.confab.transport.testing

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationInfo
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.consumeAsFlow
import kotlinx.coroutines.sync.Mutex

/**
 * A service with many conversations and its transport, in one: it answers at once, and tells of changes by listing what changed. May be used from
 * any thread.
 */
class FakeConversations(override val mainConversation: NewConversation? = null) : Transport {
    private val lock = Mutex()
    private val threads = LinkedHashMap<String, Thread>()
    private var link: FakeConversationsLink? = null
    private var time = 1_900_000_000_000
    private var losesAnswer = false
    private var isShut = false

    /** Everything that links were asked, in order. */
    private val asked = ArrayList<LinkCommand>()

    override val backend: String get() = "fake conversations"
    override val sessionKey: String? get() = null

    override val capabilities: Capabilities = Capabilities.of(
        LIMITS,
        Capability.SEND_TEXT,
        Capability.SEND_TYPING,
        Capability.HISTORY,
        Capability.LEAVE_CONVERSATION,
        Capability.CREATE_CONVERSATION,
        Capability.RETRIEVE_CONVERSATIONS,
        Capability.SEARCH_CONVERSATIONS,
        Capability.VALIDATE_ADDRESSES,
        Capability.ADD_PARTICIPANTS,
        Capability.REMOVE_PARTICIPANTS,
        Capability.SET_SUBJECT,
        Capability.SET_SENSITIVITY,
        Capability.MARK_AS_READ,
        Capability.MARK_AS_ACCESSED,
        Capability.REPLY_TO,
        Capability.SET_IMPORTANCE,
    )

    private class Thread(val id: String, val opening: NewConversation) {
        var subject = opening.subject
        val others = opening.participantAddresses.toMutableList()
        val messages = ArrayList<Message>()
        var isActive = true
    }

    val commands: List<LinkCommand> get() = locked { asked.toList() }

    /** The service's ids of all conversations, in the order in which they began. */
    val ids: List<String> get() = locked { threads.keys.toList() }

    fun texts(id: String, direction: Direction = Direction.INBOUND): List<String> =
        locked { threads.getValue(id).messages.filter { it.direction == direction }.map { it.text } }

    fun participants(id: String): List<String> = locked { threads.getValue(id).others.toList() }

    fun unread(id: String): Int = locked { unread(threads.getValue(id)) }

    fun isActive(id: String): Boolean = locked { threads.getValue(id).isActive }

    /** Somebody else begins a conversation with the guest and writes [text]. */
    fun invite(subject: String, text: String): String = locked {
        val thread = begin(NewConversation(subject, listOf(BOB)))
        store(thread, Direction.OUTBOUND, text)
        tell(thread)
        thread.id
    }

    /** Somebody else writes. */
    fun say(id: String, vararg texts: String): Unit = locked {
        val thread = threads.getValue(id)
        texts.forEach { store(thread, Direction.OUTBOUND, it) }
        tell(thread)
    }

    fun type(id: String, typing: Boolean): Unit = locked {
        link?.emit(LinkEvent.Typing(ConversationId(id), typing, TYPING_MILLIS, person(BOB)))
    }

    /** The guest leaves on another device. */
    fun leaveElsewhere(id: String): Unit = locked {
        val thread = threads.getValue(id)
        thread.isActive = false
        tell(thread)
    }

    /** The next message is stored, and the connection breaks before the answer. */
    fun loseNextAnswer(): Unit = locked { losesAnswer = true }

    /** Cuts the connection. */
    fun cut(): Unit = locked { drop() }

    /** Whether nobody can connect from now on. */
    fun shut(value: Boolean): Unit = locked { isShut = value }

    override suspend fun open(request: OpenRequest): Link {
        request.onConnected()
        return locked {
            if (isShut) throw TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "Nothing answers there."))
            FakeConversationsLink(this, INFO).also {
                link = it
                it.emit(LinkEvent.ConversationsListed(threads.values.filter(Thread::isActive).map(::listed), complete = true))
            }
        }
    }

    internal fun take(from: FakeConversationsLink, command: LinkCommand): Unit = locked {
        if (from !== link) return@locked
        asked += command
        when (command) {
            is LinkCommand.SendMessage -> send(from, command)

            is LinkCommand.FetchHistory -> {
                val thread = threads.getValue(command.conversation.value)
                val end =
                    command.older?.let { place -> thread.messages.indexOfFirst { it.serverId == place.value } } ?: thread.messages.size
                from.emit(LinkEvent.HistoryArrived(page(thread, end)))
            }

            is LinkCommand.ListConversations ->
                from.emit(LinkEvent.ConversationsListed(threads.values.filter(Thread::isActive).map(::listed), complete = true))

            is LinkCommand.Ask -> from.emit(LinkEvent.Answered(command.id, answer(command.question)))

            is LinkCommand.IndicateTyping -> Unit

            else -> error("Not asked of a service with many conversations: $command")
        }
    }

    private fun send(from: FakeConversationsLink, command: LinkCommand.SendMessage) {
        Secrets.register(command.draft.text)
        val thread = threads[command.conversation.value] ?: begin(checkNotNull(command.opening) { "${command.conversation} is not known." })
        val message = store(thread, Direction.INBOUND, command.draft.text)
        if (losesAnswer) {
            losesAnswer = false
            return drop()
        }
        // As a push that is faster than the answer.
        tell(thread)
        val id = ConversationId(thread.id)
        if (command.opening != null) from.emit(LinkEvent.ConversationOpened(command.conversation, id))
        from.emit(LinkEvent.MessageArrived(id, message, command.messageId))
    }

    private fun answer(question: ConversationQuestion): ConversationAnswer = when (question) {
        is ConversationQuestion.ValidateAddresses -> ConversationAnswer.Validated(
            question.addresses.map { AddressValidation(it, if (it.startsWith(NOBODY)) emptyList() else listOf(person(it))) },
        )

        is ConversationQuestion.AddParticipants -> {
            val thread = threads.getValue(question.conversation.value)
            thread.others += question.addresses
            tell(thread)
            ConversationAnswer.Added(ParticipantsAdded(question.addresses.map(::person), emptyList(), emptyList()))
        }

        is ConversationQuestion.FetchParticipants ->
            ConversationAnswer.Participants(listOf(SELF) + threads.getValue(question.conversation.value).others.map(::person))

        is ConversationQuestion.SetSubject -> {
            threads.getValue(question.conversation.value).subject = question.subject
            ConversationAnswer.Done
        }

        is ConversationQuestion.SearchConversations ->
            ConversationAnswer.Found(threads.values.filter { question.query.text in it.subject.orEmpty() }.map(::listed))

        is ConversationQuestion.FetchMessages -> {
            val thread = threads.getValue(question.conversation.value)
            val place = thread.messages.indexOfFirst { it.serverId == question.messageId }
            val found = if (question.before) {
                thread.messages.subList(maxOf(0, place - question.max), place)
            } else {
                thread.messages.subList(place + 1, minOf(thread.messages.size, place + 1 + question.max))
            }
            ConversationAnswer.Messages(HistoryPage(question.conversation, found.toList(), null))
        }

        is ConversationQuestion.MarkAsRead -> {
            val thread = threads.getValue(question.conversation.value)
            thread.messages.replaceAll {
                if (question.messageIds?.contains(it.serverId) != false) it.toBuilder().read(true).build() else it
            }
            ConversationAnswer.Done
        }

        is ConversationQuestion.Leave -> {
            threads.getValue(question.conversation.value).isActive = false
            ConversationAnswer.Done
        }

        is ConversationQuestion.MarkAsAccessed -> ConversationAnswer.Done
    }

    private fun MutableList<Message>.replaceAll(change: (Message) -> Message) {
        for (index in indices) this[index] = change(this[index])
    }

    private fun begin(opening: NewConversation): Thread = Thread("thread-${threads.size + 1}", opening).also { threads[it.id] = it }

    private fun store(thread: Thread, direction: Direction, text: String): Message {
        time++
        val message = Message
            .Builder(MessageId("message-$time"), direction)
            .serverId("message-$time")
            .timeMillis(time)
            .text(text)
            .from(if (direction == Direction.INBOUND) SELF else person(BOB))
            .read(direction == Direction.INBOUND)
            .build()
        thread.messages += message
        return message
    }

    private fun unread(thread: Thread): Int = thread.messages.count { it.isRead == false }

    private fun tell(thread: Thread) {
        link?.emit(LinkEvent.ConversationsListed(listOf(listed(thread)), complete = false))
    }

    private fun drop() {
        link?.cut()
        link = null
    }

    private fun listed(thread: Thread) = ListedConversation(
        ConversationInfo.Builder(ConversationId(thread.id))
            .subject(thread.subject)
            .participants(listOf(SELF) + thread.others.map(::person))
            .active(thread.isActive)
            .unreadCount(unread(thread))
            .totalCount(thread.messages.size)
            .lastUpdatedMillis(thread.messages.lastOrNull()?.timeMillis)
            .sensitivity(thread.opening.sensitivity)
            .build(),
        page(thread, thread.messages.size),
    )

    private fun page(thread: Thread, end: Int): HistoryPage {
        val start = maxOf(0, end - PAGE)
        val older = if (start == 0) null else Cursor(thread.messages[start].serverId.orEmpty())
        return HistoryPage(ConversationId(thread.id), thread.messages.subList(start, end).toList(), older)
    }

    /** Common code has no lock but this one; nobody holds it for long. */
    private fun <T> locked(work: () -> T): T {
        while (!lock.tryLock()) {
            // Somebody else is in here, for a moment.
        }
        try {
            return work()
        } finally {
            lock.unlock()
        }
    }

    companion object {
        /** Messages in a page of history. */
        const val PAGE: Int = 3

        /** Addresses that begin so reach nobody. */
        const val NOBODY: String = "nobody"
        const val BOB: String = "bob@example.org"
        const val ANN: String = "ann@example.org"
        const val TYPING_MILLIS: Long = 60_000
        private val SELF = Participant(Participant.Kind.GUEST, "Mira", null, "mira@example.org", true)
        private val LIMITS = Limits(null, null, null, listOf("*/*"), emptyList()).withMaxSubjectCharacters(50).withMaxTextCharacters(1_000)
        private val INFO = SessionInfo(
            connected = true,
            newSession = false,
            readOnly = false,
            clearedExistingSession = false,
            limits = LIMITS,
            expiry = null,
            resumeState = null,
        )

        private fun person(address: String) = Participant(Participant.Kind.UNKNOWN, address.substringBefore('@'), null, address, false)
    }
}

/** A link of [FakeConversations]. */
class FakeConversationsLink internal constructor(private val service: FakeConversations, override val info: SessionInfo) : Link {
    private val incoming = Channel<LinkEvent>(Channel.UNLIMITED)

    override val events: Flow<LinkEvent> = incoming.consumeAsFlow()

    override suspend fun submit(command: LinkCommand): Unit = service.take(this, command)

    override suspend fun close(reason: CloseReason) {
        incoming.close()
    }

    internal fun emit(event: LinkEvent) {
        incoming.trySend(event)
    }

    internal fun cut() {
        incoming.close(TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The connection was cut.")))
    }
}
