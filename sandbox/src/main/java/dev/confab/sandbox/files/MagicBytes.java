package dev.confab.sandbox.files;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Tells by its first bytes whether a file can be of the type that it claims. Types without a mark can be anything. */
public final class MagicBytes {

    private static final HexFormat HEX = HexFormat.of();
    private static final List<Mark> ZIP = List.of(mark(0, "504b0304"), mark(0, "504b0506"), mark(0, "504b0708"));
    private static final List<Mark> ISO_MEDIA = List.of(mark(4, "66747970"));
    private static final List<Mark> OGG = List.of(mark(0, "4f676753"));
    private static final List<Mark> MATROSKA = List.of(mark(0, "1a45dfa3"));

    private static final Map<String, List<Mark>> MARKS = Map.ofEntries(
            Map.entry("image/png", List.of(mark(0, "89504e470d0a1a0a"))),
            Map.entry("image/jpeg", List.of(mark(0, "ffd8ff"))),
            Map.entry("image/gif", List.of(mark(0, "474946383761"), mark(0, "474946383961"))),
            Map.entry("image/webp", List.of(mark(8, "57454250"))),
            Map.entry("image/bmp", List.of(mark(0, "424d"))),
            Map.entry("image/tiff", List.of(mark(0, "49492a00"), mark(0, "4d4d002a"))),
            Map.entry("application/pdf", List.of(mark(0, "255044462d"))),
            Map.entry("application/zip", ZIP),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
            Map.entry("application/vnd.openxmlformats-officedocument.presentationml.presentation", ZIP),
            Map.entry("application/gzip", List.of(mark(0, "1f8b"))),
            Map.entry("audio/mpeg", List.of(mark(0, "494433"), mark(0, "fffb"), mark(0, "fff3"), mark(0, "fff2"))),
            Map.entry("audio/ogg", OGG),
            Map.entry("audio/wav", List.of(mark(8, "57415645"))),
            Map.entry("video/ogg", OGG),
            Map.entry("video/mp4", ISO_MEDIA),
            Map.entry("video/quicktime", ISO_MEDIA),
            Map.entry("audio/mp4", ISO_MEDIA),
            Map.entry("video/webm", MATROSKA),
            Map.entry("audio/webm", MATROSKA));

    private MagicBytes() {}

    /**
     * Compares the beginning of a file with its type.
     *
     * @param type the MIME type, lower-case and without parameters
     * @param head the first bytes, {@link Fingerprint#HEAD_BYTES} if there are as many
     * @return false when files of this type begin in another way
     */
    public static boolean fit(String type, byte[] head) {
        List<Mark> marks = MARKS.get(type);
        return marks == null || marks.stream().anyMatch(mark -> mark.standsIn(head));
    }

    private static Mark mark(int offset, String hex) {
        return new Mark(offset, hex);
    }

    private record Mark(int offset, String hex) {
        boolean standsIn(byte[] head) {
            int end = offset + hex.length() / 2;
            return head.length >= end && HEX.formatHex(head, offset, end).equals(hex);
        }
    }
}
