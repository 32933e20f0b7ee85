package dev.confab.transport.model

/** File names that come from outside, made safe to show, to send and to store under (guarantees SEC-6 and SEC-7). */
internal object FileNames {
    /**
     * The last part of [name], without folders and without characters that hide what it is: control characters, marks that change the
     * direction of writing, invisible ones. No dots or spaces at its ends, which some systems drop. May be empty.
     */
    fun clean(name: String): String = name
        .filterNot(::hides)
        .substringAfterLast('/')
        .substringAfterLast('\\')
        .trim { it == '.' || it.isWhitespace() }

    /** What [clean] made, and fit for every file system: no reserved characters and names, of bounded length, never empty. */
    fun forDisk(name: String?): String {
        val cleaned = clean(name.orEmpty()).map { if (it in RESERVED) '_' else it }.joinToString("")
        val stem = cleaned.substringBefore('.')
        val safe = if (stem.uppercase() in DEVICES) "_$cleaned" else cleaned
        return shortened(safe).ifEmpty { "file" }
    }

    /** What follows the last dot, in lower case; null where nothing follows or nothing stands before it. */
    fun extension(name: String): String? {
        val dot = name.lastIndexOf('.')
        return if (dot <= 0) null else name.substring(dot + 1).lowercase().ifBlank { null }
    }

    /** File systems count bytes, and a name may be all emoji: four bytes for two characters. */
    private fun shortened(name: String): String {
        if (name.encodeToByteArray().size <= MAX_BYTES) return name
        val ending = extension(name)?.takeIf { it.length <= MAX_ENDING }?.let { ".$it" }.orEmpty()
        var stem = name.dropLast(ending.length)
        while (stem.encodeToByteArray().size + ending.encodeToByteArray().size > MAX_BYTES) stem = stem.dropLast(1)
        return stem.dropLastWhile { it.isHighSurrogate() } + ending
    }

    private fun hides(character: Char): Boolean = character.isISOControl() ||
        character.category == CharCategory.FORMAT ||
        character.category == CharCategory.LINE_SEPARATOR ||
        character.category == CharCategory.PARAGRAPH_SEPARATOR

    private const val RESERVED = "<>:\"|?*"
    private const val MAX_BYTES = 200
    private const val MAX_ENDING = 16
    private val DEVICES =
        setOf("CON", "PRN", "AUX", "NUL") + (0..9).flatMap { listOf("COM$it", "LPT$it") }
}
