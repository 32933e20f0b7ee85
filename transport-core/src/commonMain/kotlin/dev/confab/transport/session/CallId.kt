package dev.confab.transport.session

/** Names a caller that waits for an outcome. */
internal data class CallId(val number: Long)
