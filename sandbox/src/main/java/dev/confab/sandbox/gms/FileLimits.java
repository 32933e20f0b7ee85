package dev.confab.sandbox.gms;

import java.util.List;
import java.util.Locale;

/**
 * Which files a guest may send and fetch in a chat (Engage chat protocol notes §1.6). Immutable.
 *
 * @param maxFiles how many files a guest may send
 * @param maxFileBytes how large each of them may be
 * @param maxTotalBytes how large all of them may be together
 * @param types the endings of their names, without the dot
 * @param needsAgent whether files are taken only while an agent is in the chat
 * @param downloadAttempts how often each file can be downloaded
 */
public record FileLimits(
        int maxFiles,
        int maxFileBytes,
        long maxTotalBytes,
        List<String> types,
        boolean needsAgent,
        int downloadAttempts) {

    /**
     * Checks the limits.
     *
     * @param maxFiles how many files a guest may send
     * @param maxFileBytes how large each of them may be
     * @param maxTotalBytes how large all of them may be together
     * @param types the endings of their names, without the dot
     * @param needsAgent whether files are taken only while an agent is in the chat
     * @param downloadAttempts how often each file can be downloaded
     */
    public FileLimits {
        if (maxFiles < 0 || maxFileBytes < 1 || maxTotalBytes < 1 || downloadAttempts < 0) {
            throw new IllegalArgumentException("Limits of files must not be negative, and sizes be at least 1");
        }
        types = types.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * Tells the usual limits.
     *
     * @return 5 files of up to 10 MiB, 95 MiB together; jpeg, jpg, pdf, png and zip; two downloads of each; no agent needed
     */
    public static FileLimits standard() {
        return new FileLimits(
                5, 10 * 1024 * 1024, 95L * 1024 * 1024, List.of("jpeg", "jpg", "pdf", "png", "zip"), false, 2);
    }

    /**
     * Limits how many files there are.
     *
     * @param count how many files a guest may send
     * @return limits like these
     */
    public FileLimits upTo(int count) {
        return new FileLimits(count, maxFileBytes, maxTotalBytes, types, needsAgent, downloadAttempts);
    }

    /**
     * Limits how large files are.
     *
     * @param each how large each may be, in bytes
     * @param together how large all may be together, in bytes
     * @return limits like these
     */
    public FileLimits sized(int each, long together) {
        return new FileLimits(maxFiles, each, together, types, needsAgent, downloadAttempts);
    }

    /**
     * Chooses the types.
     *
     * @param endings the endings of their names, without the dot
     * @return limits like these
     */
    public FileLimits ofTypes(String... endings) {
        return new FileLimits(maxFiles, maxFileBytes, maxTotalBytes, List.of(endings), needsAgent, downloadAttempts);
    }

    /**
     * Takes files only while an agent is in the chat.
     *
     * @return limits like these
     */
    public FileLimits onlyWithAgent() {
        return new FileLimits(maxFiles, maxFileBytes, maxTotalBytes, types, true, downloadAttempts);
    }

    /**
     * Limits how often each file can be downloaded.
     *
     * @param times how often
     * @return limits like these
     */
    public FileLimits downloadable(int times) {
        return new FileLimits(maxFiles, maxFileBytes, maxTotalBytes, types, needsAgent, times);
    }

    boolean takes(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 && types.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
