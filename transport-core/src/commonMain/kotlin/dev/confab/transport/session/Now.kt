package dev.confab.transport.session

/**
 * The time at which an input was made.
 *
 * @property ticks milliseconds of a clock that never jumps: for durations.
 * @property epochMillis the wall clock: only for people.
 */
internal data class Now(val ticks: Long, val epochMillis: Long)
