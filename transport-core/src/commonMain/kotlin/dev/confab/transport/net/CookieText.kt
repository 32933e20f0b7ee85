package dev.confab.transport.net

/** What a name and a value may look like in a cookie that is kept and sent back (RFC 6265 §4.1.1), and how long its header may be. */
internal object CookieText {
    const val MAX_LENGTH = 4_096

    private val NAME = Regex("[!#$%&'*+.^_`|~0-9A-Za-z-]+")

    // A bare pair of hyphens is a difference of sets on Android.
    private val VALUE = Regex("[!-+\\--:<-~]*")

    fun isPair(name: String, value: String): Boolean = NAME.matches(name) && VALUE.matches(value)
}
