package dev.confab.sandbox.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes messages of WebSocket frames, within a bound, and refuses text that is no UTF-8 (RFC 6455 §5.6, §7.4.1). */
public final class MessageAssembler {

    /** Takes what was assembled. */
    public interface Sink {
        /**
         * A text message is complete.
         *
         * @param text the message
         */
        void text(String text);

        /**
         * A binary message is complete.
         *
         * @param length its size in bytes
         */
        void binary(int length);

        /**
         * The peer broke a rule; nothing it sends afterwards will be delivered.
         *
         * @param closeCode what to close with
         * @param reason what to say
         */
        void violation(int closeCode, String reason);
    }

    private static final int INVALID_DATA = 1007;
    private static final int TOO_BIG = 1009;

    private final int maxBytes;
    private final Sink sink;
    private @Nullable Buffer parts;
    private boolean text;
    private boolean refused;

    /**
     * Makes an assembler for one connection.
     *
     * @param maxBytes the largest message
     * @param sink takes what was assembled
     */
    public MessageAssembler(int maxBytes, Sink sink) {
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    /**
     * Takes a frame; control frames are ignored.
     *
     * @param frame the frame
     */
    public void accept(WebSocketFrame frame) {
        if (refused || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        if (!frame.isContinuation()) {
            text = frame.isText();
            parts = null;
        }
        Buffer data = frame.binaryData();
        Buffer collected = parts == null ? data : parts.appendBuffer(data);
        if (collected.length() > maxBytes) {
            refuse(TOO_BIG, "A message must not exceed " + maxBytes + " bytes");
        } else if (!frame.isFinal()) {
            // The buffer of a frame may not be writable, so the first part is copied.
            parts = parts == null ? Buffer.buffer().appendBuffer(data) : collected;
        } else {
            parts = null;
            deliver(collected);
        }
    }

    private void deliver(Buffer message) {
        if (!text) {
            sink.binary(message.length());
            return;
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            refuse(INVALID_DATA, "A text message must be UTF-8");
            return;
        }
        sink.text(decoded);
    }

    private void refuse(int closeCode, String reason) {
        refused = true;
        parts = null;
        sink.violation(closeCode, reason);
    }
}
