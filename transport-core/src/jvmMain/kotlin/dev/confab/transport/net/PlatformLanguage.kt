package dev.confab.transport.net

import java.util.Locale

internal actual fun platformLanguage(): String = Locale.getDefault().toLanguageTag()
