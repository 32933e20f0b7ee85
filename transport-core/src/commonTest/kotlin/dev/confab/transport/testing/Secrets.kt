package dev.confab.transport.testing

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * What nothing may show while the tests run (guarantee SEC-3): session keys, texts, tokens. The fakes register what goes through them; a test
 * with a secret of its own does it itself, or uses [MARK] in it. On the JVM all output and all messages of exceptions are searched for them.
 */
object Secrets {
    /** Makes a secret of any text that holds it. */
    const val MARK: String = "canary7f3"

    private const val SHORTEST = 12
    private val registered = MutableStateFlow(emptySet<String>())

    val all: Set<String> get() = registered.value

    /** Short ones are left out: everyday words are in messages that say nothing secret. */
    fun register(vararg secrets: String?) {
        val long = secrets.filterNotNull().filter { it.length >= SHORTEST && it !in registered.value }
        if (long.isNotEmpty()) registered.update { it + long }
    }
}
