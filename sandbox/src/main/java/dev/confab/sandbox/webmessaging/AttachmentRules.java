package dev.confab.sandbox.webmessaging;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Which files guests of a deployment may send (Web Messaging protocol notes §4.2, §4.4). Immutable; begin with {@link
 * #standard} or {@link #off}.
 *
 * @param enabled whether guests may send files at all; otherwise requests are refused with 4000
 * @param allowedTypes MIME types, also as a wildcard of a family ({@code image/*}) or of all; others are refused with 4001
 * @param blockedExtensions extensions with their dot that are refused with 4001 whatever the type
 * @param maxFileSizeKb the largest file in units of 1024 bytes; larger ones are refused with 4002
 * @param uploadUrlLife how long a presigned address takes an upload
 * @param downloadUrlLife how long a download address works; asking for the attachment gives a new one
 */
public record AttachmentRules(
        boolean enabled,
        List<String> allowedTypes,
        List<String> blockedExtensions,
        int maxFileSizeKb,
        Duration uploadUrlLife,
        Duration downloadUrlLife) {

    private static final int STANDARD_MAX_KB = 10240;
    private static final long BYTES_PER_KB = 1024;
    private static final Duration STANDARD_LIFE = Duration.ofMinutes(10);
    private static final List<String> EXECUTABLES =
            List.of(".exe", ".bat", ".cmd", ".com", ".js", ".msi", ".scr", ".vbs", ".ps1", ".jar");

    /**
     * Checks and normalises the parameters.
     *
     * @param enabled whether guests may send files at all; otherwise requests are refused with 4000
     * @param allowedTypes MIME types, also as a wildcard of a family ({@code image/*}) or of all
     * @param blockedExtensions extensions with their dot
     * @param maxFileSizeKb the largest file in units of 1024 bytes, not negative
     * @param uploadUrlLife how long a presigned address takes an upload
     * @param downloadUrlLife how long a download address works
     */
    public AttachmentRules {
        allowedTypes = allowedTypes.stream().map(AttachmentRules::lower).toList();
        blockedExtensions =
                blockedExtensions.stream().map(AttachmentRules::lower).toList();
        if (maxFileSizeKb < 0) {
            throw new IllegalArgumentException("maxFileSizeKb must not be negative, but is " + maxFileSizeKb);
        }
        for (String extension : blockedExtensions) {
            if (!extension.startsWith(".")) {
                throw new IllegalArgumentException("An extension begins with its dot, unlike \"" + extension + "\"");
            }
        }
    }

    /**
     * Every type, 10240 KB, no executables, addresses that live for ten minutes.
     *
     * @return the rules of a deployment nobody has changed
     */
    public static AttachmentRules standard() {
        return new AttachmentRules(true, List.of("*/*"), EXECUTABLES, STANDARD_MAX_KB, STANDARD_LIFE, STANDARD_LIFE);
    }

    /**
     * No files: the content profile lists no type and no size.
     *
     * @return the rules of a deployment whose attachments are switched off
     */
    public static AttachmentRules off() {
        return new AttachmentRules(false, List.of(), EXECUTABLES, 0, STANDARD_LIFE, STANDARD_LIFE);
    }

    /**
     * Changes the allowed types.
     *
     * @param types MIME types or wildcards
     * @return rules like these
     */
    public AttachmentRules allowing(String... types) {
        return new AttachmentRules(
                enabled, List.of(types), blockedExtensions, maxFileSizeKb, uploadUrlLife, downloadUrlLife);
    }

    /**
     * Changes the blocked extensions.
     *
     * @param extensions extensions with their dot
     * @return rules like these
     */
    public AttachmentRules blocking(String... extensions) {
        return new AttachmentRules(
                enabled, allowedTypes, List.of(extensions), maxFileSizeKb, uploadUrlLife, downloadUrlLife);
    }

    /**
     * Changes the largest size.
     *
     * @param kilobytes units of 1024 bytes
     * @return rules like these
     */
    public AttachmentRules upTo(int kilobytes) {
        return new AttachmentRules(enabled, allowedTypes, blockedExtensions, kilobytes, uploadUrlLife, downloadUrlLife);
    }

    /**
     * Changes how long addresses live.
     *
     * @param upload of presigned addresses
     * @param download of download addresses
     * @return rules like these
     */
    public AttachmentRules withUrlLives(Duration upload, Duration download) {
        return new AttachmentRules(enabled, allowedTypes, blockedExtensions, maxFileSizeKb, upload, download);
    }

    /** The largest file in bytes. */
    long maxBytes() {
        return maxFileSizeKb * BYTES_PER_KB;
    }

    /** Whether a type, lower-case and without parameters, is allowed (§4.2). */
    boolean allowsType(String type) {
        String family = type.substring(0, type.indexOf('/') + 1) + "*";
        return allowedTypes.contains(type) || allowedTypes.contains(family) || allowedTypes.contains("*/*");
    }

    boolean blocksExtension(String extension) {
        return blockedExtensions.contains(lower(extension));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
