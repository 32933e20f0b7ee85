package dev.confab.sandbox.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the faults want with a REST call, for the service to ask. */
public final class CallVerdict implements Seam.Calling {

    /**
     * An error to answer with.
     *
     * @param status the HTTP status
     * @param code the error code in the body, empty for the usual one of the status
     * @param retryAfterSeconds when to try again, 0 for no word about it
     */
    public record Failure(int status, String code, int retryAfterSeconds) {}

    private @Nullable Failure failure;
    private boolean reset;
    private boolean answerLost;
    private boolean expired;
    private Duration delay = Duration.ZERO;

    /** Makes a verdict that wants nothing. */
    public CallVerdict() {}

    @Override
    public void fail(int status, String code, int retryAfterSeconds) {
        failure = new Failure(status, code, retryAfterSeconds);
    }

    @Override
    public void reset() {
        reset = true;
    }

    @Override
    public void loseAnswer() {
        answerLost = true;
    }

    @Override
    public void delay(Duration more) {
        delay = delay.plus(more);
    }

    @Override
    public void expire() {
        expired = true;
    }

    /**
     * Tells which error to answer with instead of doing anything.
     *
     * @return the error, null for none
     */
    public @Nullable Failure failure() {
        return failure;
    }

    /**
     * Tells whether to reset the TCP connection instead of doing anything.
     *
     * @return true when the call has no effect
     */
    public boolean resets() {
        return reset;
    }

    /**
     * Tells whether to reset the TCP connection after doing what was asked.
     *
     * @return true when the answer is lost
     */
    public boolean losesAnswer() {
        return answerLost;
    }

    /**
     * Tells whether the session is to expire before anything else.
     *
     * @return true when it is
     */
    public boolean expires() {
        return expired;
    }

    /**
     * Tells how long to hold the answer back.
     *
     * @return the delay, zero for none
     */
    public Duration delay() {
        return delay;
    }
}
