package dev.confab.transport.architecture

import org.junit.jupiter.api.Test
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/**
 * Android has another engine for regular expressions (ICU) than this machine. It takes `--`, `&&` and `[` in a set for operations of sets, so that a
 * pattern of ours matches something else there, and refuses a bare closing brace. So no literal of the library has any of these.
 */
class PortableRegexTest {
    @Test
    fun no_pattern_of_the_library_means_something_else_on_android() {
        val sources = listOf("transport-core", "java-api", "confab-android").flatMap { module ->
            File("../$module/src").walk().filter { it.extension in setOf("kt", "java") && "Test/" !in it.path && "/test/" !in it.path }
        }
        val patterns = sources.flatMap { file -> patterns(file.readText()).map { file.name to it } }
        assertTrue(patterns.size > 40, "Only ${patterns.size} patterns were found in ${sources.size} files.")
        assertEquals(emptyList(), patterns.filter { (_, pattern) -> isOdd(pattern) })
    }

    @Test
    fun the_guard_knows_what_is_odd() {
        val odd = listOf("[!-+--:<-~]*", "[a-z&&b]", "[a[b]]", "[^]--]", "\\{(\\d+)}", "a}", "[a]}")
        assertEquals(odd, odd.filter(::isOdd))
        val good =
            listOf("[!-+\\--:<-~]*", "[a-z-]{1,3}", "\\[[a-z]+\\]", "\\p{Cs}", "a--b&&c", "[\\[&]", "\\{(\\d+)\\}", "[}]", "\\u007f[-a]")
        assertEquals(good, good.filterNot(::isOdd))
        val source = "val A = Regex(\"[!-+--:<-~]*\")\nval b = Pattern.compile(\n  \"\\\\{x}\")\nRegex(\"\"\"[a&&b]\"\"\")"
        assertEquals(listOf("[!-+--:<-~]*", "\\{x}", "[a&&b]"), patterns(source))
    }

    /** The literals that are made patterns, as the engine sees them. */
    private fun patterns(source: String): List<String> = LITERAL.findAll(source).map { match ->
        match.groups[1]?.value ?: match.groups[2]?.value.orEmpty().replace(ESCAPE) { escape ->
            escape.value.last().let { if (it == '\\' || it == '"' || it == '$') "$it" else escape.value }
        }
    }.toList()

    private fun isOdd(pattern: String): Boolean {
        var isInSet = false
        var isInBraces = false
        var begin = -1
        var at = 0
        while (at < pattern.length) {
            val char = pattern[at]
            val next = pattern.getOrNull(at + 1)
            when {
                char == '\\' -> {
                    // \p{…}
                    if (next == 'p' || next == 'P') at = pattern.indexOf('}', at).coerceAtLeast(at + 1) - 1
                    at++
                }

                isInSet && char == '[' -> return true

                isInSet && (char == '-' || char == '&') && next == char -> return true

                isInSet && char == ']' -> isInSet = at == begin

                isInSet -> Unit

                char == '[' -> {
                    isInSet = true
                    if (next == '^') at++
                    begin = at + 1
                }

                char == '{' -> isInBraces = true

                char == '}' -> if (isInBraces) isInBraces = false else return true
            }
            at++
        }
        return false
    }

    private companion object {
        val LITERAL =
            Regex(
                "(?:Regex|Pattern\\.compile|matches|replaceAll|replaceFirst)\\(\\s*(?:\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\")",
                RegexOption.DOT_MATCHES_ALL,
            )
        val ESCAPE = Regex("\\\\.")
    }
}
