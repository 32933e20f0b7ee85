package dev.confab.sandbox.amm;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code multipart/related} bodies with any boundary (AMM notes B.6.2, RFC 2046). */
final class Related {

    static final String TYPE = "multipart/related";

    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile(
            ";\\s*filename\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final int NOWHERE = -1;
    private static final byte[] LINE = bytes("\r\n");
    private static final byte[] BLANK_LINE = bytes("\r\n\r\n");

    /**
     * A part.
     *
     * @param headers its headers, names in lower case
     * @param content its bytes
     */
    record Piece(Map<String, String> headers, Buffer content) {

        String text() {
            return content.toString();
        }

        String type() {
            return Media.bare(headers.getOrDefault("content-type", "application/octet-stream"));
        }

        String disposition() {
            return Media.bare(headers.getOrDefault("content-disposition", ""));
        }

        /** The name of the file, without folders; null when it has none. */
        @Nullable
        String fileName() {
            Matcher name = FILE_NAME.matcher(headers.getOrDefault("content-disposition", ""));
            if (!name.find()) {
                return null;
            }
            String given = name.group(1) == null ? name.group(2) : name.group(1).replaceAll("\\\\(.)", "$1");
            String bare = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
            return bare.isBlank() ? null : bare;
        }
    }

    private Related() {}

    static List<Piece> read(String contentType, Buffer body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw Refusal.malformed("The Content-Type has no boundary");
        }
        byte[] all = body.getBytes();
        String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        byte[] mark = bytes("--" + name);
        byte[] lineAndMark = bytes("\r\n--" + name);
        List<Piece> pieces = new ArrayList<>();
        int found = startsWith(all, mark, 0) ? -LINE.length : indexOf(all, lineAndMark, 0);
        int begin = found == NOWHERE ? all.length : found + lineAndMark.length;
        while (begin < all.length) {
            if (startsWith(all, bytes("--"), begin)) {
                return pieces;
            }
            int end = indexOf(all, lineAndMark, begin);
            if (end == NOWHERE) {
                break;
            }
            pieces.add(piece(all, lineEnd(all, begin), end));
            begin = end + lineAndMark.length;
        }
        throw Refusal.malformed("The parts do not end with --" + name + "--");
    }

    private static int lineEnd(byte[] all, int begin) {
        int end = indexOf(all, LINE, begin);
        String rest = new String(all, begin, Math.max(end, begin) - begin, StandardCharsets.UTF_8);
        if (end < 0 || !rest.isBlank()) {
            throw Refusal.malformed("A boundary must end its line");
        }
        return end;
    }

    /** From the line end after a boundary; headers need no space after the colon. */
    private static Piece piece(byte[] all, int begin, int end) {
        int blank = indexOf(all, BLANK_LINE, begin);
        if (blank < 0 || blank + BLANK_LINE.length > end) {
            throw Refusal.malformed("A part has no blank line after its headers");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        String head = new String(all, begin, blank - begin, StandardCharsets.UTF_8);
        for (String line : head.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            } else if (!line.isBlank()) {
                throw Refusal.malformed("'" + line + "' is no header of a part");
            }
        }
        return new Piece(headers, Buffer.buffer(Arrays.copyOfRange(all, blank + BLANK_LINE.length, end)));
    }

    private static boolean startsWith(byte[] all, byte[] wanted, int at) {
        if (at + wanted.length > all.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (all[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] all, byte[] wanted, int from) {
        for (int i = from; i + wanted.length <= all.length; i++) {
            if (startsWith(all, wanted, i)) {
                return i;
            }
        }
        return NOWHERE;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
