package dev.confab.transport.model

/**
 * Which files a service takes from a guest (protocol notes of Web Messaging §4.2).
 *
 * @property enabled false when it takes none at all.
 * @property maxBytes the largest file, or null where the service set no limit.
 * @property allowedTypes media types, in lower case, with wildcards such as `image/` + `*`.
 * @property blockedExtensions file name endings with their dot, in lower case.
 */
public class AttachmentProfile(
    public val enabled: Boolean,
    public val maxBytes: Long?,
    allowedTypes: List<String>,
    blockedExtensions: List<String>,
) {
    public val allowedTypes: List<String> = allowedTypes.map { it.trim().lowercase() }
    public val blockedExtensions: List<String> = blockedExtensions.map { ".${it.trim().lowercase().removePrefix(".")}" }

    /** Whether a file of this media type is taken; parameters such as `;charset=` do not matter. */
    public fun allows(contentType: String): Boolean {
        val type = contentType.substringBefore(';').trim().lowercase()
        return allowedTypes.any { it == type || it == "*/*" || it == "*" || (it.endsWith("/*") && type.startsWith(it.dropLast(1))) }
    }

    /** Whether files with this ending, with or without its dot, are refused. */
    public fun blocks(extension: String): Boolean = ".${extension.lowercase().removePrefix(".")}" in blockedExtensions

    override fun equals(other: Any?): Boolean = other is AttachmentProfile &&
        other.enabled == enabled &&
        other.maxBytes == maxBytes &&
        other.allowedTypes == allowedTypes &&
        other.blockedExtensions == blockedExtensions

    override fun hashCode(): Int = maxBytes.hashCode() * 31 + allowedTypes.hashCode()

    override fun toString(): String =
        "AttachmentProfile(enabled=$enabled, max=$maxBytes bytes, types=$allowedTypes, blocked=$blockedExtensions)"

    internal companion object {
        /** A service that names no type or no room takes nothing (§4.2). */
        fun of(limits: Limits): AttachmentProfile = AttachmentProfile(
            limits.allowedMediaTypes.isNotEmpty() && limits.maxAttachmentBytes != 0L,
            limits.maxAttachmentBytes,
            limits.allowedMediaTypes,
            limits.blockedExtensions,
        )
    }
}
