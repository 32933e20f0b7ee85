package dev.confab.sandbox.fault;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Faults of a connection as a whole. */
public sealed interface ConnectionFault extends Fault {

    /**
     * Refuses connections.
     *
     * @param status the HTTP status to refuse with, from 400 to 599; 0 to reset the TCP connection instead
     * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
     */
    record RefuseConnect(int status, int retryAfterSeconds) implements ConnectionFault {
        /**
         * Checks the parameters.
         *
         * @param status the HTTP status to refuse with, from 400 to 599; 0 to reset the TCP connection instead
         * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
         */
        public RefuseConnect {
            Bounds.errorStatusOrReset(status);
            Bounds.atLeast(0, retryAfterSeconds, "retryAfterSeconds");
        }

        /**
         * Says nothing about when to try again.
         *
         * @param status the HTTP status to refuse with, from 400 to 599; 0 to reset the TCP connection instead
         */
        public RefuseConnect(int status) {
            this(status, 0);
        }

        @Override
        public String verb() {
            return "refuseConnect";
        }

        @Override
        public Map<String, Object> parameters() {
            return Bounds.ordered("status", status, "retryAfterSeconds", retryAfterSeconds);
        }

        @Override
        public boolean knowsSession() {
            return false;
        }

        @Override
        public Consumer<Seam.Connecting> onConnecting() {
            return seam -> {
                if (status == 0) {
                    seam.reset();
                } else {
                    seam.refuse(status, retryAfterSeconds);
                }
            };
        }
    }

    /**
     * Cuts the TCP connection right after a frame; that frame still has its effect, or still goes out.
     *
     * @param frames after how many frames of one connection, at least 1
     * @param direction which frames to count
     */
    record DropAfterFrames(int frames, Direction direction) implements ConnectionFault {
        /**
         * Checks the parameters.
         *
         * @param frames after how many frames of one connection, at least 1
         * @param direction which frames to count
         */
        public DropAfterFrames {
            Bounds.atLeast(1, frames, "frames");
        }

        @Override
        public String verb() {
            return "dropAfterFrames";
        }

        @Override
        public Map<String, Object> parameters() {
            return Bounds.ordered("frames", frames, "direction", direction == Direction.SENT ? "sent" : "received");
        }

        @Override
        public @Nullable Consumer<Seam.Receiving> onReceiving(Seam.Frame frame) {
            return direction == Direction.RECEIVED && frame.number() == frames ? Seam.Receiving::cutAfterwards : null;
        }

        @Override
        public @Nullable Consumer<Seam.Sending> onSending(Seam.Frame frame) {
            return direction == Direction.SENT && frame.number() == frames ? Seam.Sending::cutAfterwards : null;
        }
    }

    /**
     * Cuts the TCP connection after a number of sent bytes, in the middle of a frame if need be.
     *
     * @param bytes how many bytes go out after the handshake, not negative
     */
    record DropAtByte(long bytes) implements ConnectionFault {
        /**
         * Checks the parameters.
         *
         * @param bytes how many bytes go out after the handshake, not negative
         */
        public DropAtByte {
            Bounds.atLeast(0, bytes, "bytes");
        }

        @Override
        public String verb() {
            return "dropAtByte";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("bytes", bytes);
        }

        @Override
        public boolean knowsSession() {
            return false;
        }

        @Override
        public Consumer<Seam.Opened> onOpened() {
            return seam -> seam.cutAtByte(bytes);
        }
    }

    /**
     * Cuts the TCP connection at random instead of obeying, or instead of sending, a frame. Equal seeds and equal traffic
     * give equal cuts.
     *
     * @param seed where the dice start
     * @param probability how likely each frame is hit, from 0 to 1
     */
    record RandomDrop(long seed, double probability) implements ConnectionFault {
        /**
         * Checks the parameters.
         *
         * @param seed where the dice start
         * @param probability how likely each frame is hit, from 0 to 1
         */
        public RandomDrop {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("probability must be from 0 to 1, not " + probability);
            }
        }

        @Override
        public String verb() {
            return "random";
        }

        @Override
        public Map<String, Object> parameters() {
            return Bounds.ordered("seed", seed, "probability", probability);
        }

        @Override
        public Consumer<Seam.Receiving> onReceiving(Seam.Frame frame) {
            return Seam.Receiving::cut;
        }

        @Override
        public Consumer<Seam.Sending> onSending(Seam.Frame frame) {
            return Seam.Sending::cut;
        }
    }

    /**
     * Falls silent: nothing is sent any more, no pong, no close frame, while TCP stays open and frames are still read and
     * obeyed. Applies to connections that are open when it is switched on, and to others at their next frame or ping.
     */
    record StallAnswers() implements ConnectionFault {
        @Override
        public String verb() {
            return "stallAnswers";
        }

        @Override
        public Consumer<Seam.Standing> onStanding() {
            return Seam.Standing::stall;
        }

        @Override
        public Consumer<Seam.Standing> onPing() {
            return onStanding();
        }
    }

    /**
     * Closes a connection with a close frame. Applies to connections that are open when it is switched on, and to others
     * at their next frame, which then has no effect.
     *
     * @param code the close code, one that may stand in a frame
     * @param reason the close reason, at most 123 bytes
     */
    record CloseWith(int code, String reason) implements ConnectionFault {
        /**
         * Checks the parameters.
         *
         * @param code the close code, one that may stand in a frame
         * @param reason the close reason, at most 123 bytes
         */
        public CloseWith {
            Bounds.closeFrame(code, reason);
        }

        @Override
        public String verb() {
            return "closeWith";
        }

        @Override
        public Map<String, Object> parameters() {
            return Bounds.ordered("code", code, "reason", reason);
        }

        @Override
        public Consumer<Seam.Standing> onStanding() {
            return seam -> seam.close(code, reason);
        }
    }

    /**
     * Stops reading for a while. Applies to connections that are open when it is switched on, and to others at their next
     * frame or ping.
     *
     * @param pause how long, not negative
     */
    record SlowReader(Duration pause) implements ConnectionFault {
        /**
         * Checks the parameters.
         *
         * @param pause how long, not negative
         */
        public SlowReader {
            Bounds.atLeast(0, pause.toMillis(), "millis");
        }

        @Override
        public String verb() {
            return "slowReader";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("millis", pause.toMillis());
        }

        @Override
        public Consumer<Seam.Standing> onStanding() {
            return seam -> seam.readSlowly(pause);
        }

        @Override
        public Consumer<Seam.Standing> onPing() {
            return onStanding();
        }
    }
}
