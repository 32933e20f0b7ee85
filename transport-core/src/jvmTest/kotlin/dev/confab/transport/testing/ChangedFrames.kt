package dev.confab.transport.testing

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

/** The golden frames of a back end, changed by chance. */
internal class ChangedFrames(protocol: String, private val random: Random) {
    private val golden: List<String> =
        Path.of(System.getProperty("confab.root"), "transport-core/src/commonTest/resources/protocol/$protocol")
            .walk()
            .filter { it.extension == "json" }
            .map { it.readText() }
            .toList()

    /** Those of them that are JSON. */
    val trees: List<JsonElement> = golden.mapNotNull { runCatching { Json.parseToJsonElement(it) }.getOrNull() }

    fun next(): String = if (random.nextInt(4) == 0) scratched(golden.random(random)) else mutated(trees.random(random)).toString()

    private fun mutated(element: JsonElement): JsonElement = when {
        random.nextInt(12) == 0 -> strange()

        element is JsonObject -> {
            val fields = element.toList().shuffled(random).filter { random.nextInt(20) != 0 }
            val changed = fields.map { (name, value) -> renamed(name) to mutated(value) }
            JsonObject(changed.toMap() + if (random.nextInt(20) == 0) mapOf("stray" to strange()) else emptyMap())
        }

        element is JsonArray -> JsonArray(
            element.flatMap { List(if (random.nextInt(15) == 0) 3 else 1) { _ -> mutated(it) } } +
                if (random.nextInt(15) == 0) listOf(trees.random(random)) else emptyList(),
        )

        else -> element
    }

    private fun renamed(name: String): String = if (random.nextInt(40) == 0) STRANGE_TEXTS.random(random) else name

    private fun strange(): JsonElement = when (random.nextInt(8)) {
        0 -> JsonNull
        1 -> JsonPrimitive(random.nextLong())
        2 -> if (random.nextBoolean()) JsonPrimitive(random.nextDouble() * Double.MAX_VALUE) else JsonPrimitive(Int.MAX_VALUE)
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
            "inline; filename=\"",
            "attachment; filename=",
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
