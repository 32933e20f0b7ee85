package dev.confab.sandbox.fault;

import java.time.Duration;

/** What the faults want with an upload or a download, for the service to ask. */
public final class TransferVerdict implements Seam.Transferring {

    /** Stands for no fault, in all of its numbers. */
    public static final int NONE = -1;

    /** The status that stands for a TCP reset. */
    public static final int RESET = 0;

    private int status = NONE;
    private long cutAfter = NONE;
    private int refusal;
    private Duration delay = Duration.ZERO;

    /** Makes a verdict that wants nothing. */
    public TransferVerdict() {}

    @Override
    public void fail(int failure) {
        status = failure;
    }

    @Override
    public void reset() {
        status = RESET;
    }

    @Override
    public void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    @Override
    public void delay(Duration more) {
        delay = delay.plus(more);
    }

    @Override
    public void refuseFile(int errorCode) {
        refusal = errorCode;
    }

    /**
     * Tells which error to answer with.
     *
     * @return the HTTP status, {@link #RESET} or {@link #NONE}
     */
    public int status() {
        return status;
    }

    /**
     * Tells how many bytes of the body still go through.
     *
     * @return the bytes, or {@link #NONE}
     */
    public long cutsAfter() {
        return cutAfter;
    }

    /**
     * Tells the error code that an upload is to fail with.
     *
     * @return the code, 0 for none
     */
    public int refusalCode() {
        return refusal;
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
