package dev.confab.transport.testing

import org.junit.jupiter.api.DynamicTest
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Golden files of a back end: what arrives as `incoming/NAME.json` with its reading in `NAME.txt`, what is sent as `outgoing/NAME.txt`. */
object Golden {
    private val updates = System.getProperty("confab.update") == "true"
    private val root = Path.of(System.getProperty("confab.root"), "transport-core/src/commonTest/resources/protocol")

    fun incoming(backend: String, read: (String) -> String): List<DynamicTest> {
        val files = root.resolve("$backend/incoming").listDirectoryEntries("*.json").sorted()
        assertTrue(files.isNotEmpty(), "There are no samples of $backend.")
        return files.map { file ->
            DynamicTest.dynamicTest(file.nameWithoutExtension) {
                compare(file.resolveSibling("${file.nameWithoutExtension}.txt"), read(file.readText()))
            }
        }
    }

    fun <T> outgoing(backend: String, requests: Map<String, T>, write: (T) -> String): List<DynamicTest> {
        val folder = root.resolve("$backend/outgoing")
        val known = folder.listDirectoryEntries("*.txt").map { it.name.removeSuffix(".txt") }.toSet()
        if (!updates) assertEquals(requests.keys, known, "every request has a golden file, and every file a request")
        return requests.map { (name, request) -> DynamicTest.dynamicTest(name) { compare(folder.resolve("$name.txt"), write(request)) } }
    }

    private fun compare(expected: Path, actual: String) {
        if (updates) expected.writeText(actual)
        assertEquals(if (expected.exists()) expected.readText() else "", actual)
    }
}
