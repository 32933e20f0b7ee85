package dev.confab.transport.session

import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FileNames
import dev.confab.transport.session.CapabilityRules.Refusal

/**
 * What is looked at before a file meets the network (guarantee SEC-6; protocol notes of Web Messaging §4.3, §4.4). Each refusal names the file,
 * the limit and the way out.
 */
internal object AttachmentChecks {
    /**
     * A file as the caller offers it.
     *
     * @property name cleaned by [FileNames.clean].
     * @property contentType in lower case, without parameters.
     * @property signature what its first bytes say, or null where they say nothing.
     */
    data class Offer(val name: String, val sizeBytes: Long, val contentType: String, val signature: FileSignature?)

    /**
     * Null when nothing speaks against it. Without a [profile] only what holds for every deployment is checked.
     *
     * @param needsExtension whether the back end takes no file without one.
     */
    fun refusal(offer: Offer, profile: AttachmentProfile?, needsExtension: Boolean): Refusal? =
        name(offer, profile?.extensionRequired ?: needsExtension) ?: size(offer, profile) ?: type(offer, profile) ?: content(offer)

    private fun name(offer: Offer, needsExtension: Boolean): Refusal? {
        val extension = FileNames.extension(offer.name)
        return when {
            offer.name.isEmpty() -> Refusal(
                ErrorCode.FILE_NAME_INVALID,
                "The file has no name that could be shown: give it one, such as photo.png.",
            )

            offer.name.length >= MAX_NAME ->
                Refusal(
                    ErrorCode.FILE_NAME_TOO_LONG,
                    "The file name \"${offer.name.take(
                        SHOWN_NAME,
                    )}…\" has ${offer.name.length} characters, less than $MAX_NAME are taken: shorten it.",
                )

            extension == null && needsExtension ->
                Refusal(
                    ErrorCode.FILE_NAME_INVALID,
                    "The file \"${offer.name}\" has no extension, which the service needs: add one, such as .pdf.",
                )

            else -> null
        }
    }

    private fun size(offer: Offer, profile: AttachmentProfile?): Refusal? {
        // Services write 0 where they set no limit for a class (Avaya AMM notes §A.4.3); 0 for all files means that none are taken.
        val max = profile?.maxBytesFor(offer.contentType)?.takeIf { it > 0 || it == profile.maxBytes }
        return when {
            offer.sizeBytes < 0 ->
                Refusal(ErrorCode.FILE_SIZE_INVALID, "The size of \"${offer.name}\" is not known: the source must tell it before.")

            offer.sizeBytes == 0L -> Refusal(ErrorCode.FILE_EMPTY, "The file \"${offer.name}\" is empty: choose one with content.")

            max != null && offer.sizeBytes > max ->
                Refusal(
                    ErrorCode.FILE_SIZE_INVALID,
                    "The file \"${offer.name}\" has ${offer.sizeBytes} bytes, the service takes $max: send a smaller one or a link.",
                )

            else -> null
        }
    }

    private fun type(offer: Offer, profile: AttachmentProfile?): Refusal? {
        val last = FileNames.extension(offer.name).orEmpty()
        return when {
            last in PROGRAMS ->
                Refusal(
                    ErrorCode.FILE_TYPE_INVALID,
                    "The file \"${offer.name}\" is a program (.$last), which no service takes: send it another way.",
                )

            profile == null -> null

            profile.blocks(last) ->
                Refusal(
                    ErrorCode.FILE_TYPE_INVALID,
                    "The service takes no .$last files, so not \"${offer.name}\": choose another kind of file.",
                )

            !profile.richContentAllowed && offer.contentType.substringBefore('/') in AttachmentProfile.RICH ->
                Refusal(
                    ErrorCode.FILE_TYPE_INVALID,
                    "The file \"${offer.name}\" is ${offer.contentType}, and the service takes no pictures, sound and video " +
                        "from this user: ask its administrator, or send another kind of file.",
                )

            !profile.allows(offer.contentType) ->
                Refusal(
                    ErrorCode.FILE_TYPE_INVALID,
                    "The file \"${offer.name}\" is ${offer.contentType}, the service takes ${profile.allowedTypes.joinToString()}: choose one of these kinds.",
                )

            else -> null
        }
    }

    /**
     * The content must be what the type says where that can be told: a type with a known mark must have it, text must have none, and a
     * program is refused under every name. A type that has no known mark passes.
     */
    private fun content(offer: Offer): Refusal? {
        val found = offer.signature
        val expected = FileSignature.expected(offer.contentType)
        return when {
            found != null && found.isProgram -> Refusal(
                ErrorCode.FILE_CONTENT_INVALID,
                "The file \"${offer.name}\" is said to be ${offer.contentType}, but its content is a program: it is not sent.",
            )

            expected != null && found?.fits(offer.contentType) != true -> Refusal(
                ErrorCode.FILE_CONTENT_INVALID,
                "The file \"${offer.name}\" is said to be ${offer.contentType}, but its content is " +
                    "${found?.name?.lowercase() ?: "something else"}: give it the name and type of what it is.",
            )

            found != null && offer.contentType.startsWith("text/") -> Refusal(
                ErrorCode.FILE_CONTENT_INVALID,
                "The file \"${offer.name}\" is said to be text, but its content is ${found.name.lowercase()}: give it the name and type of what it is.",
            )

            found != null && found.types.isNotEmpty() && !found.fits(offer.contentType) && isKnown(offer.contentType) -> Refusal(
                ErrorCode.FILE_CONTENT_INVALID,
                "The file \"${offer.name}\" is said to be ${offer.contentType}, but its content is ${found.name.lowercase()}: " +
                    "give it the name and type of what it is.",
            )

            else -> null
        }
    }

    private fun isKnown(contentType: String): Boolean = FileSignature.entries.any { it.fits(contentType) }

    private const val MAX_NAME = 1024
    private const val SHOWN_NAME = 40

    /** Endings that the systems of agents run. The service's own list is not public; whatever it blocks besides is in its profile. */
    private val PROGRAMS = setOf(
        "exe", "com", "bat", "cmd", "msi", "msp", "scr", "pif", "cpl", "dll", "sys", "lnk", "reg", "hta", "vb", "vbs", "vbe", "js", "jse",
        "ws", "wsf", "wsh", "ps1", "psm1", "sh", "bash", "csh", "jar", "class", "apk", "app", "dmg", "pkg", "deb", "rpm", "elf", "so",
        "run", "scf", "inf", "gadget", "chm", "jnlp",
    )
}
