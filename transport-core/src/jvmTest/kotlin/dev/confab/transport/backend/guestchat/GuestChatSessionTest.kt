package dev.confab.transport.backend.guestchat

import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.guestchat.ScriptedGuestChat.Deed
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Presence
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.testing.EventLog
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** A whole client against a scripted service: what guest chat makes of the promises of the session, in orders that can be chosen. */
class GuestChatSessionTest {
    private val confab = Confab.create()
    private val service = ScriptedGuestChat()

    @AfterEach
    fun stop() {
        confab.close()
        service.close()
    }

    @Test
    fun a_guest_and_an_agent_talk() = scenario { client, events ->
        assertEquals(SessionState.Configured(connected = true, newSession = true), client.connect())
        service.agentJoins()
        assertEquals(MessageStatus.Sent, client.send("Where is my parcel?").status)
        client.indicateTyping()
        service.agentTypes()
        service.agentSays("On its way.")
        awaitTexts(client, "Where is my parcel?", "On its way.")

        val from = client.conversation.value.messages.last().from
        assertEquals(Participant(Participant.Kind.AGENT, "Robin", null), from)
        val typing = events.await<MessagingEvent.Typing>()
        assertEquals(true to 4_000L, typing.typing to typing.durationMillis)
        assertEquals(JOINED, presences(events.all))
        assertTrue(client.history.next().startOfConversation)
        client.healthCheck()
    }

    @Test
    fun leaving_removes_the_guest_and_a_new_conversation_can_follow() = scenario { client, events ->
        client.connect()
        client.send("Hello")
        client.leaveConversation()
        assertEquals(SessionState.ReadOnly, client.state.value)
        assertEquals("DISCONNECTED", service.chat.members[service.chat.guest])
        assertTrue(events.await<MessagingEvent.ConversationDisconnected>().readOnly)
        assertEquals(ErrorCode.SESSION_READ_ONLY, assertFailsWith<MessagingException> { client.send("too late") }.code)
        assertTrue(client.history.next().startOfConversation)

        assertIs<SessionState.Configured>(client.startNewChat())
        client.send("Hello again")
        assertEquals(listOf(listOf("Hello"), listOf("Hello again")), service.chats.map { service.stored(it) })
    }

    @Test
    fun a_conversation_that_the_agent_ends_can_only_be_read() = scenario { client, events ->
        client.connect()
        service.end()
        client.state.first { it == SessionState.ReadOnly }
        assertTrue(events.await<MessagingEvent.ConversationDisconnected>().readOnly)
    }

    @Test
    fun a_stream_that_is_closed_without_a_word_is_explained_by_the_guests_own_member() = scenario { client, events ->
        client.connect()
        service.end(announced = false)
        client.state.first { it == SessionState.ReadOnly }
        assertTrue(events.await<MessagingEvent.ConversationDisconnected>().readOnly)
        assertFalse(client.capability(Capability.LEAVE_CONVERSATION).allowed)
    }

    @Test
    fun REL3_messages_arrive_once_and_in_order() = scenario { client, _ ->
        client.connect()
        (1..50).map { async(start = CoroutineStart.UNDISPATCHED) { client.send("line $it") } }.awaitAll()
        assertEquals((1..50).map { "line $it" }, service.stored())
        assertEquals(50, client.conversation.value.messages.size)
    }

    @Test
    fun REL5_a_copy_that_comes_before_the_answer_is_not_shown_twice() = scenario { client, _ ->
        client.connect()
        service.deeds += Deed.COPY_FIRST
        val sending = async { client.send("Hello") }
        client.conversation.first { conversation -> conversation.messages.any { it.text == "after the copy of Hello" } }
        service.answers.release()
        sending.await()
        awaitTexts(client, "Hello", "after the copy of Hello")
    }

    @Test
    fun REL4_a_message_whose_answer_was_lost_is_found_in_the_messages_and_not_sent_again() = scenario { client, events ->
        client.connect()
        client.send("first")
        service.deeds += Deed.DROP_AFTER_STORE
        assertEquals(MessageStatus.Sent, client.send("second").status)
        client.send("third")
        assertEquals(listOf("first", "second", "third"), service.stored())
        assertEquals(3, client.conversation.value.messages.size)
        assertIs<ResumeOutcome.Continuous>(events.await<MessagingEvent.Resumed>().outcome)
    }

    @Test
    fun REL1_a_message_that_never_arrived_is_sent_again_and_keeps_its_place() = scenario { client, _ ->
        client.connect()
        client.send("first")
        service.deeds += Deed.DROP_BEFORE_STORE
        listOf("second", "third", "fourth").map { async(start = CoroutineStart.UNDISPATCHED) { client.send(it) } }.awaitAll()
        assertEquals(listOf("first", "second", "third", "fourth"), service.stored())
    }

    @Test
    fun REL4_a_server_error_after_storing_makes_no_second_copy() = scenario { client, _ ->
        client.connect()
        service.deeds += Deed.FAIL_AFTER_STORE
        assertEquals(MessageStatus.Sent, client.send("once").status)
        client.send("next")
        assertEquals(listOf("once", "next"), service.stored())
        assertEquals(2, client.conversation.value.messages.size)
    }

    @Test
    fun REL9_a_refusal_that_may_pass_is_waited_for() = scenario { client, _ ->
        client.connect()
        service.deeds += listOf(Deed.TOO_MANY, Deed.NOT_ACTIVE)
        client.send("patient")
        assertEquals(listOf("patient"), service.stored())
    }

    @Test
    fun REL5_what_an_agent_said_while_the_stream_was_away_is_filled_in() = scenario { client, events ->
        client.connect()
        client.send("Hello")
        val chat = service.chat
        service.agentSays("unheard 1", told = false)
        service.agentSays("unheard 2", told = false)
        service.cut()
        assertEquals(2, assertIs<ResumeOutcome.Continuous>(events.await<MessagingEvent.Resumed>().outcome).backfilled)
        assertEquals(listOf("Hello", "unheard 1", "unheard 2"), client.conversation.value.messages.map { it.text })
        assertEquals(listOf(chat), service.chats.toList())
    }

    @Test
    fun REL5_what_an_agent_said_before_an_end_that_a_call_tells_first_is_heard() = scenario { client, _ ->
        client.connect()
        client.send("Hello")
        service.deeds += Deed.END
        assertEquals(ErrorCode.SESSION_READ_ONLY, assertFailsWith<MessagingException> { client.send("too late") }.code)
        val words = (1..ScriptedGuestChat.LAST_WORDS).map { "last word $it" }
        client.conversation.first { conversation -> conversation.messages.count { "last word" in it.text } == words.size }
        assertEquals(listOf("Hello") + words, client.conversation.value.messages.filter { it.text != "too late" }.map { it.text })
        assertEquals(SessionState.ReadOnly, client.state.value)
    }

    @Test
    fun REL5_nobody_joins_twice_when_the_stream_is_made_anew() = scenario { client, events ->
        client.connect()
        service.agentJoins()
        awaitPresences(events) { it.size >= JOINED.size }
        service.cut()
        events.await<MessagingEvent.Resumed>()
        service.hold()
        service.agentLeaves()
        awaitPresences(events) { told -> told.any { it.first == Presence.Kind.LEFT } }
        assertEquals(JOINED + (Presence.Kind.LEFT to Direction.OUTBOUND), presences(events.all))
    }

    @Test
    fun an_agent_who_leaves_after_a_restart_is_told_and_the_guest_joins_no_second_time() {
        val store = InMemorySessionStore()
        scenario(config().store(store, "guest").build()) { client, _ ->
            client.connect()
            service.agentJoins()
        }
        scenario(config().store(store, "guest").build()) { client, events ->
            client.connect()
            service.agentLeaves()
            awaitPresences(events) { it.isNotEmpty() }
            assertEquals(listOf(Presence.Kind.LEFT to Direction.OUTBOUND), presences(events.all))
        }
    }

    @Test
    fun a_guest_who_was_away_in_passing_goes_on() = scenario { client, events ->
        client.connect()
        service.away(true)
        awaitPresences(events) { Presence.Kind.LEFT to Direction.INBOUND in it }
        assertIs<SessionState.Configured>(client.state.value)
        service.away(false)
        awaitPresences(events) { told -> told.count { it == Presence.Kind.JOINED to Direction.INBOUND } == 2 }
        assertEquals(MessageStatus.Sent, client.send("I am back").status)
    }

    @Test
    fun a_conversation_that_cannot_be_resumed_is_left_for_good() {
        val refusals =
            listOf(404 to "not.found", 403 to "not.authorized", 410 to "gone", 409 to "x", 400 to "chat.error.conversation.state")
        refusals.forEach { refusal ->
            scenario { client, _ ->
                client.connect()
                service.refuseCalls = refusal
                service.cut()
                val state = client.state.first { it is SessionState.Error }
                assertEquals(ErrorCode.SESSION_NOT_FOUND, assertIs<SessionState.Error>(state).code, "$refusal")
                service.refuseCalls = null
                assertEquals(SessionState.Configured(connected = true, newSession = true), client.connect())
            }
        }
    }

    @Test
    fun a_message_to_a_conversation_that_is_gone_says_so() = scenario { client, _ ->
        client.connect()
        service.refuseCalls = 404 to "not.found"
        assertFailsWith<MessagingException> { client.send("too late") }
        val state = client.state.first { it is SessionState.Error }
        assertEquals(ErrorCode.SESSION_NOT_FOUND, assertIs<SessionState.Error>(state).code)
    }

    @Test
    fun REL8_a_service_that_says_nothing_is_left_although_it_answers_pings() = scenario(pingMillis = 20, silenceMillis = 400) {
            client,
            events,
        ->
        client.connect()
        events.await<MessagingEvent.Resumed>()
    }

    @Test
    fun REL2_a_client_that_is_started_again_goes_on_with_its_conversation() {
        val store = InMemorySessionStore()
        scenario(config().store(store, "guest").build()) { client, _ ->
            client.connect()
            client.send("before")
        }
        service.agentSays("meanwhile", told = false)
        scenario(config().store(store, "guest").build()) { client, events ->
            assertEquals(SessionState.Configured(connected = true, newSession = false), client.connect())
            events.await<MessagingEvent.Resumed>()
            client.send("after")
            assertEquals(listOf("before", "after"), service.stored())
            assertTrue("meanwhile" in client.conversation.value.messages.map { it.text })
        }
        assertEquals(1, service.chats.size)
    }

    @Test
    fun a_conversation_that_has_ended_meanwhile_is_opened_to_be_read() {
        val store = InMemorySessionStore()
        scenario(config().store(store, "guest").build()) { client, _ -> client.connect() }
        service.end()
        scenario(config().store(store, "guest").build()) { client, _ -> assertEquals(SessionState.ReadOnly, client.connect()) }
    }

    @Test
    fun a_jwt_that_ran_out_is_an_error_and_the_next_connect_begins_anew() = scenario { client, events ->
        client.connect()
        service.refuseCalls = 401 to "credentials.expired"
        assertEquals(ErrorCode.SESSION_HAS_EXPIRED, assertFailsWith<MessagingException> { client.send("too late") }.code)
        assertEquals(ClosedReason.EXPIRED, events.await<MessagingEvent.ConnectionClosed>().reason)
        assertEquals(ErrorCode.SESSION_HAS_EXPIRED, assertIs<SessionState.Error>(client.state.value).code)
        assertEquals(ErrorCode.SESSION_HAS_EXPIRED, assertFailsWith<MessagingException> { client.connect() }.code)
        service.refuseCalls = null
        assertEquals(SessionState.Configured(connected = true, newSession = true), client.connect())
        assertEquals(2, service.chats.size)
    }

    @Test
    fun a_conversation_that_is_gone_is_an_error() = scenario { client, events ->
        client.connect()
        service.refuseCalls = 404 to "not.found"
        service.chat.streams.forEach { it.send(8, byteArrayOf(16, 4)) }
        assertEquals(ClosedReason.NOT_FOUND, events.await<MessagingEvent.ConnectionClosed>().reason)
        assertEquals(ErrorCode.SESSION_NOT_FOUND, assertIs<SessionState.Error>(client.state.value).code)
    }

    @Test
    fun a_refused_conversation_is_told_with_the_way_out() = scenario { client, _ ->
        service.refuseCreating = 400 to "chat.error.invalid.queue"
        val refused = assertFailsWith<MessagingException> { client.connect() }
        assertTrue("name of the queue" in refused.message.orEmpty(), refused.message)
        service.refuseCreating = 400 to "chat.deployment.require.auth"
        assertEquals(ErrorCode.AUTH_FAILED, assertFailsWith<MessagingException> { client.connect() }.code)
    }

    @Test
    fun a_text_that_is_too_long_is_refused_by_its_characters() = scenario { client, _ ->
        client.connect()
        client.send("ä".repeat(4_000))
        val refused = assertFailsWith<MessagingException> { client.send("x".repeat(4_001)) }
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, refused.code)
        assertEquals(1, service.stored().size)
    }

    @Test
    fun SEC2_an_event_stream_elsewhere_ends_the_opening_and_the_conversation_is_left() = scenario { client, _ ->
        service.streamAt = "wss://evil.example/v1/token/jwt.c1.x"
        assertEquals(ErrorCode.ADDRESS_REFUSED, assertFailsWith<MessagingException> { client.connect() }.code)
        service.awaitCall("DELETE ")
    }

    @Test
    fun the_jwt_is_on_every_call_but_the_first() = scenario { client, _ ->
        client.connect()
        client.send("Hello")
        client.indicateTyping()
        client.history.next()
        client.leaveConversation()
        val (create, others) = service.asked.filterNot { "/v1/token/" in it.line }.partition {
            it.line ==
                "POST /api/v2/webchat/guest/conversations"
        }
        assertEquals(listOf(null), create.map { it.authorization })
        assertTrue(others.size >= 3)
        assertEquals(setOf<String?>("Bearer jwt.c1.x"), others.map { it.authorization }.toSet())
    }

    private fun scenario(
        config: MessagingClientConfig = config().build(),
        pingMillis: Long = 5_000,
        silenceMillis: Long = 30_000,
        body: suspend CoroutineScope.(MessagingClient, EventLog) -> Unit,
    ) = runBlocking(Dispatchers.Default) {
        withTimeout(PATIENCE_MILLIS) {
            val options = GuestChatOptions.builder(GuestChatApiTest.DEPLOYMENT, GuestChatApiTest.ORGANIZATION)
                .loopbackEndpoint(service.url).queue("Support").ping(pingMillis, 2_000).silence(silenceMillis).build()
            val client = confab.client(options, config)
            val events = EventLog()
            val collecting = launch(start = CoroutineStart.UNDISPATCHED) { client.events.collect(events) }
            try {
                body(client, events)
            } finally {
                client.close()
                collecting.cancel()
            }
        }
    }

    private fun presences(events: Collection<MessagingEvent>): List<Pair<Presence.Kind, Direction>> =
        events.filterIsInstance<MessagingEvent.PresenceChanged>().map { it.presence.kind to it.direction }

    private suspend fun awaitPresences(events: EventLog, enough: (List<Pair<Presence.Kind, Direction>>) -> Boolean) {
        events.await { enough(presences(it)) }
    }

    private suspend fun awaitTexts(client: MessagingClient, vararg texts: String) {
        client.conversation.first { conversation -> conversation.messages.map { it.text }.sorted() == texts.sorted() }
    }

    private companion object {
        const val PATIENCE_MILLIS = 60_000L

        val JOINED = listOf(
            Presence.Kind.JOINED to Direction.INBOUND,
            Presence.Kind.ALERTED to Direction.OUTBOUND,
            Presence.Kind.JOINED to Direction.OUTBOUND,
        )

        fun config(): MessagingClientConfig.Builder = MessagingClientConfig.builder()
            .rate(RatePolicy(messageIntervalMillis = 0, typingIntervalMillis = 5_000, healthCheckIntervalMillis = 30_000))
            .reconnect(ReconnectPolicy(Backoff(20, 20, 200), 3, stableAfterMillis = 30_000, openTimeoutMillis = 3_000))
            .outbox(OutboxPolicy(256, 1L shl 20, proofTimeoutMillis = 1_200))
            .recovery(RecoveryPolicy(100, RecoveryPolicy.WhenUncertain.HOLD, historyLagMillis = 10))
    }
}
