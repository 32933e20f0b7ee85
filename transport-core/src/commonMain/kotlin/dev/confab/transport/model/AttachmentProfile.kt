package dev.confab.transport.model

/**
 * Which files a service takes from a guest (protocol notes of Web Messaging §4.2).
 *
 * @property enabled false when it takes none at all.
 * @property maxBytes the largest file, or null where the service set no limit.
 * @property allowedTypes media types, in lower case, with wildcards such as `image/` + `*`.
 * @property blockedExtensions file name endings with their dot, in lower case.
 * @property maxBytesByClass the largest file of a class of media types, such as `image`; [maxBytes] holds for the others.
 */
public class AttachmentProfile(
    public val enabled: Boolean,
    public val maxBytes: Long?,
    allowedTypes: List<String>,
    blockedExtensions: List<String>,
    maxBytesByClass: Map<String, Long>,
) {
    /** With one size for all files. */
    public constructor(enabled: Boolean, maxBytes: Long?, allowedTypes: List<String>, blockedExtensions: List<String>) :
        this(enabled, maxBytes, allowedTypes, blockedExtensions, emptyMap())

    public val maxBytesByClass: Map<String, Long> = maxBytesByClass.mapKeys { it.key.trim().lowercase() }
    public val allowedTypes: List<String> = allowedTypes.map { it.trim().lowercase() }
    public val blockedExtensions: List<String> = blockedExtensions.map { ".${it.trim().lowercase().removePrefix(".")}" }

    /** Whether a file of this media type is taken; parameters such as `;charset=` do not matter. */
    public fun allows(contentType: String): Boolean {
        val type = contentType.substringBefore(';').trim().lowercase()
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
        other.maxBytesByClass == maxBytesByClass

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
            limits.maxBytesByClass,
        )
    }
}
