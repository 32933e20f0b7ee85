package dev.confab.sandbox.net;

import dev.confab.sandbox.fault.Seam;
import java.time.Duration;

/** Lets faults act on an open line at once. */
public final class LineFaults implements Seam.Standing {

    private final SocketLine line;

    /**
     * Exposes a line to faults.
     *
     * @param line the line
     */
    public LineFaults(SocketLine line) {
        this.line = line;
    }

    @Override
    public void close(int code, String reason) {
        line.close(code, reason);
    }

    @Override
    public void stall() {
        line.stall();
    }

    @Override
    public void readSlowly(Duration pause) {
        line.readSlowly(pause);
    }
}
