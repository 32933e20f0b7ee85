package dev.confab.cli.chat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream of UTF-8. Lines end with LF or CRLF; the last one may have no end. Whatever the bytes are, each line
 * is either text or says why it is none, and takes a bounded amount of memory.
 */
final class StreamLines implements LineSource {

    /** Far above what any service takes for one message. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final int EXCERPT_CHARACTERS = 80;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private long number;

    StreamLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    @Override
    public @Nullable Line next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long length = 0;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (length++ < MAX_BYTES) {
                bytes.write(next);
            }
        }
        number++;
        return line(bytes.toByteArray(), length);
    }

    private Line line(byte[] bytes, long length) {
        if (length > MAX_BYTES) {
            return new Line(
                    excerpt(bytes),
                    "Line " + number + " has " + length + " bytes, which no service takes as one message: "
                            + "the longest that is read has " + MAX_BYTES + ".");
        }
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .toString();
            return new Line(number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, null);
        } catch (CharacterCodingException malformed) {
            return new Line(excerpt(bytes), "Line " + number + " is not UTF-8 text, and only text can be sent.");
        }
    }

    private static String excerpt(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 4 * EXCERPT_CHARACTERS), StandardCharsets.UTF_8);
        int count = text.codePointCount(0, text.length());
        return count <= EXCERPT_CHARACTERS && bytes.length <= 4 * EXCERPT_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.min(count, EXCERPT_CHARACTERS))) + "…";
    }
}
