package dev.confab.transport.runtime

import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.policy.RetentionPolicy
import dev.confab.transport.testing.FakeLink
import dev.confab.transport.testing.FakeTransport
import dev.confab.transport.testing.MessagingClientTester
import dev.confab.transport.testing.messagingClientTest
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

/** What comes over a link that is lost before the history of it was read: it waits for what was missed before it, and never for ever. */
class HeldMessagesTest {
    @Test
    fun REL5_what_came_while_a_reading_was_cut_short_is_told_after_what_was_missed_before_it() = held { second ->
        second.cut()
        expectLink()
        awaitOutcome()
        assertEquals(listOf("known", "missed", "live"), told())
        assertEquals(listOf<ResumeOutcome>(ResumeOutcome.Continuous(1)), outcomes())
    }

    @Test
    fun REL5_readings_that_are_cut_short_again_and_again_hold_all_of_it_in_order() = held { second ->
        var link = second
        repeat(5) {
            link.cut()
            link = unread()
            link.say("live $it", "live $it")
            settle()
        }
        assertEquals(listOf("known"), told())
        link.cut()
        expectLink()
        awaitOutcome()
        assertEquals(listOf("known", "missed", "live") + (0..4).map { "live $it" }, told())
    }

    @Test
    fun REL5_a_conversation_that_keeps_nothing_is_told_in_order_all_the_same() =
        held(MessagingClientConfig.builder().retention(RetentionPolicy(0)).build()) { second ->
            second.cut()
            expectLink()
            awaitOutcome()
            assertEquals(listOf("known", "missed", "live"), told())
        }

    @Test
    fun REL5_more_than_is_worth_keeping_is_told_at_once() =
        held(MessagingClientConfig.builder().recovery(RecoveryPolicy(100, RecoveryPolicy.WhenUncertain.HOLD)).build()) { second ->
            repeat(300) { second.say("more $it", "more $it") }
            settle()
            val atOnce = listOf("known", "live") + (0..254).map { "more $it" }
            assertEquals(atOnce, told())
            second.cut()
            expectLink()
            awaitOutcome()
            assertEquals(atOnce + "missed" + (255..299).map { "more $it" }, told())
        }

    @Test
    fun REL5_a_session_that_ends_tells_what_it_held() = held { second ->
        second.cut()
        transport.refuse(TransportFailure(ErrorCode.WEBSOCKET_ACCESS_DENIED, "Not any more."))
        awaitState { it is SessionState.Error }
        settle()
        assertEquals(listOf("known", "live"), told())
    }

    @Test
    fun REL5_a_guest_who_disconnects_is_told_what_was_held() = held { second ->
        transport.unreachable(times = 3)
        second.cut()
        awaitState { it is SessionState.Reconnecting }
        client.disconnect()
        settle()
        assertEquals(listOf("known", "live"), told())
    }

    @Test
    fun REL5_a_client_that_is_closed_tells_what_it_held() = held { second ->
        transport.hang()
        second.cut()
        awaitState { it is SessionState.Reconnecting }
        client.close()
        assertEquals(listOf("known", "live"), told())
    }

    @Test
    fun REL5_a_new_session_begins_after_what_was_held() = held { second ->
        transport.accept(FakeTransport.info(newSession = true))
        second.cut()
        expectLink()
        awaitOutcome()
        assertEquals(listOf("known", "live"), told())
        assertEquals(listOf<ResumeOutcome>(ResumeOutcome.NewSession), outcomes())
        assertIs<MessagingEvent.Resumed>(events.last { it is MessagingEvent.Resumed || it is MessagingEvent.MessageInserted })
    }

    @Test
    fun REL5_a_conversation_that_can_only_be_read_tells_what_was_held_in_order() = held { second ->
        transport.accept(FakeTransport.info(readOnly = true))
        second.cut()
        expectLink()
        awaitOutcome()
        assertEquals(listOf("known", "missed", "live"), told())
    }

    @Test
    fun REL5_a_history_that_cannot_be_read_is_told_after_what_was_held() = held { second ->
        transport.service.historyFailures += TransportFailure(ErrorCode.of(404), "There is no history.")
        second.cut()
        expectLink()
        awaitOutcome()
        assertEquals(listOf("known", "live"), told())
        assertIs<ResumeOutcome.Gap>(outcomes().single())
    }

    /** The second link: it was asked for the history, and said something before it answered. */
    private fun held(
        config: MessagingClientConfig = MessagingClientConfig.builder().recovery(RecoveryPolicy.DEFAULT).build(),
        body: suspend MessagingClientTester.(FakeLink) -> Unit,
    ) = messagingClientTest(config) {
        val first = connect()
        first.say("known", "known")
        client.events.first { it is MessagingEvent.MessageInserted }
        first.cut()
        transport.service.store(Direction.OUTBOUND, "missed", "missed")
        val second = unread()
        second.say("live", "live")
        settle()
        assertEquals(listOf("known"), told())
        body(second)
    }

    private suspend fun MessagingClientTester.unread(): FakeLink = expectLink().also {
        it.answersHistory = false
        assertIs<LinkCommand.FetchHistory>(it.expectCommand())
    }

    /** All that can happen now has happened after that. */
    private suspend fun settle() = delay(1)

    private suspend fun MessagingClientTester.awaitOutcome() {
        if (outcomes().isEmpty()) client.events.first { it is MessagingEvent.Resumed }
        settle()
    }

    private fun MessagingClientTester.told(): List<String> = events.filterIsInstance<MessagingEvent.MessageInserted>().map {
        it.message.text
    }

    private fun MessagingClientTester.outcomes(): List<ResumeOutcome> = events.filterIsInstance<MessagingEvent.Resumed>().map { it.outcome }
}
