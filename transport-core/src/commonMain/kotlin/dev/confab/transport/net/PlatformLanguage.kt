package dev.confab.transport.net

/** The language that the user of this device prefers, as a tag such as `en-US`. */
internal expect fun platformLanguage(): String
