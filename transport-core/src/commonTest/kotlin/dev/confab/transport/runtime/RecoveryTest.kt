package dev.confab.transport.runtime

import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.policy.RecoveryPolicy.WhenUncertain
import dev.confab.transport.testing.FakeLink
import dev.confab.transport.testing.FakeTransport
import dev.confab.transport.testing.MessagingClientTester
import dev.confab.transport.testing.messagingClientTest
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.supervisorScope
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What becomes of messages in doubt and of messages that were missed. */
class RecoveryTest {
    private val unpaced = config().build()

    @Test
    fun REL4_a_message_that_arrived_before_the_cut_is_not_sent_again() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("Hello")
        first.store(first.expectMessage("Hello"))
        first.cut()
        expectLink()
        assertEquals(MessageStatus.Sent, sending.await().status)
        assertEquals(listOf(ResumeOutcome.Continuous(0)), outcomes())
        assertEquals(1, transport.service.history.size)
    }

    @Test
    fun REL4_a_message_that_did_not_arrive_is_sent_again() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("Hello")
        first.expectMessage("Hello")
        first.cut()
        val second = expectLink()
        second.prove(second.expectMessage("Hello"))
        assertEquals(MessageStatus.Sent, sending.await().status)
    }

    @Test
    fun REL4_of_two_equal_texts_only_the_one_in_doubt_is_settled() = messagingClientTest(unpaced) {
        val first = connect()
        val one = send("yes")
        first.prove(first.expectMessage("yes"))
        one.await()
        val two = send("yes")
        first.expectMessage("yes")
        first.cut()
        val second = expectLink()
        second.prove(second.expectMessage("yes"))
        two.await()
        assertEquals(2, transport.service.history.size)
    }

    @Test
    fun REL4_a_second_device_that_writes_meanwhile_is_told_apart() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("mine")
        transport.service.store(Direction.INBOUND, "of the other device", "other-1")
        first.store(first.expectMessage("mine"))
        transport.service.store(Direction.INBOUND, "of the other device again", "other-2")
        first.cut()
        expectLink()
        assertEquals(MessageStatus.Sent, sending.await().status)
        client.events.firstOrSeen(events) { it is MessagingEvent.Resumed }
        assertEquals(listOf("of the other device", "mine", "of the other device again"), texts())
    }

    @Test
    fun REL4_an_echo_that_was_swallowed_is_found_in_the_history() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("Hello")
        first.store(first.expectMessage("Hello"))
        first.say("a1", "I heard you")
        expectLink()
        assertEquals(MessageStatus.Sent, sending.await().status)
        assertEquals(listOf("Hello", "I heard you"), texts())
        assertEquals(2, transport.service.history.size)
    }

    @Test
    fun REL1_a_message_that_is_never_proved_is_given_up_and_no_longer_holds_up_the_next() = messagingClientTest(unpaced) {
        var link = connect()
        supervisorScope {
            val poison = async { client.send("poison") }
            link.expectMessage("poison")
            val next = async { client.send("next") }
            repeat(4) {
                link = expectLink()
                link.expectMessage("poison")
            }
            link = expectLink()
            assertEquals(ErrorCode.PROOF_TIMEOUT, assertFailsWith<MessagingException> { poison.await() }.code)
            link.prove(link.expectMessage("next"))
            assertEquals(MessageStatus.Sent, next.await().status)
        }
        assertIs<MessageStatus.Wedged>(client.conversation.value.messages.single { it.text == "poison" }.status)
    }

    @Test
    fun REL1_a_message_for_which_the_service_closes_the_link_each_time_is_given_up() = messagingClientTest(unpaced) {
        var link = connect()
        supervisorScope {
            val poison = async { client.send("poison") }
            repeat(5) {
                link.expectMessage("poison")
                link.endWith(1009)
                link = expectLink()
            }
            val failure = assertFailsWith<MessagingException> { poison.await() }
            assertTrue("1009" in failure.message.orEmpty(), failure.message)
        }
    }

    @Test
    fun REL1_a_network_that_is_cut_after_each_attempt_has_no_message_given_up() = messagingClientTest(unpaced) {
        var link = connect()
        val sending = send("Hello")
        repeat(20) {
            link.expectMessage("Hello")
            link.cut()
            link = expectLink()
        }
        link.prove(link.expectMessage("Hello"))
        assertEquals(MessageStatus.Sent, sending.await().status)
    }

    @Test
    fun REL4_a_message_that_the_service_trimmed_is_found_in_the_history() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send(" Hello,\r\n  you ")
        first.expectMessage(" Hello,\r\n  you ")
        transport.service.store(Direction.INBOUND, "Hello,\n you", "trimmed")
        first.cut()
        expectLink()
        assertEquals("trimmed", sending.await().serverId)
    }

    @Test
    fun REL4_a_message_that_may_be_in_the_history_with_other_words_is_for_the_policy_to_decide() =
        messagingClientTest(config().recovery(RecoveryPolicy(20, WhenUncertain.HOLD)).build()) {
            val first = connect()
            transport.service.store(Direction.INBOUND, "of before", "before")
            first.say("a1", "Your card number?")
            client.conversation.first { it.messages.size == 1 }
            supervisorScope {
                val sending = async { client.send("4111 1111 1111 1111") }
                first.expectMessage("4111 1111 1111 1111")
                transport.service.store(Direction.INBOUND, "**** **** **** ****", "masked")
                first.cut()
                expectLink()
                assertEquals(ErrorCode.SEND_UNCERTAIN, assertFailsWith<MessagingException> { sending.await() }.code)
            }
        }

    @Test
    fun REL4_an_older_message_with_the_same_words_proves_nothing() = messagingClientTest(unpaced) {
        val first = connect()
        transport.service.store(Direction.INBOUND, "yes", "of long ago")
        first.say("a1", "Sure?")
        client.conversation.first { it.messages.size == 1 }
        val sending = send("yes")
        first.expectMessage("yes")
        first.cut()
        val second = expectLink()
        second.prove(second.expectMessage("yes"))
        sending.await()
    }

    @Test
    fun REL4_a_history_that_is_behind_is_read_a_second_time_before_a_message_is_sent_again() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("Hello")
        val command = first.expectMessage("Hello")
        first.cut()
        val second = expectLink()
        client.state.first { it is SessionState.Configured }
        delay(500)
        second.store(command)
        assertEquals(MessageStatus.Sent, sending.await().status)
        assertEquals(1, transport.service.history.size)
    }

    @Test
    fun REL4_the_patience_with_the_history_is_no_longer_over_many_links_than_over_one() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("Hello")
        first.expectMessage("Hello")
        first.cut()
        var link = expectLink()
        val since = now()
        while (now() - since < 1_000) {
            delay(200)
            link.cut()
            link = expectLink()
        }
        val back = now()
        link.prove(link.expectMessage("Hello"))
        assertTrue(now() - back < 500, "it waited again, for ${now() - back} ms")
        sending.await()
    }

    @Test
    fun REL4_when_nobody_can_tell_it_is_sent_again() = uncertain(WhenUncertain.RESEND) { sending, link ->
        link.prove(link.expectMessage("Hello"))
        assertEquals(MessageStatus.Sent, sending.await().status)
    }

    @Test
    fun REL4_when_nobody_can_tell_it_may_be_held_until_it_is_tried_again() = uncertain(WhenUncertain.HOLD) { sending, link ->
        assertEquals(ErrorCode.SEND_UNCERTAIN, assertFailsWith<MessagingException> { sending.await() }.code)
        coroutineScope {
            val again = async { client.retry(client.conversation.value.messages.single().id) }
            link.prove(link.expectMessage("Hello"))
            assertEquals(MessageStatus.Sent, again.await().status)
        }
        assertTrue(events.none { it is MessagingEvent.SendUncertain })
    }

    @Test
    fun REL4_a_message_that_was_held_and_is_tried_again_without_a_connection_is_looked_up_first() =
        messagingClientTest(config().recovery(RecoveryPolicy(20, WhenUncertain.HOLD)).build()) {
            val first = connect()
            supervisorScope {
                val sending = async { client.send("Hello") }
                first.store(first.expectMessage("Hello"))
                transport.service.historyFailures += TransportFailure(ErrorCode.of(404), "There is no history.")
                first.cut()
                val second = expectLink()
                assertEquals(ErrorCode.SEND_UNCERTAIN, assertFailsWith<MessagingException> { sending.await() }.code)
                transport.unreachable(times = 3)
                second.cut()
                awaitState { it is SessionState.Reconnecting && it.attempt == 3 }
                val again = async { client.retry(client.conversation.value.messages.single().id) }
                expectLink()
                assertEquals(MessageStatus.Sent, again.await().status)
            }
            assertEquals(1, transport.service.history.size, "it arrived and was sent again")
        }

    @Test
    fun REL4_a_message_that_was_held_does_not_take_the_proof_of_a_later_one_with_the_same_words() =
        messagingClientTest(config().recovery(RecoveryPolicy(20, WhenUncertain.HOLD)).build()) {
            val first = connect()
            supervisorScope {
                val held = async { client.send("yes") }
                first.expectMessage("yes")
                transport.service.historyFailures += TransportFailure(ErrorCode.of(404), "There is no history.")
                first.cut()
                val second = expectLink()
                assertFailsWith<MessagingException> { held.await() }
                val between = async { client.send("well") }
                second.prove(second.expectMessage("well"))
                between.await()
                val later = async { client.send("yes") }
                second.store(second.expectMessage("yes"))
                second.cut()
                expectLink()
                assertEquals(MessageStatus.Sent, later.await().status)
            }
            assertEquals(listOf("well", "yes"), transport.service.history.map { it.text })
            assertEquals(1, client.conversation.value.messages.count { it.status is MessageStatus.Wedged })
        }

    @Test
    fun REL4_when_nobody_can_tell_the_application_may_be_asked() = uncertain(WhenUncertain.ASK) { sending, _ ->
        assertFailsWith<MessagingException> { sending.await() }
        client.events.firstOrSeen(events) { it is MessagingEvent.SendUncertain }
        client.discard(client.conversation.value.messages.single().id)
    }

    private fun uncertain(policy: WhenUncertain, then: suspend MessagingClientTester.(Deferred<Message>, FakeLink) -> Unit) =
        messagingClientTest(config().recovery(RecoveryPolicy(20, policy)).build()) {
            val first = connect()
            supervisorScope {
                val sending = async { client.send("Hello") }
                first.expectMessage("Hello")
                transport.service.historyFailures += TransportFailure(ErrorCode.of(404), "There is no history.")
                first.cut()
                then(sending, expectLink())
            }
            client.events.firstOrSeen(events) { it is MessagingEvent.Resumed }
            assertIs<ResumeOutcome.Gap>(outcomes().single())
        }

    @Test
    fun REL5_what_an_agent_said_meanwhile_is_filled_in_before_anything_is_sent() = messagingClientTest(unpaced) {
        val first = connect()
        first.say("a1", "one")
        client.conversation.first { it.messages.size == 1 }
        first.cut()
        repeat(12) { transport.service.store(Direction.OUTBOUND, "missed $it", "missed-$it") }
        val sending = send("and now me")
        val second = expectLink()
        second.prove(second.expectMessage("and now me"))
        sending.await()
        assertEquals(listOf("one") + (0..11).map { "missed $it" } + "and now me", texts())
        assertEquals(listOf(ResumeOutcome.Continuous(12)), outcomes())
    }

    @Test
    fun REL5_more_than_the_history_may_be_read_is_a_gap() =
        messagingClientTest(config().recovery(RecoveryPolicy(2, WhenUncertain.HOLD)).build()) {
            val first = connect()
            first.say("a1", "one")
            client.conversation.first { it.messages.size == 1 }
            first.cut()
            repeat(30) { transport.service.store(Direction.OUTBOUND, "missed $it", "missed-$it") }
            expectLink()
            client.events.firstOrSeen(events) { it is MessagingEvent.Resumed }
            assertEquals("a1", assertIs<ResumeOutcome.Gap>(outcomes().single()).from)
            assertEquals(listOf("one") + (20..29).map { "missed $it" }, texts())
        }

    @Test
    fun REL5_a_new_session_after_the_loss_is_told() = messagingClientTest(unpaced) {
        connect().cut()
        transport.accept(FakeTransport.info(newSession = true))
        expectLink()
        client.events.firstOrSeen(events) { it is MessagingEvent.Resumed }
        assertEquals(listOf<ResumeOutcome>(ResumeOutcome.NewSession), outcomes())
    }

    @Test
    fun REL5_a_session_that_became_read_only_is_told_after_its_last_words() = messagingClientTest(unpaced) {
        connect().cut()
        transport.service.store(Direction.OUTBOUND, "Goodbye", "last")
        transport.accept(FakeTransport.info(readOnly = true))
        expectLink()
        client.events.firstOrSeen(events) { it is MessagingEvent.Resumed }
        assertEquals(listOf<ResumeOutcome>(ResumeOutcome.ReadOnly), outcomes())
        assertEquals(listOf("Goodbye"), texts())
        assertEquals(SessionState.ReadOnly, client.state.value)
    }

    @Test
    fun REL5_each_reconnect_has_exactly_one_outcome() = messagingClientTest(unpaced) {
        var link: FakeLink = connect()
        repeat(20) { round ->
            link.cut()
            link = expectLink()
            client.events.firstOrSeen(events) { outcomes().size == round + 1 }
        }
        assertEquals(20, outcomes().size)
    }

    @Test
    fun a_history_that_fails_for_a_moment_is_asked_again() = messagingClientTest(unpaced) {
        val first = connect()
        repeat(2) { transport.service.historyFailures += TransportFailure(ErrorCode.of(503), "Busy.") }
        val sending = send("Hello")
        first.store(first.expectMessage("Hello"))
        first.cut()
        expectLink()
        sending.await()
        assertEquals(listOf(ResumeOutcome.Continuous(0)), outcomes())
    }

    @Test
    fun a_connection_that_is_lost_while_the_history_is_read_starts_over() = messagingClientTest(unpaced) {
        val first = connect()
        val sending = send("Hello")
        first.store(first.expectMessage("Hello"))
        first.cut()
        expectLink().let { second ->
            second.answersHistory = false
            second.cut()
        }
        expectLink()
        sending.await()
        ignoreRest()
        assertEquals(1, transport.service.history.size)
    }

    @Test
    fun the_wait_for_a_reconnect_ends_when_the_network_is_back() = messagingClientTest(unpaced) {
        val first = connect()
        transport.unreachable(times = 6)
        first.cut()
        val waiting = awaitState { it is SessionState.Reconnecting && it.attempt == 7 } as SessionState.Reconnecting
        client.networkAvailable()
        expectLink()
        assertTrue(now() + MessagingClientTester.EPOCH < waiting.nextAtMillis, "it waited until its time")
    }

    private fun config() = MessagingClientConfig.builder().rate(RatePolicy(0, 5_000, 30_000))

    private fun MessagingClientTester.outcomes(): List<ResumeOutcome> = events.filterIsInstance<MessagingEvent.Resumed>().map { it.outcome }

    private suspend fun SharedFlow<MessagingEvent>.firstOrSeen(seen: List<MessagingEvent>, matches: (MessagingEvent) -> Boolean) {
        if (seen.none(matches)) first { matches(it) || seen.any(matches) }
    }
}
