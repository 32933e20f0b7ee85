package dev.confab.transport.session

import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationInfo
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded
import kotlin.random.Random

/** The service of a [ManyConversationsWorld]: it never tells of a message by itself, only that a conversation changed. */
internal class ManyConversationsService(private val random: Random) {
    private val wire = ArrayDeque<LinkCommand>()
    private val answers = ArrayDeque<LinkEvent>()
    private val changed = LinkedHashSet<String>()
    private var time = 0L
    private var isConnected = false

    /** What the service has, oldest first. */
    val conversations = LinkedHashMap<String, Thread>()

    class Thread(val id: String, val opening: NewConversation) {
        val messages = ArrayList<Message>()
        var isActive = true
        var unread = 0
    }

    fun take(command: LinkCommand) {
        wire += command
    }

    /** What the service says next, if anything. */
    fun speak(): LinkEvent? = answers.removeFirstOrNull()

    val isSilent: Boolean get() = answers.isEmpty() && wire.isEmpty() && changed.isEmpty()

    /** The link is there: it begins with the list. */
    fun accept() {
        wire.clear()
        answers.clear()
        changed.clear()
        isConnected = true
        answers += listing(conversations.values.filter { it.isActive }, complete = true)
    }

    /** The connection is cut: what was under way may still have arrived, its answer did not. */
    fun cut() {
        repeat(random.nextInt(wire.size + 1)) { work() }
        wire.clear()
        answers.clear()
        changed.clear()
        isConnected = false
    }

    /** Tells what changed since it was told last, all together. */
    fun hint() {
        if (changed.isEmpty() || !isConnected) return
        answers += listing(changed.map(conversations::getValue), complete = false)
        changed.clear()
    }

    /** Somebody writes. */
    fun say() {
        val thread = conversations.values.filter { it.isActive }.randomOrNull(random) ?: return
        store(thread, Direction.OUTBOUND, "answer ${time + 1}")
        thread.unread++
    }

    /** Somebody invites the guest. */
    fun invite() {
        if (conversations.size >= MOST) return
        val thread = begin(NewConversation("of others ${conversations.size}", listOf("bob@example.org")))
        store(thread, Direction.OUTBOUND, "welcome ${time + 1}")
    }

    /** The guest is taken out of one of the [known]: that one which nobody knows had begun is over, no list would tell. */
    fun remove(known: Set<String?>) {
        val thread = conversations.values.filter { it.isActive && it.id in known }.randomOrNull(random) ?: return
        thread.isActive = false
        if (random.nextBoolean()) {
            changed += thread.id
        } else if (isConnected) {
            answers += LinkEvent.ConversationGone(ConversationId(thread.id), ConversationRemoval.LEFT_ELSEWHERE)
        }
    }

    fun type() {
        val thread = conversations.values.filter { it.isActive }.randomOrNull(random) ?: return
        if (isConnected) answers += LinkEvent.Typing(ConversationId(thread.id), random.nextBoolean(), 60_000, BOB)
    }

    /** The service works on the next command. */
    fun work() {
        when (val command = wire.removeFirstOrNull()) {
            null, is LinkCommand.IndicateTyping -> Unit
            is LinkCommand.SendMessage -> send(command)
            is LinkCommand.FetchHistory -> answers += history(command)
            is LinkCommand.ListConversations -> answers += listing(conversations.values.filter { it.isActive }, complete = true)
            is LinkCommand.Ask -> answers += answer(command)
            is LinkCommand.CheckHealth -> answers += LinkEvent.HealthChecked(null)
            else -> error("Not asked of a service with many conversations: $command")
        }
    }

    private fun send(command: LinkCommand.SendMessage) {
        val opening = command.opening
        val known = conversations[command.conversation.value]
        when {
            random.nextInt(12) == 0 ->
                answers +=
                    LinkEvent.Refused(command.messageId, command.attempt, if (random.nextBoolean()) Samples.TOO_FAST else Samples.TOO_LONG)

            opening == null && known?.isActive != true ->
                answers += LinkEvent.Refused(command.messageId, command.attempt, Samples.PERMANENT)

            else -> {
                val thread = known ?: begin(checkNotNull(opening) { "${command.conversation} is not known and not opened." })
                val message = store(thread, Direction.INBOUND, command.draft.text)
                // The hint may be faster than the answer, and others may write in between.
                if (random.nextInt(3) == 0) hint()
                if (random.nextInt(4) == 0) say()
                val id = ConversationId(thread.id)
                if (opening != null) answers += LinkEvent.ConversationOpened(command.conversation, id)
                answers += LinkEvent.MessageArrived(id, message, command.messageId)
            }
        }
    }

    private fun begin(opening: NewConversation): Thread = Thread("c${conversations.size + 1}", opening).also { conversations[it.id] = it }

    private fun store(thread: Thread, direction: Direction, text: String): Message {
        time += random.nextLong(1, 3)
        val message = Message
            .Builder(MessageId("s$time"), direction)
            .serverId("s$time")
            .timeMillis(time)
            .text(text)
            .from(if (direction == Direction.INBOUND) SELF else BOB)
            .read(direction == Direction.INBOUND)
            .build()
        thread.messages += message
        changed += thread.id
        return message
    }

    private fun answer(command: LinkCommand.Ask): LinkEvent {
        if (random.nextInt(6) == 0) return LinkEvent.AskRefused(command.id, Samples.TOO_LONG)
        return LinkEvent.Answered(
            command.id,
            when (val question = command.question) {
                is ConversationQuestion.ValidateAddresses -> ConversationAnswer.Validated(
                    question.addresses.map { AddressValidation(it, if ("no" in it) emptyList() else listOf(person(it))) },
                )

                is ConversationQuestion.AddParticipants ->
                    ConversationAnswer.Added(ParticipantsAdded(question.addresses.map(::person), emptyList(), emptyList()))

                is ConversationQuestion.FetchParticipants -> ConversationAnswer.Participants(listOf(SELF, BOB))

                is ConversationQuestion.SearchConversations -> ConversationAnswer.Found(conversations.values.map(::listed))

                is ConversationQuestion.FetchMessages ->
                    ConversationAnswer.Messages(HistoryPage(question.conversation, emptyList(), null))

                is ConversationQuestion.MarkAsRead -> {
                    conversations[question.conversation.value]?.unread = 0
                    ConversationAnswer.Done
                }

                is ConversationQuestion.Leave -> {
                    conversations[question.conversation.value]?.isActive = false
                    ConversationAnswer.Done
                }

                is ConversationQuestion.SetSubject, is ConversationQuestion.MarkAsAccessed -> ConversationAnswer.Done
            },
        )
    }

    private fun history(command: LinkCommand.FetchHistory): LinkEvent {
        if (random.nextInt(10) == 0) return LinkEvent.HistoryFailed(command.conversation, Samples.TRANSIENT)
        val thread = conversations.getValue(command.conversation.value)
        return LinkEvent.HistoryArrived(
            page(
                thread,
                command.older?.value?.let { id ->
                    thread.messages.indexOfFirst { it.serverId == id }
                },
            ),
        )
    }

    private fun page(thread: Thread, before: Int? = null): HistoryPage {
        val end = before ?: thread.messages.size
        val start = maxOf(0, end - PAGE)
        val older = if (start == 0) null else Cursor(thread.messages[start].serverId.orEmpty())
        return HistoryPage(ConversationId(thread.id), thread.messages.subList(start, end).toList(), older)
    }

    private fun listing(threads: Collection<Thread>, complete: Boolean) = LinkEvent.ConversationsListed(threads.map(::listed), complete)

    private fun listed(thread: Thread) = ListedConversation(
        ConversationInfo.Builder(ConversationId(thread.id))
            .subject(thread.opening.subject)
            .participants(listOf(SELF) + thread.opening.participantAddresses.map(::person))
            .active(thread.isActive)
            .unreadCount(thread.unread)
            .totalCount(thread.messages.size)
            .lastUpdatedMillis(thread.messages.lastOrNull()?.timeMillis)
            .build(),
        page(thread),
    )

    companion object {
        /** Messages in a page of history. */
        const val PAGE = 3
        private const val MOST = 8
        val SELF = Participant(Participant.Kind.GUEST, "Mira", null, "mira@example.org", true)
        val BOB = person("bob@example.org")

        fun person(address: String) = Participant(Participant.Kind.UNKNOWN, address.substringBefore('@'), null, address, false)
    }
}
