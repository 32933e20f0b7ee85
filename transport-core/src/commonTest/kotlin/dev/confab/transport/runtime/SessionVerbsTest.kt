package dev.confab.transport.runtime

import dev.confab.transport.ConnectOptions
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.testing.FakeTransport
import dev.confab.transport.testing.messagingClientTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

class SessionVerbsTest {
    private val store = InMemorySessionStore()
    private val stored = MessagingClientConfig.builder().store(store, "guest").build()

    @Test
    fun a_new_chat_on_the_same_link() = messagingClientTest {
        transport.accept(FakeTransport.info(readOnly = true))
        val link = connect()
        val begun = start { client.startNewChat() }
        assertEquals(LinkCommand.Configure(true, emptyMap()), link.expectCommand())
        link.emit(LinkEvent.InfoChanged(FakeTransport.info(newSession = true)))
        assertEquals(SessionState.Configured(connected = true, newSession = true), begun.await())
    }

    @Test
    fun a_new_chat_goes_on_over_the_next_link() = messagingClientTest {
        transport.accept(FakeTransport.info(readOnly = true))
        val link = connect()
        val begun = start { client.startNewChat() }
        link.expectCommand()
        transport.accept(FakeTransport.info(newSession = true))
        link.cut()
        expectLink()
        assertIs<SessionState.Configured>(begun.await())
        assertTrue(transport.requests.last().startNew)
    }

    @Test
    fun a_service_that_says_nothing_to_a_new_chat_is_left_after_fifteen_seconds() = messagingClientTest {
        transport.accept(FakeTransport.info(readOnly = true))
        val link = connect()
        val asked = now()
        val begun = start { client.startNewChat() }
        link.expectCommand()
        transport.accept(FakeTransport.info(newSession = true))
        expectLink()
        begun.await()
        assertTrue(transport.requestTimes.last() - asked in 15_000..15_250, "${transport.requestTimes.last() - asked} ms")
    }

    @Test
    fun a_cleared_conversation() = messagingClientTest {
        val link = connect()
        val sending = send("Hello")
        link.prove(link.expectMessage("Hello"))
        sending.await()
        val clearing = start { client.clearConversation() }
        assertIs<LinkCommand.ClearConversation>(link.expectCommand())
        link.emit(LinkEvent.SessionEnded(ClosedReason.CLEARED, null))
        clearing.await()
        assertEquals(emptyList(), texts())
        assertIs<SessionState.Closed>(client.state.value)
        assertTrue(events.any { it == MessagingEvent.ConversationCleared })
    }

    @Test
    fun a_conversation_that_is_left() = messagingClientTest {
        val link = connect()
        val leaving = start { client.leaveConversation() }
        assertIs<LinkCommand.LeaveConversation>(link.expectCommand())
        link.emit(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true))
        leaving.await()
        assertEquals(SessionState.ReadOnly, client.state.value)
    }

    @Test
    fun a_fresh_key_after_signing_in_elsewhere_is_in_the_store_before_the_service_hears_it() = messagingClientTest(stored) {
        val link = connect()
        val old = transport.requests.single().sessionKey
        link.emit(LinkEvent.SessionEnded(ClosedReason.SIGNED_IN, null))
        awaitState { it is SessionState.Closed }
        connect()
        val fresh = transport.requests.last().sessionKey
        assertNotEquals(old, fresh)
        assertEquals(fresh, store.load("guest").record?.key)
    }

    @Test
    fun a_session_of_a_signed_in_guest_is_left_for_a_fresh_one() = messagingClientTest {
        transport.refuse(TransportFailure(ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED, "Signed in."))
        assertEquals(
            ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED,
            assertFailsWith<MessagingException> { client.connect() }.code,
        )
        connect()
        assertEquals(2, transport.requests.map { it.sessionKey }.distinct().size)
    }

    @Test
    fun capabilities_follow_the_session() = messagingClientTest {
        assertFalse(client.capability(Capability.SEND_TEXT).allowed)
        transport.accept(FakeTransport.info().withDenied(mapOf(Capability.SEND_TYPING to "The deployment does not want it.")))
        val link = connect()
        assertTrue(client.capability(Capability.SEND_TEXT).allowed)
        assertEquals("The deployment does not want it.", client.capability(Capability.SEND_TYPING).reason)
        client.indicateTyping()
        assertNull(client.capability(Capability.HISTORY).reason)
        link.emit(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true))
        awaitState { it == SessionState.ReadOnly }
        assertFalse(client.capability(Capability.SEND_TEXT).allowed)
        assertTrue(client.capability(Capability.START_NEW_CHAT).allowed)
        assertEquals(Capability.entries.toSet(), client.capabilities.value.keys)
    }

    @Test
    fun the_history_is_read_page_by_page() = messagingClientTest {
        repeat(12) { transport.service.store(Direction.OUTBOUND, "line $it", "s$it") }
        transport.accept(FakeTransport.info())
        connect()
        val pages = List(4) { client.history.next() }
        assertEquals(listOf(5, 5, 2, 0), pages.map { it.messages.size })
        assertEquals(listOf(false, false, true, true), pages.map { it.startOfConversation })
        assertEquals((0..11).map { "line $it" }, texts())
    }

    @Test
    fun custom_attributes_survive_a_restart_and_show_how_far_they_came() = messagingClientTest(stored) {
        assertEquals(CustomAttributes.Status.PENDING, client.addCustomAttributes(mapOf("tier" to "gold")).status)
        val link = connect()
        assertEquals(mapOf("tier" to "gold"), transport.requests.single().customAttributes)
        assertEquals(mapOf("tier" to "gold"), store.load("guest").record?.customAttributes)
        val sending = send("Hello")
        val command = link.expectMessage("Hello")
        assertEquals(mapOf("tier" to "gold"), command.draft.customAttributes)
        assertEquals(CustomAttributes.Status.SENDING, client.customAttributes.value.status)
        link.prove(command)
        sending.await()
        assertEquals(CustomAttributes.Status.SENT, client.customAttributes.value.status)
    }

    @Test
    fun another_session_is_opened_by_its_token() = messagingClientTest {
        connect()
        val refused = assertFailsWith<MessagingException> { client.connect(ConnectOptions.DEFAULT.withToken("theirs")) }
        assertEquals(ErrorCode.WRONG_STATE, refused.code)
        client.disconnect()
        val connecting = start { client.connect(ConnectOptions.DEFAULT.withToken("theirs")) }
        expectLink()
        connecting.await()
        assertEquals("theirs", transport.requests.last().sessionKey)
    }

    @Test
    fun REL4_a_late_copy_of_a_refusal_does_not_concern_the_next_attempt() =
        messagingClientTest(MessagingClientConfig.builder().rate(RatePolicy(0, 5_000, 30_000)).build()) {
            val link = connect()
            val sending = send("once")
            val first = link.expectMessage("once")
            val refusal = TransportFailure(ErrorCode.REQUEST_RATE_TOO_HIGH, "Too fast.")
            link.emit(LinkEvent.Refused(first.messageId, first.attempt, refusal))
            val second = link.expectMessage("once")
            assertEquals(listOf(1, 2), listOf(first.attempt, second.attempt))
            link.emit(LinkEvent.Refused(first.messageId, first.attempt, refusal))
            link.prove(second)
            sending.await()
            assertEquals(listOf("once"), transport.service.history.map { it.text })
        }

    @Test
    fun a_health_check_that_is_not_answered_fails() = messagingClientTest {
        val link = connect()
        val asked = now()
        val failure = assertFailsWith<MessagingException> { client.healthCheck() }
        assertEquals(ErrorCode.ANSWER_TIMEOUT, failure.code)
        assertEquals(15_000, now() - asked)
        assertIs<LinkCommand.CheckHealth>(link.expectCommand())
    }
}
