package dev.confab.transport.testing

import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** What a client promises of many conversations, whichever service has them. For a back end: a subclass that starts its service. */
abstract class MultiConversationContract {
    abstract fun startService(): ConversationsUnderTest

    private lateinit var service: ConversationsUnderTest
    private val confab = Confab.create()

    @BeforeEach
    fun start() {
        service = startService()
    }

    @AfterEach
    fun stop() {
        service.close()
        confab.close()
    }

    @Test
    fun a_conversation_begins_with_its_first_message() = scenario {
        client.connect()
        val made = client.createConversation(NewConversation("Parcel", listOf(service.partner)))
        assertEquals(ConversationStatus.DRAFT, made.status)
        assertEquals(emptyList(), service.conversations())

        val message = client.send(made.id, Draft("Where is my parcel?"))

        val thread = service.conversations().single()
        assertEquals(listOf("Where is my parcel?"), service.storedTexts(thread))
        assertEquals(MessageStatus.Sent, message.status)
        val begun = conversation(made.id) { it.status == ConversationStatus.OPEN }
        assertEquals(thread, begun.serverId)
        assertEquals("Parcel", begun.subject)
        assertEquals(listOf(message.id), begun.messages.filter { it.notice == null }.map { it.id })
    }

    @Test
    fun several_conversations_go_on_beside_one_another() = scenario {
        client.connect()
        val one = client.createConversation(NewConversation("One", listOf(service.partner)))
        val two = client.createConversation(NewConversation("Two", listOf(service.partner, service.other)))
        val sending = listOf(one, two, one, two).mapIndexed { number, to -> later { client.send(to.id, Draft("text $number")) } }
        sending.forEach { it.await() }

        val (first, second) = listOf(one, two).map { checkNotNull(conversation(it.id) { now -> now.serverId != null }.serverId) }
        assertEquals(listOf("text 0", "text 2"), service.storedTexts(first))
        assertEquals(listOf("text 1", "text 3"), service.storedTexts(second))
        service.say(second, "answer")
        conversation(two.id) { "answer" in texts(it) }
        assertTrue("answer" !in texts(conversation(one.id)))
        // Where something happened last stands in front.
        assertEquals(two.id, client.conversations.first { it.first().id == two.id }.first().id)
    }

    @Test
    fun what_was_there_before_is_listed_with_its_newest_messages() = scenario {
        val thread = service.begin("Invited", "Hello")
        client.connect()
        val listed = conversation(ConversationId(thread)) { texts(it) == listOf("Hello") }
        assertEquals(ConversationStatus.OPEN, listed.status)
        assertEquals(1, listed.unreadCount)
        assertTrue(listed.participants.any { it.address == service.partner })

        val other = service.begin("Another", "Are you there?")
        conversation(ConversationId(other)) { texts(it) == listOf("Are you there?") }
        assertTrue(seen { it is MessagingEvent.ConversationAdded && it.conversation.id.value == other })
    }

    @Test
    fun REL5_what_was_missed_in_two_conversations_is_told_once() = scenario {
        val one = service.begin("One", "Hello")
        val two = service.begin("Two", "Hello")
        client.connect()
        listOf(one, two).forEach { conversation(ConversationId(it)) { now -> texts(now) == listOf("Hello") } }

        service.shutOut()
        service.cut()
        client.state.first { it is SessionState.Reconnecting }
        val missed = (1..7).map { "missed $it" }
        missed.forEach { service.say(one, it) }
        service.say(two, "missed here")
        service.readmit()

        assertTrue(seen { it is MessagingEvent.Resumed })
        val outcome = events.value.filterIsInstance<MessagingEvent.Resumed>().single().outcome
        assertEquals(8, assertIs<ResumeOutcome.Continuous>(outcome).backfilled)
        assertEquals(listOf("Hello") + missed, texts(conversation(ConversationId(one))))
        assertEquals(listOf("Hello", "missed here"), texts(conversation(ConversationId(two))))
        assertEquals(missed, told(one))
        assertEquals(listOf("missed here"), told(two))
    }

    @Test
    fun REL4_a_beginning_whose_answer_was_lost_is_recognised_and_not_repeated() = scenario {
        client.connect()
        val made = client.createConversation(NewConversation("Doubtful", listOf(service.partner)))
        service.loseNextAnswer()
        val first = later { client.send(made.id, Draft("Did you get this?")) }
        val second = later { client.send(made.id, Draft("And this?")) }

        assertEquals(MessageStatus.Sent, first.await().status)
        assertEquals(MessageStatus.Sent, second.await().status)
        val thread = service.conversations().single()
        assertEquals(listOf("Did you get this?", "And this?"), service.storedTexts(thread))
        assertEquals(thread, conversation(made.id).serverId)
        assertEquals(listOf(made.id), client.conversations.value.map { it.id })
    }

    @Test
    fun leaving_takes_a_conversation_away_and_no_other() = scenario {
        val one = service.begin("One", "Hello")
        val two = service.begin("Two", "Hello")
        client.connect()
        listOf(one, two).forEach { conversation(ConversationId(it)) }

        client.leaveConversation(ConversationId(one))

        assertTrue(!service.isIn(one) && service.isIn(two))
        assertEquals(listOf(two), client.conversations.first { it.size == 1 }.map { it.id.value })
        assertTrue(
            seen {
                it is MessagingEvent.ConversationRemoved && it.conversation.value == one && it.reason == ConversationRemoval.LEFT
            },
        )
        val late = assertFailsWith<MessagingException> { client.send(ConversationId(one), Draft("late")) }
        assertTrue(late.code == ErrorCode.CONVERSATION_NOT_FOUND || late.code == ErrorCode.CONVERSATION_ENDED)
    }

    @Test
    fun all_are_left_with_an_outcome_each() = scenario {
        val threads = listOf(service.begin("One", "Hello"), service.begin("Two", "Hello"))
        client.connect()
        threads.forEach { conversation(ConversationId(it)) }
        client.createConversation(NewConversation("Draft", listOf(service.partner)))

        val outcomes = client.leaveAllConversations()

        assertEquals(3, outcomes.size)
        outcomes.forEach { assertNull(it.failure) }
        assertTrue(threads.none(service::isIn))
        client.conversations.first { it.isEmpty() }
    }

    @Test
    fun one_that_was_left_elsewhere_goes() = scenario {
        val thread = service.begin("One", "Hello")
        client.connect()
        conversation(ConversationId(thread))
        service.leaveElsewhere(thread)
        client.conversations.first { it.isEmpty() }
        assertTrue(seen { it is MessagingEvent.ConversationRemoved && it.conversation.value == thread })
    }

    @Test
    fun one_that_was_left_while_nobody_listened_goes_with_the_next_connection() = scenario {
        val thread = service.begin("One", "Hello")
        val kept = service.begin("Two", "Hello")
        client.connect()
        listOf(thread, kept).forEach { conversation(ConversationId(it)) }
        service.shutOut()
        service.cut()
        client.state.first { it is SessionState.Reconnecting }
        service.leaveElsewhere(thread)
        service.readmit()
        assertEquals(listOf(kept), client.conversations.first { it.size == 1 }.map { it.id.value })
    }

    @Test
    fun valid_participants_are_added_and_the_rest_is_named() = scenario {
        val thread = service.begin("One", "Hello")
        client.connect()
        conversation(ConversationId(thread))

        val outcome = client.addParticipants(ConversationId(thread), listOf(service.other, service.nobody, service.partner))

        assertEquals(listOf(service.other), outcome.added.map { it.address })
        assertEquals(listOf(service.partner), outcome.alreadyPresent)
        assertEquals(listOf(service.nobody), outcome.rejected.map { it.address })
        assertTrue(service.other in service.participants(thread))
        assertTrue(
            client.participants(ConversationId(thread)).mapNotNull {
                it.address
            }.containsAll(listOf(service.partner, service.other)),
        )
        val validations = client.validateAddresses(listOf(service.other, service.nobody))
        assertEquals(listOf(true, false), validations.map { it.isValid })
    }

    @Test
    fun a_draft_is_begun_with_whom_it_was_changed_to() = scenario {
        client.connect()
        val made = client.createConversation(NewConversation("One", listOf(service.partner)))
        val added = client.addParticipants(made.id, listOf(service.other, service.nobody))
        assertEquals(listOf(service.nobody), added.rejected.map { it.address })
        client.removeParticipants(made.id, listOf(service.partner))
        client.setSubject(made.id, "Other")
        client.send(made.id, Draft("Hello"))
        assertEquals(listOf(service.other), service.participants(service.conversations().single()))
        assertEquals("Other", conversation(made.id) { it.status == ConversationStatus.OPEN }.subject)
    }

    @Test
    fun what_was_read_is_told_and_counted() = scenario {
        val thread = service.begin("One", "Hello")
        service.say(thread, "Are you there?")
        client.connect()
        val before = conversation(ConversationId(thread)) { texts(it).size == 2 }
        assertEquals(2, before.unreadCount)

        client.markAsRead(before.id, listOf(before.messages.first { it.text == "Hello" }.id))
        assertEquals(1, conversation(before.id) { it.unreadCount == 1 }.unreadCount)
        assertEquals(1, service.unread(thread))

        client.markAllAsRead(before.id)
        conversation(before.id) { it.unreadCount == 0 }
        assertEquals(0, service.unread(thread))
        assertTrue(
            conversation(before.id).messages.filter { it.direction == Direction.OUTBOUND && it.notice == null }.all {
                it.isRead ==
                    true
            },
        )
    }

    @Test
    fun typing_is_told_both_ways() = scenario {
        val thread = service.begin("One", "Hello")
        client.connect()
        val id = conversation(ConversationId(thread)).id
        service.type(thread, true)
        assertEquals(listOf(service.partner), conversation(id) { it.composing.isNotEmpty() }.composing.map { it.address })
        service.type(thread, false)
        conversation(id) { it.composing.isEmpty() }

        client.indicateTyping(id)
        until { service.heardTyping(thread) }
    }

    @Test
    fun the_way_back_is_that_of_the_conversation() = scenario {
        val thread = service.begin("One", "first")
        val all = listOf("first") + (2..9).map { "text $it" }
        all.drop(1).forEach { service.say(thread, it) }
        service.begin("Two", "Hello")
        client.connect()
        val id = conversation(ConversationId(thread)) { texts(it).lastOrNull() == all.last() }.id
        while (!client.history(id).next().startOfConversation) {
            // On to the next page.
        }
        assertEquals(all, texts(conversation(id)))
        val third = conversation(id).messages.first { it.text == "text 3" }
        assertEquals(
            listOf("first", "text 2"),
            client.messagesBefore(id, checkNotNull(third.serverId), 2).filter {
                it.notice == null
            }.map { it.text },
        )
    }

    @Test
    fun what_is_searched_is_returned_and_not_listed() = scenario {
        val thread = service.begin("Needle", "Hello")
        service.begin("Hay", "Hello")
        client.connect()
        conversation(ConversationId(thread))
        service.leaveElsewhere(thread)
        client.conversations.first { all -> all.none { it.id.value == thread } }
        val found = client.searchConversations(ConversationQuery("Needle"))
        assertEquals(listOf(thread), found.map { it.id.value })
        assertTrue(client.conversations.value.none { it.id.value == thread })
    }

    /** A client and what it told, for one test. */
    inner class Scenario(private val scope: CoroutineScope) {
        val client: MessagingClient = confab.client(
            service.transport(confab.httpClient),
            MessagingClientConfig.builder()
                .rate(RatePolicy(0, 5_000, 30_000))
                .reconnect(RECONNECT)
                .build(),
        )
        val events = MutableStateFlow(emptyList<MessagingEvent>())
        private val listening = scope.launch(start = CoroutineStart.UNDISPATCHED) {
            client.events.collect { event ->
                events.update {
                    it +
                        event
                }
            }
        }

        fun <T> later(verb: suspend () -> T) = scope.async(start = CoroutineStart.UNDISPATCHED) { verb() }

        /** The conversation as soon as it is there and [matches]. */
        suspend fun conversation(id: ConversationId, matches: (Conversation) -> Boolean = { true }): Conversation =
            client.conversations.first { all -> all.any { it.id == id && matches(it) } }.first { it.id == id }

        suspend fun seen(matches: (MessagingEvent) -> Boolean): Boolean = events.first { it.any(matches) }.any(matches)

        /** The texts that were told of one by one, in their order. */
        fun told(thread: String): List<String> = events.value.filterIsInstance<MessagingEvent.MessageInserted>()
            .filter { it.conversation.value == thread && it.message.notice == null }
            .map { it.message.text }

        fun texts(conversation: Conversation): List<String> = conversation.messages.filter { it.notice == null }.map { it.text }

        /** What the service was told arrives there by itself. */
        suspend fun until(condition: () -> Boolean) {
            while (!condition()) delay(POLL_MILLIS)
        }

        internal suspend fun end() {
            client.close()
            listening.cancel()
        }
    }

    private fun scenario(body: suspend Scenario.() -> Unit) {
        runBlocking(Dispatchers.Default) {
            withTimeout(SCENARIO_MILLIS) {
                val scenario = Scenario(this)
                try {
                    scenario.body()
                } finally {
                    scenario.end()
                }
            }
        }
    }

    private companion object {
        const val SCENARIO_MILLIS = 60_000L
        const val POLL_MILLIS = 10L
        val RECONNECT = ReconnectPolicy(Backoff(20, 20, 100), 3, 30_000, 30_000)
    }
}
