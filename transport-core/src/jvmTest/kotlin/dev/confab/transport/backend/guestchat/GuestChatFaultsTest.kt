package dev.confab.transport.backend.guestchat

import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.ConnectionFault
import dev.confab.sandbox.fault.Fault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.SessionFault
import dev.confab.transport.faults.EchoedTalk
import dev.confab.transport.model.Direction
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Presence
import dev.confab.transport.model.ResumeOutcome
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
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** The promises of the session at the guest chat of the sandbox, with its faults. */
class GuestChatFaultsTest {
    @Test
    fun REL1_messages_whose_calls_are_cut_all_arrive() = cutCalls { bench, texts ->
        assertEquals(texts.toSet(), bench.stored().toSet())
    }

    @Test
    fun REL3_messages_whose_calls_are_cut_arrive_once_and_in_order() = cutCalls { bench, texts -> assertEquals(texts, bench.stored()) }

    private fun cutCalls(proof: (GuestChatBench, List<String>) -> Unit) = scenario(Scenario.SILENT) { bench ->
        val client = bench.client()
        client.connect()
        // One after the other: each of them hits the first message that comes to it.
        repeat(8) { bench.sandbox.faults().add(SessionFault.DropBeforeStore(), FaultScope.once().startingAfter(3 * it)) }
        repeat(8) { bench.sandbox.faults().add(SessionFault.DropAfterStore(), FaultScope.once().startingAfter(3 * it + 1)) }
        val texts = (1..40).map { "line $it" }
        val sent = texts.map { async(start = CoroutineStart.UNDISPATCHED) { client.send(it) } }.awaitAll()
        assertTrue(sent.all { it.status == MessageStatus.Sent })
        proof(bench, texts)
        assertEquals(bench.sandbox.messages().map { it.id() }, client.conversation.value.messages.map { it.serverId })
        assertTrue(bench.sandbox.faults().list().sumOf { it.applied() } >= 12, "${bench.sandbox.faults().list().map { it.applied() }}")
        client.close()
    }

    @Test
    fun REL5_what_an_agent_says_while_the_stream_is_cut_again_and_again_is_told_once_and_stands_in_order() =
        scenario(Scenario.SILENT) { bench ->
            val client = bench.client()
            val told = EventLog()
            val collecting = launch(start = CoroutineStart.UNDISPATCHED) { client.events.collect(told) }
            client.connect()
            client.send("Hello")
            val conversation = bench.conversation()
            val said = (1..60).map { "answer $it" }
            said.forEachIndexed { index, text ->
                bench.sandbox.agentSay(conversation, text)
                if (index % 7 == 3) bench.sandbox.dropConnections()
            }
            client.conversation.first { whole ->
                whole.messages.count { it.direction == Direction.OUTBOUND && it.text.startsWith("answer") } >=
                    said.size
            }
            assertEquals(said, client.conversation.value.messages.map { it.text }.filter { it.startsWith("answer") })
            told.await { answers(it).size >= said.size }
            assertEquals(said, answers(told.all))
            val outcomes = told.all.filterIsInstance<MessagingEvent.Resumed>().map { it.outcome }
            assertTrue(outcomes.isNotEmpty() && outcomes.all { it is ResumeOutcome.Continuous }, "$outcomes")
            val joined = told.all.filterIsInstance<MessagingEvent.PresenceChanged>().filter { it.presence.kind == Presence.Kind.JOINED }
            assertEquals(1, joined.count { it.direction == Direction.INBOUND }, "the guest joins once")
            assertTrue(joined.count { it.from?.kind == Participant.Kind.AGENT } <= 1, "and so does the agent: $joined")
            client.close()
            collecting.cancel()
        }

    /** What the application was told that the agent said, in this order. */
    private fun answers(told: Collection<MessagingEvent>): List<String> =
        told.filterIsInstance<MessagingEvent.MessageInserted>().map { it.message.text }.filter { it.startsWith("answer") }

    @Test
    fun REL5_a_conversation_whose_stream_is_cut_after_any_frame_ends_as_the_uncut_one() {
        val uncut = talk(cutAfter = null)
        assertEquals(2 * EchoedTalk.QUESTIONS.size, uncut.size, "$uncut")
        (1..FRAMES).forEach { frames -> assertEquals(uncut, talk(frames), "cut after frame $frames") }
    }

    private fun talk(cutAfter: Int?): List<String> {
        val lines = ArrayList<String>()
        scenario(Scenario.ECHO) { bench ->
            cutAfter?.let { bench.sandbox.faults().add(ConnectionFault.DropAfterFrames(it, Fault.Direction.SENT), FaultScope.once()) }
            val client = bench.client()
            lines += EchoedTalk.hold(client)
            assertEquals(EchoedTalk.QUESTIONS, bench.stored())
            client.close()
        }
        return lines
    }

    private fun scenario(scenario: Scenario, body: suspend CoroutineScope.(GuestChatBench) -> Unit) {
        GuestChatBench(scenario).use { bench -> runBlocking(Dispatchers.Default) { withTimeout(PATIENCE_MILLIS) { body(bench) } } }
    }

    private companion object {
        const val PATIENCE_MILLIS = 60_000L

        /** About as many as the stream of the uncut conversation has. */
        const val FRAMES = 14
    }
}
