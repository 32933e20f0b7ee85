package dev.confab.transport.runtime

import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.session.Now
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.testing.FakeConversations
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import kotlinx.coroutines.test.runTest
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** A client of a service with many conversations, also over the end of its process. */
@OptIn(ExperimentalCoroutinesApi::class)
class ConversationsTest {
    private val store = InMemorySessionStore()

    @Test
    fun REL2_a_draft_conversation_survives_a_restart_with_what_was_typed_into_it() = runTest {
        val service = FakeConversations()
        val made = using(service) { client, _ ->
            val made = client.createConversation(NewConversation("Parcel", listOf(FakeConversations.BOB)))
            client.setDraft(made.id, Draft("half a sen"))
            client.addParticipants(made.id, listOf(FakeConversations.ANN))
            made.id
        }
        using(service) { client, _ ->
            val restored = client.conversations.first { it.isNotEmpty() }.single()
            assertEquals(made to ConversationStatus.DRAFT, restored.id to restored.status)
            assertEquals("half a sen", restored.draft.text)
            assertEquals(listOf<String?>(FakeConversations.BOB, FakeConversations.ANN), restored.participants.map { it.address })
            client.connect()
            client.send(made, Draft("half a sentence"))
        }
        using(service) { client, _ ->
            client.connect()
            val begun = client.conversations.first { all -> all.any { it.serverId != null } }.single()
            assertEquals(made to "thread-1", begun.id to begun.serverId, "the names of a conversation never change")
            client.send(made, Draft("and another one"))
            assertEquals(listOf("half a sentence", "and another one"), service.texts("thread-1"))
        }
    }

    @Test
    fun REL5_a_restart_tells_what_was_missed_also_behind_an_own_message() = runTest {
        val service = FakeConversations()
        val thread = service.invite("One", "Hello")
        val id = ConversationId(thread)
        using(service) { client, _ ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            client.send(id, Draft("Hi"))
        }
        service.say(thread, *Array(8) { "missed $it" })
        using(service) { client, events ->
            client.connect()
            assertEquals(
                8,
                client.conversations.first { all -> all.any { "missed 7" in it.messages.map { message -> message.text } } }
                    .single().messages.count { it.text.startsWith("missed") },
            )
            // Events come a moment after the value.
            while (events.none { it is MessagingEvent.Resumed }) delay(1)
            val outcome = events.filterIsInstance<MessagingEvent.Resumed>().single().outcome
            assertIs<ResumeOutcome.Continuous>(outcome)
        }
    }

    @Test
    fun REL4_a_beginning_in_doubt_is_settled_after_a_restart() = runTest {
        val service = FakeConversations()
        val made = using(service) { client, _ ->
            client.connect()
            val made = client.createConversation(NewConversation("Parcel", listOf(FakeConversations.BOB)))
            service.shut(true)
            service.loseNextAnswer()
            val sending = client.trySend(made.id, Draft("Did you get this?"))
            service.await { ids.isNotEmpty() }
            sending?.cancel()
            made.id
        }
        service.shut(false)
        using(service) { client, _ ->
            client.connect()
            val begun = client.conversations.first { all -> all.any { it.status == ConversationStatus.OPEN } }.single()
            assertEquals(made, begun.id)
            assertEquals(listOf(MessageStatus.Sent), begun.messages.map { it.status })
            assertEquals(listOf("Did you get this?"), service.texts("thread-1"))
        }
    }

    @Test
    fun the_main_conversation_is_used_without_a_name() = runTest {
        val service = FakeConversations(NewConversation("Help", listOf(FakeConversations.BOB)))
        using(service) { client, _ ->
            client.connect()
            client.setDraft(Draft("Hello"))
            client.send("Hello")
            assertEquals("thread-1", client.conversation.value.serverId)
            assertEquals(Draft.EMPTY, client.draft.value)
            client.indicateTyping()
            client.leaveConversation()
            assertEquals(ConversationStatus.DRAFT, client.conversation.first { it.serverId == null }.status)
        }
        using(service) { client, _ ->
            client.connect()
            client.send("Hello again")
            assertEquals(listOf(listOf("Hello"), listOf("Hello again")), service.ids.map { service.texts(it) })
        }
    }

    @Test
    fun without_one_the_verbs_that_name_none_say_so() = runTest {
        using(FakeConversations()) { client, _ ->
            client.connect()
            val refused = listOf(
                assertFailsWith<MessagingException> { client.send("Hello") },
                assertFailsWith<MessagingException> { client.history.next() },
                assertFailsWith<MessagingException> { client.setDraft(Draft("x")) },
                assertFailsWith<MessagingException> { client.leaveConversation() },
                assertFailsWith<MessagingException> { client.indicateTyping() },
            )
            assertEquals(setOf(ErrorCode.INVALID_ARGUMENT), refused.map { it.code }.toSet())
        }
    }

    @Test
    fun a_draft_says_what_can_be_done_in_it() = runTest {
        using(FakeConversations()) { client, _ ->
            client.connect()
            val empty = client.createConversation(NewConversation.EMPTY)
            val can = { which: Capability -> client.conversations.value.single { it.id == empty.id }.capability(which).allowed }
            assertEquals(
                listOf(false, true, true, false),
                listOf(Capability.SEND_TEXT, Capability.ADD_PARTICIPANTS, Capability.SET_SENSITIVITY, Capability.HISTORY).map(can),
            )
            client.addParticipants(empty.id, listOf(FakeConversations.BOB))
            assertTrue(can(Capability.SEND_TEXT))
            client.send(empty.id, Draft("Hello"))
            client.conversations.first { all -> all.single().status == ConversationStatus.OPEN }
            assertEquals(listOf(true, false, true), listOf(Capability.SEND_TEXT, Capability.SET_SENSITIVITY, Capability.HISTORY).map(can))
        }
    }

    @Test
    fun who_types_and_falls_silent_does_not_compose_for_ever() = runTest {
        val service = FakeConversations()
        val thread = service.invite("One", "Hello")
        using(service) { client, _ ->
            client.connect()
            service.type(thread, true)
            client.conversations.first { it.singleOrNull()?.composing?.isNotEmpty() == true }
            val begun = testScheduler.currentTime
            client.conversations.first { it.single().composing.isEmpty() }
            assertEquals(FakeConversations.TYPING_MILLIS, testScheduler.currentTime - begun)
        }
    }

    @Test
    fun typing_is_told_where_it_happens_and_taken_back() = runTest {
        val service = FakeConversations()
        val threads = listOf(service.invite("One", "Hello"), service.invite("Two", "Hello"))
        using(service) { client, _ ->
            client.connect()
            client.conversations.first { it.size == 2 }
            threads.forEach { client.indicateTyping(ConversationId(it)) }
            client.indicateTyping(ConversationId(threads[0]))
            client.stopTyping(ConversationId(threads[0]))
            service.await { commands.count { it is LinkCommand.IndicateTyping } == 3 }
            val told = service.commands.filterIsInstance<LinkCommand.IndicateTyping>().map { it.conversation.value to it.typing }
            assertEquals(listOf(threads[0] to true, threads[1] to true, threads[0] to false), told)
        }
    }

    private suspend fun FakeConversations.await(condition: FakeConversations.() -> Boolean) {
        while (!condition()) delay(1)
    }

    /** A process of its own: a client over the same store, closed at the end. */
    private suspend fun <T> TestScope.using(
        service: FakeConversations,
        body: suspend TestScope.(MessagingClient, List<MessagingEvent>) -> T,
    ): T {
        val now = { testScheduler.currentTime }
        val scope = CoroutineScope(SupervisorJob() + StandardTestDispatcher(testScheduler))
        val client = DefaultMessagingClient(
            service,
            MessagingClientConfig.builder().store(store, "session").build(),
            scope,
            ClientEnvironment({ Now(now(), EPOCH + now()) }, Random(42), RetryBudget(RetryBudgetPolicy.DEFAULT, now)),
        )
        val events = ArrayList<MessagingEvent>()
        val listening = backgroundScope.launch(UnconfinedTestDispatcher(testScheduler)) { client.events.collect(events::add) }
        try {
            return body(client, events)
        } finally {
            client.close()
            listening.cancel()
        }
    }

    private companion object {
        const val EPOCH = 1_900_000_000_000
    }
}
