package dev.confab.cli.decode;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a recording in UTF-8; each takes a bounded amount of memory. Bytes that are no UTF-8 become the replacement
 * character, and of a line that is longer than any frame only so much is kept that it still is too long.
 */
public final class FrameLines {

    /** More than four bytes for each character of the longest frame that is read. */
    private static final int MAX_BYTES = (4 << 20) + 4;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private boolean begun;

    /**
     * Makes a reader.
     *
     * @param in the recording; it is not closed
     */
    public FrameLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * Reads a line.
     *
     * @return the next line without its end, or null after the last one
     * @throws IOException if the stream cannot be read
     */
    public @Nullable String next() throws IOException {
        int next = in.read();
        if (next < 0) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (bytes.size() < MAX_BYTES) {
                bytes.write(next);
            }
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        boolean isFirst = !begun;
        begun = true;
        return isFirst && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
    }
}
