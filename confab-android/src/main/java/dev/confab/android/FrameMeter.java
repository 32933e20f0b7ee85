package dev.confab.android;

import java.net.ProtocolException;
import okio.Buffer;

/** Follows the frames of a WebSocket in its bytes, however they are cut, and adds up the length of each message. */
final class FrameMeter {

    private static final int FIRST_TWO = 2;
    private static final int MASK_BYTES = 4;

    private final long maxBytes;

    /** What has come of the header of the next frame; at most 10 bytes before its length is known. */
    private final Buffer header = new Buffer();

    private long needed = FIRST_TWO;
    private long payload;
    private long message;

    FrameMeter(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @param bytes what came next; is emptied. */
    void read(Buffer bytes) throws ProtocolException {
        while (bytes.size() > 0) {
            if (payload > 0) {
                long skipped = Math.min(payload, bytes.size());
                skip(bytes, skipped);
                payload -= skipped;
            } else {
                header.write(bytes, Math.min(needed - header.size(), bytes.size()));
                if (header.size() == needed) readHeader();
            }
        }
    }

    private void readHeader() throws ProtocolException {
        int second = header.getByte(1) & 0xff;
        int shortLength = second & 0x7f;
        int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        int maskBytes = (second & 0x80) == 0 ? 0 : MASK_BYTES;
        long whole = (long) FIRST_TWO + lengthBytes + maskBytes;
        if (header.size() < whole) {
            needed = whole;
            return;
        }
        long length = shortLength;
        for (int i = 0; i < lengthBytes; i++) {
            length = (i == 0 ? 0 : length << 8) | (header.getByte(FIRST_TWO + i) & 0xff);
        }
        count(header.getByte(0) & 0x0f, length);
        header.clear();
        needed = FIRST_TWO;
        payload = length;
    }

    private void count(int opcode, long length) throws ProtocolException {
        // Pings and the like (8 and above) may stand between the parts of a message, and are no part of it.
        if (opcode < 8) message = opcode == 0 ? message + length : length;
        if (length < 0 || length > maxBytes || message > maxBytes) {
            throw new ProtocolException("A message of the service is longer than " + maxBytes + " bytes.");
        }
    }

    private static void skip(Buffer bytes, long count) {
        try {
            bytes.skip(count);
        } catch (java.io.EOFException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
