package dev.confab.transport.net

import kotlin.time.Instant

/**
 * Moments as services write them: ISO 8601 with any number of digits behind the second, with an offset in any of its spellings, without
 * seconds; or as a number since 1970. [Instant.parse] takes fewer forms.
 */
internal object Timestamps {
    /** Milliseconds since 1970, or null for what is no moment. A time that names no zone is one of UTC, as those of services are. */
    fun millis(text: String): Long? = (Instant.parseOrNull(text) ?: spelled(text.trim()) ?: counted(text.trim()))?.toEpochMilliseconds()

    private fun spelled(text: String): Instant? {
        val (date, minute, second, fraction, zone) = ISO.matchEntire(text)?.destructured ?: return null
        val offset = when {
            zone.isEmpty() || zone == "z" || zone == "Z" -> "Z"
            zone.length == HOURS_ONLY -> "$zone:00"
            ':' in zone -> zone
            else -> zone.take(HOURS_ONLY) + ":" + zone.drop(HOURS_ONLY)
        }
        return Instant.parseOrNull("${date}T$minute:${second.ifEmpty { "00" }}.${fraction.take(NANOS).ifEmpty { "0" }}$offset")
    }

    /** Seconds or milliseconds: what is above would be the year 5138 in seconds. */
    private fun counted(text: String): Instant? {
        if (!COUNT.matches(text)) return null
        val count = text.toLongOrNull() ?: return null
        return if (count < MOST_SECONDS) Instant.fromEpochSeconds(count) else Instant.fromEpochMilliseconds(count)
    }

    private val ISO = Regex("(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?\\s?([Zz]|[+-]\\d{2}(?::?\\d{2})?)?")
    private val COUNT = Regex("\\d{9,15}")
    private const val MOST_SECONDS = 100_000_000_000L
    private const val NANOS = 9
    private const val HOURS_ONLY = 3
}
