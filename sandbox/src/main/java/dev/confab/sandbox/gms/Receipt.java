package dev.confab.sandbox.gms;

import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.net.SocketLine;
import java.time.Duration;

/** What faults do with a frame that came in over a WebSocket. */
final class Receipt implements Seam.Receiving {

    private final SocketLine line;
    private boolean over;
    private boolean cutsAfterwards;

    Receipt(SocketLine line) {
        this.line = line;
    }

    /** Whether the frame has no effect any more. */
    boolean over() {
        return over;
    }

    boolean cutsAfterwards() {
        return cutsAfterwards;
    }

    @Override
    public void cut() {
        over = true;
        line.cut();
    }

    @Override
    public void cutAfterwards() {
        cutsAfterwards = true;
    }

    /** Rates are refused message by message, where calls are. */
    @Override
    public void refuseRate(int retryAfterSeconds) {}

    /** Chats expire message by message, where calls do. */
    @Override
    public void expire() {}

    @Override
    public void close(int code, String reason) {
        over = true;
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
