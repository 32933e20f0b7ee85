package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.MessageId
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.testing.Fuzzing
import kotlinx.serialization.json.Json
import org.junit.jupiter.api.Assertions.assertTimeoutPreemptively
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Answers that nobody would give: whatever they hold, reading goes on, and each entry is told once and in order. */
class NexusFuzzTest {
    private val data = NexusSessionData("s1", "me", "t1", "token")

    @Test
    fun SEC5_no_answer_that_was_changed_by_chance_breaks_the_decoder() = Fuzzing.of("nexus", ::read)

    @Test
    fun SEC5_a_hundred_thousand_levels_of_nesting_are_refused_quickly() {
        val levels = 100_000
        val nested = "[".repeat(levels) + "]".repeat(levels)
        listOf(nested, "{\"a\":".repeat(levels), """{"data": {"messages": $nested}}""").forEach { frame ->
            assertTimeoutPreemptively(Duration.ofSeconds(10)) { Fuzzing.reading(frame) { assertNull(NexusCodec.page(it)) } }
        }
    }

    @Test
    fun an_entry_of_an_unknown_type_is_kept_as_it_came() {
        val raw = """{"index":1,"type":"Hologram","more":{"deep":true}}"""
        val entry = assertNotNull(NexusCodec.page("""{"data":{"messages":[$raw]}}""")).entries.single()
        val unknown = NexusTranscript(data, NexusGuest.builder().build(), 0).eventsOf(entry).single() as LinkEvent.Unknown
        assertEquals(raw, unknown.json)
    }

    private fun read(frame: String) {
        Json.parseToJsonElement(NexusFrames().inspect(frame).json)
        NexusResume.decode(frame)
        NexusSessionData.claims(frame)
        val root = BoundedJson.parseObject(frame) ?: return
        NexusCodec.code(root)
        NexusCodec.created(root)
        NexusCodec.active(root)
        val page = NexusCodec.page(root, 1) ?: return
        val transcript = NexusTranscript(data, NexusGuest.builder().nickname("Ada").build(), 0)
        transcript.sending(MessageId("m1"), "Hello")
        val told = transcript.heard(page.entries)
        told.forEach { entry ->
            transcript.eventsOf(entry)
            transcript.message(entry)
            transcript.isEnd(entry)
            transcript.mayBeEnd(entry)
        }
        assertEquals(told.map { it.index }.distinct().sorted(), told.map { it.index })
        assertTrue(told.all { it.index <= transcript.read })
        assertEquals(emptyList(), transcript.heard(page.entries))
        assertNotNull(NexusResume.decode(NexusResume(data, "/s", transcript.read, ended = false).encode()))
    }
}
