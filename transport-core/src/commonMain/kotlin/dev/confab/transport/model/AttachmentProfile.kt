package dev.confab.transport.model

/**
 * Which files a service takes from a guest (protocol notes of Web Messaging §4.2; Avaya AMM notes §A.4.3).
 *
 * @property enabled false when it takes none at all.
 * @property maxBytes the largest file, or null where the service set no limit.
 * @property allowedTypes media types, in lower case, with wildcards such as `image/` + `*`.
 * @property blockedExtensions file name endings with their dot, in lower case.
 * @property maxBytesByClass the largest file of a class of media types, such as `image`; [maxBytes] holds for the others.
 * @property richContentAllowed whether pictures, sound and video are taken from this guest; else only other files.
 * @property extensionRequired whether a file needs a name with an ending, such as `.pdf`.
 */
public class AttachmentProfile(
    public val enabled: Boolean,
    public val maxBytes: Long?,
    allowedTypes: List<String>,
    blockedExtensions: List<String>,
    maxBytesByClass: Map<String, Long>,
    public val richContentAllowed: Boolean,
    public val extensionRequired: Boolean,
) {
    /** One that takes every kind of content, under names with an ending. */
    public constructor(
        enabled: Boolean,
        maxBytes: Long?,
        allowedTypes: List<String>,
        blockedExtensions: List<String>,
        maxBytesByClass: Map<String, Long>,
    ) : this(enabled, maxBytes, allowedTypes, blockedExtensions, maxBytesByClass, richContentAllowed = true, extensionRequired = true)

    /** With one size for all files. */
    public constructor(enabled: Boolean, maxBytes: Long?, allowedTypes: List<String>, blockedExtensions: List<String>) :
        this(enabled, maxBytes, allowedTypes, blockedExtensions, emptyMap())

    public val maxBytesByClass: Map<String, Long> = maxBytesByClass.mapKeys { it.key.trim().lowercase() }
    public val allowedTypes: List<String> = allowedTypes.map { it.trim().lowercase() }
    public val blockedExtensions: List<String> = blockedExtensions.map { ".${it.trim().lowercase().removePrefix(".")}" }

    /** Whether a file of this media type is taken; parameters such as `;charset=` do not matter. */
    public fun allows(contentType: String): Boolean {
        val type = contentType.substringBefore(';').trim().lowercase()
        if (!richContentAllowed && type.substringBefore('/') in RICH) return false
        return allowedTypes.any { it == type || it == "*/*" || it == "*" || (it.endsWith("/*") && type.startsWith(it.dropLast(1))) }
    }

    /** The largest file of this media type, or null where the service set no limit. */
    public fun maxBytesFor(contentType: String): Long? = maxBytesByClass[contentType.substringBefore('/').trim().lowercase()] ?: maxBytes

    /** Whether files with this ending, with or without its dot, are refused. */
    public fun blocks(extension: String): Boolean = ".${extension.lowercase().removePrefix(".")}" in blockedExtensions

    override fun equals(other: Any?): Boolean = other is AttachmentProfile &&
        other.enabled == enabled &&
        other.maxBytes == maxBytes &&
        other.allowedTypes == allowedTypes &&
        other.blockedExtensions == blockedExtensions &&
        other.maxBytesByClass == maxBytesByClass &&
        other.richContentAllowed == richContentAllowed &&
        other.extensionRequired == extensionRequired

    override fun hashCode(): Int = maxBytes.hashCode() * 31 + allowedTypes.hashCode()

    override fun toString(): String =
        "AttachmentProfile(enabled=$enabled, max=$maxBytes bytes, types=$allowedTypes, blocked=$blockedExtensions)"

    internal companion object {
        /** The classes of media types that are rich content. */
        val RICH = setOf("audio", "image", "video")

        /** A service that names no type or no room takes nothing (§4.2). */
        fun of(limits: Limits): AttachmentProfile = AttachmentProfile(
            limits.allowedMediaTypes.isNotEmpty() && limits.maxAttachmentBytes != 0L,
            limits.maxAttachmentBytes,
            limits.allowedMediaTypes,
            limits.blockedExtensions,
            limits.maxBytesByClass,
            limits.richContentAllowed,
            limits.fileExtensionRequired,
        )
    }
}
