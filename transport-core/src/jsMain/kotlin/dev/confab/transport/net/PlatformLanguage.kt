package dev.confab.transport.net

internal actual fun platformLanguage(): String = js("Intl.DateTimeFormat().resolvedOptions().locale").unsafeCast<String>()
