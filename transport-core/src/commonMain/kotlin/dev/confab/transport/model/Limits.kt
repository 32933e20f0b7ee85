package dev.confab.transport.model

import kotlin.jvm.JvmField

/**
 * The numbers that a service sets. Null where the service set none or has not told it yet.
 *
 * @property maxTextBytes the longest text of one message, in bytes of UTF-8.
 * @property maxCustomAttributeBytes keys and values of the custom attributes together, in bytes of UTF-8.
 * @property maxAttachmentBytes the largest file.
 * @property allowedMediaTypes media types of files, with wildcards such as `image/` + `*`; empty when nothing is known.
 * @property blockedExtensions file name endings that are refused, with their dot, in lower case.
 * @property maxTextCharacters the longest text of one message, in UTF-16 characters, for a service that counts so.
 * @property maxSubjectCharacters the longest subject of a conversation, in UTF-16 characters.
 * @property maxAttachmentsPerMessage how many files one message carries.
 * @property maxBytesByClass the largest file of a class of media types, such as `image`; [maxAttachmentBytes] holds for the others.
 * @property richContentAllowed whether pictures, sound and video are taken from this guest; else only other files (Avaya AMM notes §A.4.3).
 * @property fileExtensionRequired whether a file needs a name with an ending, such as `.pdf` (protocol notes of Web Messaging §4.4).
 */
public class Limits private constructor(
    public val maxTextBytes: Int?,
    public val maxCustomAttributeBytes: Int?,
    public val maxAttachmentBytes: Long?,
    allowedMediaTypes: List<String>,
    blockedExtensions: List<String>,
    public val maxTextCharacters: Int?,
    public val maxSubjectCharacters: Int?,
    public val maxAttachmentsPerMessage: Int?,
    maxBytesByClass: Map<String, Long>,
    public val richContentAllowed: Boolean,
    public val fileExtensionRequired: Boolean,
) {
    public val allowedMediaTypes: List<String> = allowedMediaTypes.toList()
    public val blockedExtensions: List<String> = blockedExtensions.toList()
    public val maxBytesByClass: Map<String, Long> = maxBytesByClass.mapKeys { it.key.lowercase() }

    /** Of a service that has one conversation and counts bytes. */
    public constructor(
        maxTextBytes: Int?,
        maxCustomAttributeBytes: Int?,
        maxAttachmentBytes: Long?,
        allowedMediaTypes: List<String>,
        blockedExtensions: List<String>,
    ) : this(
        maxTextBytes,
        maxCustomAttributeBytes,
        maxAttachmentBytes,
        allowedMediaTypes,
        blockedExtensions,
        null,
        null,
        null,
        emptyMap(),
        richContentAllowed = true,
        fileExtensionRequired = true,
    )

    /** The largest file of this media type, such as `image/png`; null: any size. */
    public fun maxBytesFor(mediaType: String): Long? =
        maxBytesByClass[mediaType.substringBefore('/').trim().lowercase()] ?: maxAttachmentBytes

    public fun withMaxTextCharacters(maxTextCharacters: Int?): Limits = copy(maxTextCharacters = maxTextCharacters)

    public fun withMaxSubjectCharacters(maxSubjectCharacters: Int?): Limits = copy(maxSubjectCharacters = maxSubjectCharacters)

    public fun withMaxAttachmentsPerMessage(maxAttachmentsPerMessage: Int?): Limits =
        copy(maxAttachmentsPerMessage = maxAttachmentsPerMessage)

    public fun withMaxBytesByClass(maxBytesByClass: Map<String, Long>): Limits = copy(maxBytesByClass = maxBytesByClass)

    public fun withRichContentAllowed(richContentAllowed: Boolean): Limits = copy(richContentAllowed = richContentAllowed)

    public fun withFileExtensionRequired(fileExtensionRequired: Boolean): Limits = copy(fileExtensionRequired = fileExtensionRequired)

    private fun copy(
        maxTextCharacters: Int? = this.maxTextCharacters,
        maxSubjectCharacters: Int? = this.maxSubjectCharacters,
        maxAttachmentsPerMessage: Int? = this.maxAttachmentsPerMessage,
        maxBytesByClass: Map<String, Long> = this.maxBytesByClass,
        richContentAllowed: Boolean = this.richContentAllowed,
        fileExtensionRequired: Boolean = this.fileExtensionRequired,
    ) = Limits(
        maxTextBytes,
        maxCustomAttributeBytes,
        maxAttachmentBytes,
        allowedMediaTypes,
        blockedExtensions,
        maxTextCharacters,
        maxSubjectCharacters,
        maxAttachmentsPerMessage,
        maxBytesByClass,
        richContentAllowed,
        fileExtensionRequired,
    )

    override fun equals(other: Any?): Boolean = other is Limits &&
        other.maxTextBytes == maxTextBytes &&
        other.maxCustomAttributeBytes == maxCustomAttributeBytes &&
        other.maxAttachmentBytes == maxAttachmentBytes &&
        other.allowedMediaTypes == allowedMediaTypes &&
        other.blockedExtensions == blockedExtensions &&
        other.maxTextCharacters == maxTextCharacters &&
        other.maxSubjectCharacters == maxSubjectCharacters &&
        other.maxAttachmentsPerMessage == maxAttachmentsPerMessage &&
        other.maxBytesByClass == maxBytesByClass &&
        other.richContentAllowed == richContentAllowed &&
        other.fileExtensionRequired == fileExtensionRequired

    override fun hashCode(): Int = maxTextBytes.hashCode() * 31 + maxCustomAttributeBytes.hashCode()

    override fun toString(): String = "Limits(text=$maxTextBytes, attributes=$maxCustomAttributeBytes, attachment=$maxAttachmentBytes, " +
        "types=$allowedMediaTypes, blocked=$blockedExtensions, rich=$richContentAllowed)"

    public companion object {
        /** Nothing is known. */
        @JvmField
        public val NONE: Limits = Limits(null, null, null, emptyList(), emptyList())
    }
}
