package dev.confab.transport.canary

import dev.confab.transport.store.SECRET
import dev.confab.transport.testing.Secrets
import java.io.OutputStream
import java.io.PrintStream
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.logging.Handler
import java.util.logging.Level
import java.util.logging.LogRecord
import java.util.logging.Logger

/**
 * Hears all that comes out of the test suite as text, and sings where it holds a secret (guarantee SEC-3): slf4j ([CanaryLogging]) and
 * `java.util.logging` at their finest levels, both standard streams, and the message of every exception that the library makes ([Thrown]).
 * Installed by [CanaryExtension] before the first test.
 */
internal object Canary {
    private val marks = listOf(Secrets.MARK, SECRET)
    private val jwt = Regex("""eyJ[A-Za-z0-9_-]{8,}\.""")
    private val songs = ConcurrentLinkedQueue<String>()
    private val baits = ConcurrentHashMap<String, MutableSet<String>>()

    /** Kept: a logger that nobody holds forgets its handlers. */
    private val root = Logger.getLogger("")

    fun install() {
        System.setOut(PrintStream(Tee("System.out", System.out), true))
        System.setErr(PrintStream(Tee("System.err", System.err), true))
        root.level = Level.ALL
        // What has a console already shall not drown in it.
        root.handlers.forEach { it.level = Level.INFO }
        root.addHandler(JulEar)
        Thrown.record()
    }

    /** @param where it came out, without a secret. */
    fun hear(where: String, text: String) {
        baits.forEach { (bait, heard) -> if (bait in text) heard += where.substringBefore(':') }
        secretIn(text)?.let { songs += "$where shows $it" }
    }

    /** What was sung since the last time. */
    fun songs(): List<String> = generateSequence(songs::poll).toList()

    /** Where [bait] is heard during [work]: the proof that there are ears. */
    fun heard(bait: String, work: () -> Unit): Set<String> {
        val heard = ConcurrentHashMap.newKeySet<String>()
        baits[bait] = heard
        try {
            work()
        } finally {
            baits.remove(bait)
        }
        return heard
    }

    private fun secretIn(text: String): String? = when {
        marks.any { text.contains(it, ignoreCase = true) } -> "a marked secret"
        jwt.containsMatchIn(text) -> "a JWT"
        Secrets.all.any { it in text } -> "a registered secret"
        else -> null
    }

    private object JulEar : Handler() {
        init {
            level = Level.ALL
        }

        override fun publish(record: LogRecord) {
            val parameters = record.parameters?.joinToString(" ").orEmpty()
            hear(
                "java.util.logging: ${record.loggerName}",
                "${record.message} $parameters ${record.thrown?.stackTraceToString().orEmpty()}",
            )
        }

        override fun flush() = Unit

        override fun close() = Unit
    }

    /** Line by line, so that no secret hides at the border of two writes. */
    private class Tee(private val where: String, private val next: OutputStream) : OutputStream() {
        private val line = StringBuilder()

        override fun write(byte: Int) {
            next.write(byte)
            add(byteArrayOf(byte.toByte()))
        }

        override fun write(bytes: ByteArray, offset: Int, length: Int) {
            next.write(bytes, offset, length)
            add(bytes.copyOfRange(offset, offset + length))
        }

        override fun flush() = next.flush()

        @Synchronized
        private fun add(bytes: ByteArray) {
            line.append(String(bytes, Charsets.UTF_8))
            if (line.contains('\n') || line.length > MAX_LINE) {
                hear(where, line.toString())
                line.clear()
            }
        }
    }

    private const val MAX_LINE = 65_536
}
