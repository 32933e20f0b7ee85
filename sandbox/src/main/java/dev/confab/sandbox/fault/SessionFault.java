package dev.confab.sandbox.fault;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Faults of what the service does with a session: its messages, its life, its history. */
public sealed interface SessionFault extends Fault {

    /** Stores a message and acknowledges it to nobody. */
    record SuppressEcho() implements SessionFault {
        @Override
        public String verb() {
            return "suppressEcho";
        }

        @Override
        public Consumer<Seam.Storing> onStoring() {
            return Seam.Storing::suppressEcho;
        }
    }

    /** Cuts the sender's TCP connection instead of storing a message. */
    record DropBeforeStore() implements SessionFault {
        @Override
        public String verb() {
            return "dropBeforeStore";
        }

        @Override
        public Consumer<Seam.Storing> onStoring() {
            return Seam.Storing::cutBefore;
        }
    }

    /** Stores a message and cuts the sender's TCP connection before the acknowledgement. */
    record DropAfterStore() implements SessionFault {
        @Override
        public String verb() {
            return "dropAfterStore";
        }

        @Override
        public Consumer<Seam.Storing> onStoring() {
            return Seam.Storing::cutAfter;
        }
    }

    /**
     * Refuses a message as too many, without storing it.
     *
     * @param retryAfterSeconds what the refusal says about when to try again, not negative
     */
    record RateLimit(int retryAfterSeconds) implements SessionFault {
        /**
         * Checks the parameters.
         *
         * @param retryAfterSeconds what the refusal says about when to try again, not negative
         */
        public RateLimit {
            Bounds.atLeast(0, retryAfterSeconds, "retryAfterSeconds");
        }

        @Override
        public String verb() {
            return "rateLimit";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("retryAfterSeconds", retryAfterSeconds);
        }

        @Override
        public @Nullable Consumer<Seam.Receiving> onReceiving(Seam.Frame frame) {
            return "onMessage".equals(frame.action()) ? seam -> seam.refuseRate(retryAfterSeconds) : null;
        }

        @Override
        public @Nullable Consumer<Seam.Calling> onCalling(Seam.Call call) {
            return call.message() ? seam -> seam.fail(429, "", retryAfterSeconds) : null;
        }
    }

    /** Lets the session expire just before it would do what a frame or call asks for. */
    record Expire() implements SessionFault {
        @Override
        public String verb() {
            return "expire";
        }

        @Override
        public @Nullable Consumer<Seam.Receiving> onReceiving(Seam.Frame frame) {
            String action = frame.action();
            return action == null || action.startsWith("configure") ? null : Seam.Receiving::expire;
        }

        @Override
        public Consumer<Seam.Calling> onCalling(Seam.Call call) {
            return Seam.Calling::expire;
        }
    }

    /**
     * Fails a page of history.
     *
     * @param status the HTTP status to answer with, from 400 to 599; 0 to reset the TCP connection instead
     * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
     */
    record FailHistory(int status, int retryAfterSeconds) implements SessionFault {
        /**
         * Checks the parameters.
         *
         * @param status the HTTP status to answer with, from 400 to 599; 0 to reset the TCP connection instead
         * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
         */
        public FailHistory {
            Bounds.errorStatusOrReset(status);
            Bounds.atLeast(0, retryAfterSeconds, "retryAfterSeconds");
        }

        /**
         * Says nothing about when to try again.
         *
         * @param status the HTTP status to answer with, from 400 to 599; 0 to reset the TCP connection instead
         */
        public FailHistory(int status) {
            this(status, 0);
        }

        @Override
        public String verb() {
            return "failHistory";
        }

        @Override
        public Map<String, Object> parameters() {
            return Bounds.ordered("status", status, "retryAfterSeconds", retryAfterSeconds);
        }

        @Override
        public Consumer<Seam.History> onHistory() {
            return seam -> {
                if (status == 0) {
                    seam.reset();
                } else {
                    seam.fail(status, retryAfterSeconds);
                }
            };
        }
    }
}
