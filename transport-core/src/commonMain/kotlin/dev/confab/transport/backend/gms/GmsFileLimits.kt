package dev.confab.transport.backend.gms

import dev.confab.transport.model.Limits
import dev.confab.transport.net.MediaTypes

/**
 * Which files a chat takes (protocol notes §1.6). What the service left out is null or empty.
 *
 * @property maxFiles in the whole chat; [usedFiles] of them are there already.
 * @property maxFileBytes the largest file.
 * @property maxTotalBytes of all files together; [usedTotalBytes] of them are there already.
 * @property needsAgent no file is taken before an agent has joined.
 * @property extensions the endings that are taken, without dots, in lower case.
 * @property downloadAttempts how often one file may be fetched.
 * @property deleteFile the service's rule for deleting, as it wrote it.
 */
public class GmsFileLimits internal constructor(source: Map<String, String>) {
    public val maxFiles: Int? = source["upload-max-files"]?.toIntOrNull()
    public val maxFileBytes: Long? = source["upload-max-file-size"]?.toLongOrNull()
    public val maxTotalBytes: Long? = source["upload-max-total-size"]?.toLongOrNull()
    public val needsAgent: Boolean = source["upload-need-agent"].equals("true", ignoreCase = true)
    public val extensions: List<String> =
        source["upload-file-types"].orEmpty().split(':').map { it.trim().removePrefix(".").lowercase() }.filter(String::isNotEmpty)
    public val downloadAttempts: Int? = source["download-attempts"]?.toIntOrNull()
    public val deleteFile: String? = source["delete-file"]
    public val usedFiles: Int = source["used-upload-max-files"]?.toIntOrNull() ?: 0
    public val usedTotalBytes: Long = source["used-upload-max-total-size"]?.toLongOrNull() ?: 0
    public val usedDownloadAttempts: Int = source["used-download-attempts"]?.toIntOrNull() ?: 0

    /** As the session checks files; a chat that names no type takes every type. */
    internal fun limits(): Limits = Limits(
        maxTextBytes = null,
        maxCustomAttributeBytes = null,
        maxAttachmentBytes = if (maxFiles != null && maxFiles <= 0) 0 else maxFileBytes,
        allowedMediaTypes = extensions.map { MediaTypes.of(it) }.distinct().ifEmpty { listOf("*/*") },
        blockedExtensions = emptyList(),
    )

    override fun toString(): String = "GmsFileLimits($maxFiles files of $maxFileBytes bytes, ${extensions.joinToString()})"

    internal companion object {
        private const val NOTICE = "file-client-cfg-get"

        /** Null when [response] holds none. */
        fun of(response: GmsResponse): GmsFileLimits? =
            response.messages.lastOrNull { it.type == GmsEntry.NOTICE && it.text == NOTICE }?.let { GmsFileLimits(it.userData) }
                ?: response.userData.takeIf { it.keys.any { name -> name.startsWith("upload-") } }?.let(::GmsFileLimits)
    }
}
