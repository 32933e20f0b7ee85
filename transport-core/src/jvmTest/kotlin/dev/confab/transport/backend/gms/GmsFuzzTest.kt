package dev.confab.transport.backend.gms

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.MessageId
import dev.confab.transport.net.obj
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
class GmsFuzzTest {
    private val session = GmsSession("chat-1", "u", "k", "117")

    @Test
    fun SEC5_no_answer_that_was_changed_by_chance_breaks_the_decoder() = Fuzzing.of("gms", ::read)

    @Test
    fun SEC5_no_cometd_message_that_was_changed_by_chance_breaks_the_decoder() = Fuzzing.of("gms-cometd") { frame ->
        BayeuxMessages.decode(frame).orEmpty().forEach { message ->
            message.isReply
            message.isSuccessful
            message.errorNumber
            val advice = BayeuxAdvice.DEFAULT.heard(message)
            assertTrue(advice.intervalMillis in 0..600_000 && advice.timeoutMillis in 0..600_000)
            message.obj("data")?.let { read(it.toString()) }
        }
        Json.parseToJsonElement(GmsCometDFrames().inspect(frame).json)
    }

    @Test
    fun SEC5_a_hundred_thousand_levels_of_nesting_are_refused_quickly() {
        val levels = 100_000
        val nested = "[".repeat(levels) + "]".repeat(levels)
        listOf("[".repeat(levels), nested, "{\"a\":".repeat(levels), """{"statusCode": 0, "messages": $nested}""").forEach { frame ->
            assertTimeoutPreemptively(Duration.ofSeconds(10)) {
                Fuzzing.reading(frame) {
                    assertNull(GmsCodec.decode(it))
                    BayeuxMessages.decode(it)
                }
            }
        }
    }

    @Test
    fun REL5_an_entry_at_the_end_of_all_numbers_is_told_once() {
        val transcript = GmsTranscript(session, 1, emptyList())
        val answer = """{"statusCode": 0, "messages": [{"index": ${Int.MAX_VALUE}, "type": "Message"}, {"index": 1, "type": "Message"}]}"""
        val response = assertNotNull(GmsCodec.decode(answer))
        assertEquals(listOf(1), transcript.heard(response, 1, GmsTranscript.Trust.WHOLE).mapNotNull { it.index })
        assertEquals(2, transcript.position)
    }

    @Test
    fun an_entry_of_an_unknown_type_is_kept_as_it_came() {
        val raw = """{"index":1,"type":"Hologram","text":"42","more":{"deep":true}}"""
        val response = assertNotNull(GmsCodec.decode("""{"statusCode":0,"messages":[$raw]}"""))
        val entry = GmsTranscript(session, 1, emptyList()).heard(response, 1, GmsTranscript.Trust.WHOLE).single()
        val unknown = GmsChats(GmsTranscript(session, 1, emptyList()), over = false).eventsOf(entry).single() as LinkEvent.Unknown
        assertEquals(raw, unknown.json)
    }

    private fun read(frame: String) {
        Json.parseToJsonElement(GmsFrames().inspect(frame).json)
        GmsResume.decode(frame)
        val response = GmsCodec.decode(frame) ?: return
        GmsOutcome.of(response)
        GmsFailures.of("This", response)
        GmsFileLimits.of(response)?.limits()
        GmsSession.of(response, keyIsEnough = true)
        GmsTranscript.Trust.entries.forEach { trust ->
            val transcript = GmsTranscript(session, 1, emptyList())
            val chats = GmsChats(transcript, over = false)
            transcript.sending(MessageId("m1"), "Hello", emptyList())
            val told = transcript.heard(response, 1, trust)
            told.forEach { chats.eventsOf(it) }
            told.forEach { chats.past(it) }
            val indices = told.mapNotNull { it.index }
            assertEquals(indices.distinct().sorted(), indices)
            assertTrue(indices.all { it < transcript.position })
            // The same answer again brings nothing that has a place.
            assertEquals(emptyList(), transcript.heard(response, 1, trust).mapNotNull { it.index })
            assertNotNull(GmsResume.decode(transcript.resume(ended = false).encode()))
        }
    }
}
