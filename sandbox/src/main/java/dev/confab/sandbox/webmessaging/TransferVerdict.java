package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Seam;
import java.time.Duration;

/** What the faults want with an upload or a download. */
final class TransferVerdict implements Seam.Transferring {

    /** Stands for no fault, in all of its numbers. */
    static final int NONE = -1;

    /** The status that stands for a TCP reset. */
    static final int RESET = 0;

    private int status = NONE;
    private long cutAfter = NONE;
    private int refusal;
    private Duration delay = Duration.ZERO;

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

    /** The HTTP status to answer with, {@link #RESET} or {@link #NONE}. */
    int status() {
        return status;
    }

    /** How many bytes of the body still go through, or {@link #NONE}. */
    long cutsAfter() {
        return cutAfter;
    }

    /** The error code that an upload is to fail with, or 0. */
    int refusalCode() {
        return refusal;
    }

    Duration delay() {
        return delay;
    }
}
