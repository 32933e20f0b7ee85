package dev.confab.transport.session

/**
 * What the first bytes of a file say it is (guarantee SEC-6). A short table of our own: the kinds that guests send, and programs. Kinds
 * that have no such mark (plain text, CSV, raw data) are not in it.
 *
 * @property types the media types that files with this mark may be declared as.
 * @property isSure whether every file of these types has the mark; some kinds may begin otherwise.
 */
internal enum class FileSignature(private val marks: List<Mark>, val types: List<String>, val isSure: Boolean = true) {
    PNG(mark("89504E470D0A1A0A"), listOf("image/png", "image/apng")),
    JPEG(mark("FFD8FF"), listOf("image/jpeg", "image/jpg", "image/pjpeg")),
    GIF(mark("47494638"), listOf("image/gif")),
    WEBP(mark("52494646") at 8 with "57454250", listOf("image/webp")),
    WAV(mark("52494646") at 8 with "57415645", listOf("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave")),
    AVI(mark("52494646") at 8 with "41564920", listOf("video/x-msvideo", "video/avi", "video/msvideo")),
    BMP(mark("424D"), listOf("image/bmp", "image/x-ms-bmp", "image/x-bmp"), isSure = false),
    TIFF(mark("49492A00") + mark("4D4D002A"), listOf("image/tiff"), isSure = false),
    PDF(mark("25504446"), listOf("application/pdf", "application/x-pdf")),
    ZIP(
        mark("504B0304") + mark("504B0506"),
        listOf(
            "application/zip",
            "application/x-zip-compressed",
            "application/epub+zip",
            "application/vnd.openxmlformats-officedocument.*",
            "application/vnd.oasis.opendocument.*",
            "application/vnd.ms-word.document.macroenabled.12",
            "application/vnd.ms-excel.sheet.macroenabled.12",
        ),
    ),
    OLE(
        mark("D0CF11E0A1B11AE1"),
        // Office keeps documents with a password in this container, whatever their format.
        listOf(
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.ms-outlook",
            "application/vnd.openxmlformats-officedocument.*",
        ),
        isSure = false,
    ),
    GZIP(mark("1F8B"), listOf("application/gzip", "application/x-gzip")),
    SEVEN_ZIP(mark("377ABCAF271C"), listOf("application/x-7z-compressed")),
    RAR(mark("526172211A07"), listOf("application/vnd.rar", "application/x-rar-compressed", "application/x-rar")),
    ISO_MEDIA(
        listOf(Mark(4, bytes("66747970"))),
        listOf(
            "video/mp4",
            "audio/mp4",
            "application/mp4",
            "video/quicktime",
            "audio/x-m4a",
            "video/x-m4v",
            "video/3gpp",
            "audio/3gpp",
            "image/heic",
            "image/heif",
            "image/avif",
        ),
        isSure = false,
    ),
    OGG(mark("4F676753"), listOf("audio/ogg", "video/ogg", "application/ogg", "audio/opus")),
    MATROSKA(mark("1A45DFA3"), listOf("video/webm", "audio/webm", "video/x-matroska")),
    MP3(mark("494433") + mark("FFFB") + mark("FFF3") + mark("FFF2"), listOf("audio/mpeg", "audio/mp3"), isSure = false),

    WINDOWS_PROGRAM(mark("4D5A"), emptyList()),
    ELF_PROGRAM(mark("7F454C46"), emptyList()),
    MACH_PROGRAM(mark("FEEDFACE") + mark("FEEDFACF") + mark("CEFAEDFE") + mark("CFFAEDFE") + mark("CAFEBABE"), emptyList()),
    SCRIPT(mark("2321"), emptyList()),
    ;

    /** A program is refused, whatever it is declared as. */
    val isProgram: Boolean get() = types.isEmpty()

    fun fits(contentType: String): Boolean = types.any {
        it == contentType || (it.endsWith(".*") && contentType.startsWith(it.dropLast(1)))
    }

    private fun matches(head: ByteArray): Boolean = marks.any { it.matches(head) }

    companion object {
        /** So many first bytes are enough for [of]. */
        const val HEAD_BYTES: Int = 16

        /** Null for a content that has no known mark. */
        fun of(head: ByteArray): FileSignature? = entries.firstOrNull { it.matches(head) }

        /** What a file of this media type must begin with, or null where that is not known. */
        fun expected(contentType: String): FileSignature? = entries.firstOrNull { it.isSure && it.fits(contentType) }
    }
}

/** Bytes at an offset, and perhaps more at another one. */
internal class Mark(private val offset: Int, private val bytes: ByteArray, private val further: Mark? = null) {
    fun matches(head: ByteArray): Boolean = head.size >= offset + bytes.size &&
        bytes.indices.all { head[offset + it] == bytes[it] } &&
        (further == null || further.matches(head))

    fun followedBy(mark: Mark): Mark = Mark(offset, bytes, mark)
}

private fun mark(hex: String): List<Mark> = listOf(Mark(0, bytes(hex)))

private infix fun List<Mark>.at(offset: Int): Pair<List<Mark>, Int> = this to offset

private infix fun Pair<List<Mark>, Int>.with(hex: String): List<Mark> = first.map { it.followedBy(Mark(second, bytes(hex))) }

private fun bytes(hex: String): ByteArray = hex.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
