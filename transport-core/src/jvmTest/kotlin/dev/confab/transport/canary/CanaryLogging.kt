package dev.confab.transport.canary

import org.slf4j.ILoggerFactory
import org.slf4j.IMarkerFactory
import org.slf4j.Logger
import org.slf4j.Marker
import org.slf4j.event.Level
import org.slf4j.helpers.BasicMarkerFactory
import org.slf4j.helpers.LegacyAbstractLogger
import org.slf4j.helpers.MessageFormatter
import org.slf4j.helpers.NOPMDCAdapter
import org.slf4j.spi.MDCAdapter
import org.slf4j.spi.SLF4JServiceProvider
import java.util.concurrent.ConcurrentHashMap

/** The binding of slf4j in these tests: every level is on, nothing is written, and the [Canary] hears all of it. */
class CanaryLogging : SLF4JServiceProvider {
    private val loggers = ConcurrentHashMap<String, Logger>()
    private val markers = BasicMarkerFactory()
    private val context = NOPMDCAdapter()

    override fun getLoggerFactory(): ILoggerFactory = ILoggerFactory { name -> loggers.computeIfAbsent(name, ::Ear) }

    override fun getMarkerFactory(): IMarkerFactory = markers

    override fun getMDCAdapter(): MDCAdapter = context

    override fun getRequestedApiVersion(): String = "2.0.99"

    override fun initialize() = Unit

    private class Ear(private val logger: String) : LegacyAbstractLogger() {
        init {
            name = logger
        }

        override fun isTraceEnabled() = true

        override fun isDebugEnabled() = true

        override fun isInfoEnabled() = true

        override fun isWarnEnabled() = true

        override fun isErrorEnabled() = true

        override fun getFullyQualifiedCallerName(): String? = null

        override fun handleNormalizedLoggingCall(
            level: Level,
            marker: Marker?,
            pattern: String?,
            arguments: Array<out Any?>?,
            thrown: Throwable?,
        ) {
            if (level == Level.TRACE && NOISY.any(logger::startsWith)) return
            val text = MessageFormatter.basicArrayFormat(pattern, arguments)
            Canary.hear("slf4j: $level of $logger", "$text ${thrown?.stackTraceToString().orEmpty()}")
        }
    }

    private companion object {
        /** At this level Ktor writes addresses, as docs/guarantees.md says, and so does what the sandbox is made of: the service, not the library. */
        val NOISY = listOf("io.ktor.", "io.vertx.", "io.netty.")
    }
}
