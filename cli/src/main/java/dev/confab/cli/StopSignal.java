package dev.confab.cli;

import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;

/** How a command that serves is told to stop. */
public interface StopSignal {

    /**
     * Returns when the command shall stop.
     *
     * @throws InterruptedException when the waiting was interrupted
     */
    void await() throws InterruptedException;

    /** Ctrl-C and SIGTERM. They are taken only from the moment that somebody waits for them. */
    static StopSignal ofProcess() {
        return () -> {
            CountDownLatch stop = new CountDownLatch(1);
            // Taken, so that the process can end by itself with exit code 0 instead of being ended with 130 or 143.
            Signals.register("INT", stop::countDown);
            Signals.register("TERM", stop::countDown);
            stop.await();
        };
    }
}
