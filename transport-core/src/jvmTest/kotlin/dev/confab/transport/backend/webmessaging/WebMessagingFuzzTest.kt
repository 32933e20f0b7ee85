package dev.confab.transport.backend.webmessaging

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertTimeoutPreemptively
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.extension
import kotlin.io.path.readText
import kotlin.io.path.walk
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
    private val random = Random(seed)
    private val golden: List<String> =
        Path.of(System.getProperty("confab.root"), "transport-core/src/commonTest/resources/protocol/webmessaging")
            .walk()
            .filter { it.extension == "json" }
            .map { it.readText() }
            .toList()
    private val trees: List<JsonElement> = golden.mapNotNull { runCatching { Json.parseToJsonElement(it) }.getOrNull() }

    @Test
    fun SEC5_no_frame_that_was_changed_by_chance_breaks_the_decoder() {
        assertTrue(trees.size > 100, "only ${trees.size} golden files")
        println("Fuzzing $frames frames with seed $seed")
        repeat(frames) { decode(if (it % 4 == 0) scratched(golden.random(random)) else mutated(trees.random(random), 0).toString()) }
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

    private fun mutated(element: JsonElement, depth: Int): JsonElement = when {
        random.nextInt(12) == 0 -> strange()

        element is JsonObject -> {
            val fields = element.toList().shuffled(random).filter { random.nextInt(20) != 0 }
            val changed = fields.map { (name, value) -> renamed(name) to mutated(value, depth + 1) }
            JsonObject(changed.toMap() + if (random.nextInt(20) == 0) mapOf("stray" to strange()) else emptyMap())
        }

        element is JsonArray -> JsonArray(
            element.flatMap { List(if (random.nextInt(15) == 0) 3 else 1) { _ -> mutated(it, depth + 1) } } +
                if (random.nextInt(15) == 0) listOf(trees.random(random)) else emptyList(),
        )

        else -> element
    }

    private fun renamed(name: String): String = if (random.nextInt(40) == 0) STRANGE_TEXTS.random(random) else name

    private fun strange(): JsonElement = when (random.nextInt(8)) {
        0 -> JsonNull
        1 -> JsonPrimitive(random.nextLong())
        2 -> JsonPrimitive(random.nextDouble() * Double.MAX_VALUE)
        3 -> JsonPrimitive(random.nextBoolean())
        4 -> JsonArray(emptyList())
        5 -> JsonObject(emptyMap())
        6 -> JsonArray(listOf(JsonPrimitive(STRANGE_TEXTS.random(random)), JsonNull))
        else -> JsonPrimitive(STRANGE_TEXTS.random(random))
    }

    /** Breaks the text itself: cut, doubled, or with characters of another place. */
    private fun scratched(frame: String): String {
        val at = random.nextInt(frame.length)
        return when (random.nextInt(4)) {
            0 -> frame.take(at)
            1 -> frame.drop(at)
            2 -> frame.take(at) + STRANGE_TEXTS.random(random) + frame.drop(at)
            else -> frame.take(at) + frame[random.nextInt(frame.length)] + frame.drop(at + 1)
        }
    }

    private companion object {
        val STRANGE_TEXTS = listOf(
            "",
            " ",
            "\u0000",
            "\ud83d",
            "\u202e",
            "\"",
            "\\",
            "{",
            "NaN",
            "-0",
            "1e999",
            "99999999999999999999999",
            "-9223372036854775808",
            "2030-13-45T99:99:99Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "javascript:alert(1)",
            "https://",
            "Event",
            "Receipt",
            "Inbound",
            "null",
            "true",
            "class",
            "x".repeat(5_000),
        )
    }
}
