package dev.confab.transport.backend.amm

import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.CallFault
import dev.confab.sandbox.fault.ConnectionFault
import dev.confab.sandbox.fault.Fault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.FrameFault
import dev.confab.sandbox.fault.SessionFault
import dev.confab.transport.faults.EchoedTalk
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.ResumeOutcome
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.OutboxPolicy
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
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** The promises of the session at the messaging service of the sandbox, with its faults. */
class AmmFaultsTest {
    @Test
    fun REL1_messages_whose_calls_are_cut_all_arrive() = cutCalls { bench, texts -> assertEquals(texts.toSet(), bench.stored().toSet()) }

    @Test
    fun REL3_messages_whose_calls_are_cut_arrive_once_and_in_order() = cutCalls { bench, texts -> assertEquals(texts, bench.stored()) }

    private fun cutCalls(proof: (AmmBench, List<String>) -> Unit) = scenario(Scenario.SILENT) { bench ->
        val client = bench.client()
        client.connect()
        // One after the other: each of them hits the first message that comes to it.
        repeat(5) { bench.sandbox.faults().add(SessionFault.DropBeforeStore(), FaultScope.once().startingAfter(3 * it)) }
        repeat(5) { bench.sandbox.faults().add(SessionFault.DropAfterStore(), FaultScope.once().startingAfter(3 * it + 1)) }
        val texts = (1..24).map { "line $it" }
        val sent = texts.map { async(start = CoroutineStart.UNDISPATCHED) { client.send(it) } }.awaitAll()
        assertTrue(sent.all { it.status == MessageStatus.Sent })
        proof(bench, texts)
        assertEquals(texts, client.conversation.value.messages.filter { it.direction == Direction.INBOUND }.map { it.text })
        assertTrue(bench.sandbox.faults().list().sumOf { it.applied() } >= 8, "${bench.sandbox.faults().list().map { it.applied() }}")
        client.close()
    }

    @Test
    fun REL1_REL3_answers_that_get_lost_and_a_server_in_trouble_double_nothing() = scenario(Scenario.SILENT) { bench ->
        val client = bench.client()
        client.connect()
        bench.sandbox.faults().add(CallFault.LoseAnswer("sendMessage"), FaultScope(null, null, 0, 1))
        bench.sandbox.faults().add(CallFault.LoseAnswer("sendMessage"), FaultScope(null, null, 4, 2))
        bench.sandbox.faults().add(CallFault.Fail("sendMessage", 503, "", 1), FaultScope(null, null, 8, 1))
        bench.sandbox.faults().add(CallFault.Fail("sendMessage", 500, "", 0), FaultScope(null, null, 9, 1))
        val texts = (1..12).map { if (it % 3 == 0) "again" else "text $it" }
        texts.map { async(start = CoroutineStart.UNDISPATCHED) { client.send(it) } }.awaitAll()
        assertEquals(texts, bench.stored())
        assertEquals(texts, client.conversation.value.messages.filter { it.direction == Direction.INBOUND }.map { it.text })
        client.close()
    }

    @Test
    fun REL5_what_others_say_while_the_channel_is_cut_again_and_again_is_told_once_and_in_order() = scenario(Scenario.SILENT) { bench ->
        val client = bench.client()
        val told = EventLog()
        val collecting = launch(start = CoroutineStart.UNDISPATCHED) { client.events.collect(told) }
        client.connect()
        client.send("Hello")
        val said = (1..60).map { "answer $it" }
        said.forEachIndexed { index, text ->
            bench.sandbox.agentSay(AmmService.USER, text)
            if (index % 7 == 3) bench.sandbox.dropConnections()
        }
        val whole = client.conversation.first { all -> all.messages.count { it.text.startsWith("answer") } >= said.size }
        assertEquals(said, whole.messages.map { it.text }.filter { it.startsWith("answer") })
        val events = told.await { answers(it).size >= said.size && it.any { event -> event is MessagingEvent.Resumed } }
        assertEquals(said, answers(events))
        val outcomes = events.filterIsInstance<MessagingEvent.Resumed>().map { it.outcome }
        assertTrue(outcomes.all { it is ResumeOutcome.Continuous }, "$outcomes")
        client.close()
        collecting.cancel()
    }

    private fun answers(told: List<MessagingEvent>): List<String> =
        told.filterIsInstance<MessagingEvent.MessageInserted>().map { it.message.text }.filter { it.startsWith("answer") }

    @Test
    fun REL5_what_is_said_while_queries_fail_comes_once_and_in_order() = scenario(Scenario.SILENT) { bench ->
        val client = bench.client()
        client.connect()
        client.send("Hello")
        bench.sandbox.faults().add(CallFault.Fail("listConversations", 503, "", 0), FaultScope(null, null, 1, 3))
        bench.sandbox.faults().add(CallFault.LoseAnswer("listConversations"), FaultScope(null, null, 6, 2))
        bench.sandbox.faults().add(FrameFault.Duplicate(), FaultScope.always())
        val said = (1..30).map { "answer $it" }
        said.forEach { bench.sandbox.agentSay(AmmService.USER, it) }
        val whole = client.conversation.first { all -> all.messages.count { it.text.startsWith("answer") } >= said.size }
        assertEquals(said, whole.messages.map { it.text }.filter { it.startsWith("answer") })
        client.close()
    }

    @Test
    fun REL5_a_conversation_whose_channel_is_cut_after_any_frame_ends_as_the_uncut_one() {
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

    @Test
    fun REL8_a_silent_service_is_left_and_nothing_is_lost() = scenario(Scenario.SILENT) { bench ->
        // The wait for a proof is far longer, so that only the missing answers to pings can tell.
        val config = AmmBench.config().outbox(OutboxPolicy(256, 1L shl 20, proofTimeoutMillis = 600_000)).build()
        val client = bench.client(config)
        client.connect()
        bench.sandbox.faults().add(ConnectionFault.StallAnswers(), FaultScope.once())
        client.state.first { it is SessionState.Reconnecting }
        client.state.first { it is SessionState.Configured }
        assertEquals(MessageStatus.Sent, client.send("out of the silence").status)
        assertEquals(listOf("out of the silence"), bench.stored())
        client.close()
    }

    @Test
    fun REL8_the_defaults_are_those_of_the_service() {
        val timers = AmmOptions.builder().server("amm.example.com", 8443).credentials("alice", "x-canary").build().timers
        assertEquals(listOf(30_000L, 15_000L, 65_000L), listOf(timers.pingMillis, timers.pongMillis, timers.silenceMillis))
    }

    @Test
    fun a_login_that_the_service_forgets_is_made_again() = scenario(Scenario.SILENT) { bench ->
        val client = bench.client()
        client.connect()
        client.send("Before")
        bench.sandbox.expireSession(AmmService.USER)
        client.send("After")
        assertEquals(listOf("Before", "After"), bench.stored())
        client.close()
    }

    @Test
    fun a_wrong_password_is_told_and_not_tried_for_ever() = scenario(Scenario.SILENT) { bench ->
        val client = bench.client { credentials("alice", "wrong-canary") }
        val failed = assertFailsWith<MessagingException> { client.connect() }
        assertEquals(ErrorCode.AUTH_FAILED, failed.code)
        client.close()
    }

    private fun scenario(scenario: Scenario, body: suspend CoroutineScope.(AmmBench) -> Unit) {
        AmmBench(scenario).use { bench -> runBlocking(Dispatchers.Default) { withTimeout(PATIENCE_MILLIS) { body(bench) } } }
    }

    private companion object {
        const val PATIENCE_MILLIS = 60_000L

        /** About as many as the channel of the uncut conversation has. */
        const val FRAMES = 10
    }
}
