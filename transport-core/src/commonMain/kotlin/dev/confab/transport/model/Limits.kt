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
 */
public class Limits(
    public val maxTextBytes: Int?,
    public val maxCustomAttributeBytes: Int?,
    public val maxAttachmentBytes: Long?,
    allowedMediaTypes: List<String>,
    blockedExtensions: List<String>,
) {
    public val allowedMediaTypes: List<String> = allowedMediaTypes.toList()
    public val blockedExtensions: List<String> = blockedExtensions.toList()

    override fun equals(other: Any?): Boolean = other is Limits &&
        other.maxTextBytes == maxTextBytes &&
        other.maxCustomAttributeBytes == maxCustomAttributeBytes &&
        other.maxAttachmentBytes == maxAttachmentBytes &&
        other.allowedMediaTypes == allowedMediaTypes &&
        other.blockedExtensions == blockedExtensions

    override fun hashCode(): Int = maxTextBytes.hashCode() * 31 + maxCustomAttributeBytes.hashCode()

    override fun toString(): String = "Limits(text=$maxTextBytes, attributes=$maxCustomAttributeBytes, attachment=$maxAttachmentBytes, " +
        "types=$allowedMediaTypes, blocked=$blockedExtensions)"

    public companion object {
        /** Nothing is known. */
        @JvmField
        public val NONE: Limits = Limits(null, null, null, emptyList(), emptyList())
    }
}
