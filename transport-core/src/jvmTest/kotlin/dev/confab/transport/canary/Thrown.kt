package dev.confab.transport.canary

import dev.confab.transport.Confab
import jdk.jfr.Recording
import jdk.jfr.consumer.RecordedEvent
import jdk.jfr.consumer.RecordedFrame
import jdk.jfr.consumer.RecordingFile
import java.nio.file.Files
import java.util.concurrent.ConcurrentHashMap

/**
 * The message of every exception that the library itself makes, also of those that it catches again: the JDK's flight recorder notes each of
 * them. Exceptions of other libraries are not ours: their text is left behind at the border ([dev.confab.transport.net.ForeignFailure]).
 */
internal object Thrown {
    private val recording = Recording()
    private val library = Confab::class.java.protectionDomain.codeSource.location
    private val ours = ConcurrentHashMap<String, Boolean>()

    fun record() {
        recording.enable("jdk.JavaExceptionThrow").withStackTrace()
        recording.enable("jdk.JavaErrorThrow").withStackTrace()
        recording.start()
    }

    /** Has the canary hear all of them so far; returns how many there were. */
    fun hear(): Int {
        val file = Files.createTempFile("thrown", ".jfr")
        try {
            recording.dump(file)
            var count = 0
            RecordingFile(file).use { events ->
                while (events.hasMoreEvents()) {
                    val event = events.readEvent()
                    if (!isOurs(event)) continue
                    count++
                    Canary.hear("exception: ${event.getClass("thrownClass").name}", event.getString("message").orEmpty())
                }
            }
            return count
        } finally {
            Files.delete(file)
        }
    }

    /** Of a class of the library, or made by one. */
    private fun isOurs(event: RecordedEvent): Boolean {
        if (!event.hasField("thrownClass")) return false
        if (isOurs(event.getClass("thrownClass").name)) return true
        val maker = event.stackTrace?.frames?.firstOrNull { it.isJavaFrame && it.method.name != "<init>" } ?: return false
        return isOurs(maker.className)
    }

    private val RecordedFrame.className: String get() = method.type.name

    private fun isOurs(className: String): Boolean = className.startsWith("dev.confab.transport.") && ours.computeIfAbsent(className) {
        runCatching { Class.forName(it, false, javaClass.classLoader).protectionDomain.codeSource.location == library }.getOrDefault(false)
    }
}
