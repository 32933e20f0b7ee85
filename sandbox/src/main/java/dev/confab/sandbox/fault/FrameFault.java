package dev.confab.sandbox.fault;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Faults of single frames on their way to the guest. */
public sealed interface FrameFault extends Fault {

    /**
     * Holds back a frame, and with it all that follow on its connection, so that their order stays.
     *
     * @param delay how long, not negative
     */
    record Delay(Duration delay) implements FrameFault {
        /**
         * Checks the parameters.
         *
         * @param delay how long, not negative
         */
        public Delay {
            Bounds.atLeast(0, delay.toMillis(), "millis");
        }

        @Override
        public String verb() {
            return "delay";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("millis", delay.toMillis());
        }

        @Override
        public Consumer<Seam.Sending> onSending(Seam.Frame frame) {
            return seam -> seam.delay(delay);
        }
    }

    /** Sends a frame twice. */
    record Duplicate() implements FrameFault {
        @Override
        public String verb() {
            return "duplicate";
        }

        @Override
        public Consumer<Seam.Sending> onSending(Seam.Frame frame) {
            return Seam.Sending::duplicate;
        }
    }

    /**
     * Does not send a frame; what it would have told has happened all the same.
     *
     * @param bodyClass only frames that tell this kind of thing, such as {@code JwtResponse}
     */
    record Swallow(String bodyClass) implements FrameFault {
        /**
         * Checks the parameters.
         *
         * @param bodyClass only frames that tell this kind of thing, such as {@code JwtResponse}
         */
        public Swallow {
            if (bodyClass.isBlank()) {
                throw new IllegalArgumentException("class must name a kind of frame, for example JwtResponse");
            }
        }

        @Override
        public String verb() {
            return "swallow";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("class", bodyClass);
        }

        @Override
        public @Nullable Consumer<Seam.Sending> onSending(Seam.Frame frame) {
            return bodyClass.equals(frame.bodyClass()) ? Seam.Sending::swallow : null;
        }
    }

    /** Sends a frame after the next one of its connection. */
    record Reorder() implements FrameFault {
        @Override
        public String verb() {
            return "reorder";
        }

        @Override
        public Consumer<Seam.Sending> onSending(Seam.Frame frame) {
            return Seam.Sending::swapWithNext;
        }
    }
}
