package dev.confab.sandbox.fault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Faults of the REST calls by which a guest talks, at services where it talks by such. */
public sealed interface CallFault extends Fault {

    /**
     * Tells which operation is hit.
     *
     * @return its name as the service calls it, empty for all
     */
    String operation();

    /**
     * What it does to a call.
     *
     * @param seam what can be done
     */
    void act(Seam.Calling seam);

    @Override
    default @Nullable Consumer<Seam.Calling> onCalling(Seam.Call call) {
        return operation().isEmpty() || operation().equals(call.operation()) ? this::act : null;
    }

    /**
     * Answers with an error; the call has no effect.
     *
     * @param operation which operation is hit, empty for all
     * @param status the HTTP status, from 400 to 599; 0 to reset the TCP connection instead
     * @param code the error code in the body, empty for the usual one of the status
     * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
     */
    record Fail(String operation, int status, String code, int retryAfterSeconds) implements CallFault {
        /**
         * Checks the parameters.
         *
         * @param operation which operation is hit, empty for all
         * @param status the HTTP status, from 400 to 599; 0 to reset the TCP connection instead
         * @param code the error code in the body, empty for the usual one of the status
         * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
         */
        public Fail {
            Bounds.errorStatusOrReset(status);
            Bounds.atLeast(0, retryAfterSeconds, "retryAfterSeconds");
        }

        @Override
        public String verb() {
            return "failCall";
        }

        @Override
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("operation", operation);
            parameters.put("status", status);
            parameters.put("code", code);
            parameters.put("retryAfterSeconds", retryAfterSeconds);
            return parameters;
        }

        @Override
        public void act(Seam.Calling seam) {
            if (status == 0) {
                seam.reset();
            } else {
                seam.fail(status, code, retryAfterSeconds);
            }
        }
    }

    /**
     * Does what was asked for, and resets the TCP connection instead of the answer.
     *
     * @param operation which operation is hit, empty for all
     */
    record LoseAnswer(String operation) implements CallFault {
        @Override
        public String verb() {
            return "loseAnswer";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("operation", operation);
        }

        @Override
        public void act(Seam.Calling seam) {
            seam.loseAnswer();
        }
    }

    /**
     * Does what was asked for at once, and holds the answer back.
     *
     * @param operation which operation is hit, empty for all
     * @param delay how long, not negative
     */
    record DelayAnswer(String operation, Duration delay) implements CallFault {
        /**
         * Checks the parameters.
         *
         * @param operation which operation is hit, empty for all
         * @param delay how long, not negative
         */
        public DelayAnswer {
            Bounds.atLeast(0, delay.toMillis(), "millis");
        }

        @Override
        public String verb() {
            return "delayAnswer";
        }

        @Override
        public Map<String, Object> parameters() {
            return Bounds.ordered("operation", operation, "millis", delay.toMillis());
        }

        @Override
        public void act(Seam.Calling seam) {
            seam.delay(delay);
        }
    }
}
