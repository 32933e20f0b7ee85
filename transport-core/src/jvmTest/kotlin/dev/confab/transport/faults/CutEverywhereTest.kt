package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.ConnectionFault
import dev.confab.sandbox.fault.Fault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.transport.model.Direction
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** A whole conversation with a greeting and three exchanges, cut once after each frame that it is made of, in both directions. */
class CutEverywhereTest {
    private class Line(val direction: Direction, val text: String) {
        override fun toString() = "$direction: $text"
    }

    @Test
    fun REL5_a_conversation_that_is_cut_after_any_frame_ends_as_the_uncut_one() {
        ProofBench(Scenario.CONCIERGE).use { bench ->
            runBlocking(Dispatchers.Default) {
                val uncut = talk(bench, ProofBench.token(0))
                assertEquals(1 + 2 * QUESTIONS.size, uncut.size, "$uncut")
                val cuts = Fault.Direction.entries.flatMap { direction -> (1..frames(bench, direction)).map { direction to it } }
                assertTrue(cuts.size > 3 * QUESTIONS.size, "$cuts")
                val cutTalks =
                    cuts.mapIndexed { index, (direction, frames) ->
                        val token = ProofBench.token(index + 1)
                        bench.sandbox.faults().add(ConnectionFault.DropAfterFrames(frames, direction), FaultScope.once().inSession(token))
                        async { "$direction $frames" to talk(bench, token) }
                    }
                val applied = cutTalks.awaitAll()
                val expected = uncut.map(Line::toString)
                assertEquals(
                    emptyMap(),
                    applied.toMap().mapValues { (_, lines) ->
                        lines.map(Line::toString)
                    }.filterValues { it != expected },
                )
                assertEquals(cuts.size, bench.sandbox.faults().list().sumOf { it.applied() }, "every cut has happened")
                cuts.indices.forEach { assertEquals(QUESTIONS, bench.stored(ProofBench.token(it + 1)), "${cuts[it]}") }
                ProofSettings.report("a conversation of ${uncut.size} messages was cut after each of its ${cuts.size} frames")
            }
        }
    }

    /** Asks one question after the other; returns what the conversation shows in the end. */
    private suspend fun talk(bench: ProofBench, token: String): List<Line> {
        val client = bench.client(token)
        try {
            withTimeoutOrNull(PATIENCE_MILLIS) {
                client.connect()
                client.conversation.first { it.messages.isNotEmpty() }
                QUESTIONS.forEachIndexed { index, question ->
                    client.send(question)
                    client.conversation.first { conversation -> conversation.messages.size >= 3 + 2 * index }
                }
            }
            return client.conversation.value.messages.map { Line(it.direction, it.text) }
        } finally {
            client.close()
        }
    }

    /** How many frames the uncut conversation had, without the close at its end. */
    private fun frames(bench: ProofBench, direction: Fault.Direction): Int = bench.sandbox.ledger().count { entry ->
        entry.session() == ProofBench.token(0) &&
            entry.direction() == direction.name.lowercase() &&
            "closeCode" !in entry.payload() &&
            "\"path\"" !in entry.payload()
    }

    private companion object {
        const val PATIENCE_MILLIS = 60_000L
        val QUESTIONS = listOf("Hello", "Where is my order?", "Thanks")
    }
}
