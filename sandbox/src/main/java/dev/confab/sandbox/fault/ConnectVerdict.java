package dev.confab.sandbox.fault;

import org.jspecify.annotations.Nullable;

/** What the faults want with a request for a connection, for the service to ask. */
public final class ConnectVerdict implements Seam.Connecting {

    private @Nullable Integer status;
    private int retryAfterSeconds;
    private boolean reset;

    /** Makes a verdict that wants nothing. */
    public ConnectVerdict() {}

    @Override
    public void refuse(int refusal, int seconds) {
        status = refusal;
        retryAfterSeconds = seconds;
    }

    @Override
    public void reset() {
        reset = true;
    }

    /**
     * Tells with which HTTP status to refuse.
     *
     * @return the status, null for none
     */
    public @Nullable Integer status() {
        return status;
    }

    /**
     * Tells what a refusal says about when to try again.
     *
     * @return seconds, 0 for no word about it
     */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /**
     * Tells whether to reset the TCP connection instead of an answer.
     *
     * @return true when it is
     */
    public boolean resets() {
        return reset;
    }
}
