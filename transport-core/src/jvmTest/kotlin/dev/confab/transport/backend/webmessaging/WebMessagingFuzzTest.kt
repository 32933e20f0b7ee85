package dev.confab.transport.backend.webmessaging

import dev.confab.transport.testing.ChangedFrames
import kotlinx.serialization.json.Json
import org.junit.jupiter.api.Assertions.assertTimeoutPreemptively
import java.time.Duration
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlin.test.fail

/**
 * Frames that nobody would send: the golden ones, changed by chance. What is decoded does not matter; that every frame is answered does.
 * A failure names its seed, and `-Dconfab.fuzz.seed=…` runs it again; `-Dconfab.fuzz.frames=…` runs longer.
 */
class WebMessagingFuzzTest {
    private val seed = System.getProperty("confab.fuzz.seed")?.toLong() ?: Random.nextLong()
    private val frames = System.getProperty("confab.fuzz.frames")?.toInt() ?: 20_000
    private val changed = ChangedFrames("webmessaging", Random(seed))

    @Test
    fun SEC5_no_frame_that_was_changed_by_chance_breaks_the_decoder() {
        assertTrue(changed.trees.size > 100, "only ${changed.trees.size} golden files")
        println("Fuzzing $frames frames with seed $seed")
        repeat(frames) { decode(changed.next()) }
    }

    @Test
    fun SEC5_a_hundred_thousand_levels_of_nesting_are_refused_quickly() {
        val levels = 100_000
        val frames = listOf(
            "[".repeat(levels),
            "[".repeat(levels) + "]".repeat(levels),
            "{\"a\":".repeat(levels) + "1" + "}".repeat(levels),
            """{"type":"message","class":"StructuredMessage","code":200,"body":{"content":${"[".repeat(levels)}${"]".repeat(levels)}}}""",
        )
        frames.forEach { frame -> assertTimeoutPreemptively(Duration.ofSeconds(10)) { decode(frame) } }
    }

    @Test
    fun SEC5_a_frame_of_more_than_a_mebibyte_is_refused_and_one_of_a_mebibyte_is_read() {
        fun frame(length: Int): String {
            val empty = """{"class":"StructuredMessage","body":{"id":"1","type":"Text","text":""}}"""
            return empty.replace("\"text\":\"", "\"text\":\"" + "x".repeat(length - empty.length))
        }
        val read = WebMessagingCodec.decode(frame(1 shl 20)) as ServiceFrame.Events
        assertEquals("MessageArrived", read.events.single()::class.simpleName)
        val refused = WebMessagingCodec.decode(frame((1 shl 20) + 1)) as ServiceFrame.Events
        assertEquals("Unknown", refused.events.single()::class.simpleName)
    }

    @Test
    fun SEC5_a_frame_full_of_small_things_is_read_in_time() {
        val entries = List(10_000) { """{"contentType":"QuickReply","quickReply":{"text":"$it","payload":"p"}}""" }
        val frame = """{"class":"StructuredMessage","body":{"id":"1","content":[${entries.joinToString(",")}]}}"""
        assertTrue(frame.length < 1 shl 20)
        assertTimeoutPreemptively(Duration.ofSeconds(10)) { decode(frame) }
    }

    private fun decode(frame: String) {
        try {
            assertNotNull(WebMessagingCodec.decode(frame))
            WebMessagingHistory.decode(frame, 1)
            Json.parseToJsonElement(WebMessagingFrames().inspect(frame).json)
        } catch (failed: Throwable) {
            fail("Seed $seed: the decoder threw at ${frame.take(2_000)}", failed)
        }
    }
}
