package dev.confab.android;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.ProtocolException;
import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class FrameMeterTest {

    private static final int MAX = 1_000;
    private static final int TEXT = 1;
    private static final int PING = 9;

    private final FrameMeter meter = new FrameMeter(MAX);

    @Test
    void messagesUpToTheBoundPassHoweverTheyAreCut() {
        Buffer all = new Buffer();
        for (int length : new int[] {0, 1, 125, 126, 999, 1_000}) append(all, frame(TEXT, true, length));
        append(all, frame(TEXT, false, 600));
        append(all, frame(PING, true, 125));
        append(all, frame(0, true, 400));
        append(all, frame(TEXT, true, MAX));
        Random random = new Random(1);
        assertDoesNotThrow(() -> {
            while (all.size() > 0) {
                Buffer piece = new Buffer();
                piece.write(all, Math.min(all.size(), 1 + random.nextInt(40)));
                meter.read(piece);
            }
        });
    }

    @Test
    void SEC5_a_frame_that_is_too_long_is_refused_by_its_header() {
        Buffer header = new Buffer();
        header.write(frame(TEXT, true, MAX + 1), 4);
        assertThrows(ProtocolException.class, () -> meter.read(header));
    }

    @Test
    void SEC5_a_message_in_parts_is_bounded_as_a_whole() {
        assertDoesNotThrow(() -> meter.read(frame(TEXT, false, 600)));
        assertThrows(ProtocolException.class, () -> meter.read(frame(0, true, 401)));
    }

    @Test
    void SEC5_a_length_beyond_all_bounds_is_refused() {
        Buffer header = new Buffer().writeByte(0x81).writeByte(127).writeLong(-1);
        assertThrows(ProtocolException.class, () -> meter.read(header));
    }

    private static void append(Buffer all, Buffer frame) {
        all.write(frame, frame.size());
    }

    private static Buffer frame(int opcode, boolean last, int length) {
        Buffer frame = new Buffer().writeByte((last ? 0x80 : 0) | opcode);
        if (length < 126) frame.writeByte(length);
        else frame.writeByte(126).writeShort(length);
        return frame.write(new byte[length]);
    }
}
