package dev.confab.transport.net

private const val MAX_SECONDS = 86_400L
private const val MILLIS = 1_000L

/** The header Retry-After in milliseconds, at most a day; null when there is none, or it names a date. */
internal fun retryAfterMillis(header: String?): Long? = header?.trim()?.toLongOrNull()?.coerceIn(0, MAX_SECONDS)?.times(MILLIS)
