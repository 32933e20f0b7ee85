package dev.confab.transport.backend.amm

import dev.confab.transport.net.BoundedJson
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.readText
import kotlin.io.path.walk
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertTrue
import kotlin.test.fail

/**
 * Documents and frames that no server would send: the golden ones, changed by chance. What is decoded does not matter; that nothing breaks does. A
 * failure names its seed, and `-Dconfab.fuzz.seed=…` runs it again.
 */
class AmmFuzzTest {
    private val seed = System.getProperty("confab.fuzz.seed")?.toLong() ?: Random.nextLong()
    private val frames = System.getProperty("confab.fuzz.frames")?.toInt() ?: 10_000
    private val random = Random(seed)
    private val golden: List<String> =
        Path.of(System.getProperty("confab.root"), "transport-core/src/commonTest/resources/protocol/amm")
            .walk().filter { it.extension == "json" }.map { it.readText() }.toList()
    private val trees: List<JsonElement> = golden.map { Json.parseToJsonElement(it) }
    private val mapping = AmmMapping("alice@example.com")

    @Test
    fun SEC5_nothing_that_was_changed_by_chance_breaks_a_decoder() {
        assertTrue(trees.size > 30, "only ${trees.size} golden files")
        repeat(frames) { decode(if (it % 4 == 0) scratched(golden.random(random)) else mutated(trees.random(random), 0).toString()) }
    }

    @Test
    fun SEC5_deep_nesting_is_refused() {
        listOf("[".repeat(100_000), "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)).forEach(::decode)
    }

    private fun decode(text: String) {
        try {
            AmmFrame.decode(text)
            Json.parseToJsonElement(AmmFrames().inspect(text).json)
            val root = BoundedJson.parseObject(text) ?: return
            AmmFlavour.entries.forEach { AmmResources.of(root, it) }
            val list = AmmCodec.conversations(root).conversations + listOfNotNull(AmmCodec.conversation(root))
            val roster = AmmRoster(mapping)
            list.forEach { mapping.listed(it, roster.told(it).people, it.messages) }
            AmmCodec.message(root)?.let(mapping::message)
            AmmCodec.validations(root)
            AmmCodec.participants(root)
            AmmCodec.conversationIds(root)
        } catch (failed: Throwable) {
            fail("Seed $seed: the decoder threw at ${text.take(2_000)}", failed)
        }
    }

    private fun mutated(element: JsonElement, depth: Int): JsonElement = when {
        random.nextInt(12) == 0 -> strange()

        element is JsonObject -> {
            val fields = element.toList().shuffled(random).filter { random.nextInt(20) != 0 }
            JsonObject(fields.associate { (name, value) -> name to mutated(value, depth + 1) })
        }

        element is JsonArray -> JsonArray(
            element.flatMap { List(if (random.nextInt(15) == 0) 3 else 1) { _ -> mutated(it, depth + 1) } } +
                if (random.nextInt(15) == 0) listOf(trees.random(random)) else emptyList(),
        )

        else -> element
    }

    private fun strange(): JsonElement = when (random.nextInt(8)) {
        0 -> JsonNull
        1 -> JsonPrimitive(random.nextLong())
        2 -> JsonPrimitive(random.nextDouble() * Double.MAX_VALUE)
        3 -> JsonPrimitive(random.nextBoolean())
        4 -> JsonArray(emptyList())
        5 -> JsonObject(emptyMap())
        6 -> JsonArray(listOf(JsonPrimitive(STRANGE.random(random)), JsonNull))
        else -> JsonPrimitive(STRANGE.random(random))
    }

    /** Breaks the text itself: cut, doubled, or with characters of another place. */
    private fun scratched(frame: String): String {
        val at = random.nextInt(frame.length)
        return when (random.nextInt(4)) {
            0 -> frame.take(at)
            1 -> frame.drop(at)
            2 -> frame.take(at) + STRANGE.random(random) + frame.drop(at)
            else -> frame.take(at) + frame[random.nextInt(frame.length)] + frame.drop(at + 1)
        }
    }

    private companion object {
        val STRANGE = listOf(
            "", " ", "\u0000", "\ud83d", "\u202e", "\"", "\\", "{", "NaN", "-0", "1e999", "99999999999999999999999", "-9223372036854775808",
            "2030-13-45T99:99:99Z", "javascript:alert(1)", "https://", "inline; filename=\"", "attachment; filename=", "null", "true",
            "x".repeat(5_000),
        )
    }
}
