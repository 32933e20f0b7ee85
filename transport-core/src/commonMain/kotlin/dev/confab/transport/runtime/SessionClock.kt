package dev.confab.transport.runtime

import dev.confab.transport.session.Now
import kotlin.time.Clock
import kotlin.time.TimeSource

/** Where the loop takes the time from. */
internal fun interface SessionClock {
    fun now(): Now

    companion object {
        /** Durations from the monotonic clock, so that a jump of the wall clock moves no deadline. */
        fun system(): SessionClock {
            val start = TimeSource.Monotonic.markNow()
            return SessionClock { Now(start.elapsedNow().inWholeMilliseconds, Clock.System.now().toEpochMilliseconds()) }
        }
    }
}
