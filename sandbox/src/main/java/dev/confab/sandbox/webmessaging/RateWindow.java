package dev.confab.sandbox.webmessaging;

import java.time.Duration;
import java.time.Instant;

/**
 * Admits at most so many requests in any stretch of time of a given length. A request that comes up to 2 % early is let
 * through, as the network adds jitter to a client that keeps exactly to the limit. Refused requests do not count.
 */
final class RateWindow {

    /** The answer of {@link #admit} when there is no objection. */
    static final int ADMITTED = 0;

    private final Violations.Rate rate;
    private final long windowMillis;
    private final long[] admittedAt;
    private long admitted;

    /**
     * Makes a window.
     *
     * @param rate what it limits
     * @param limit how many requests, 0 for no limit
     * @param window in how much time
     */
    RateWindow(Violations.Rate rate, int limit, Duration window) {
        this.rate = rate;
        this.admittedAt = new long[limit];
        this.windowMillis = window.toMillis() * 98 / 100;
    }

    Violations.Rate rate() {
        return rate;
    }

    /** Tells {@link #ADMITTED}, or after how many whole seconds (at least 1) to try again. */
    int admit(Instant now) {
        if (admittedAt.length == 0) {
            return ADMITTED;
        }
        int slot = (int) (admitted % admittedAt.length);
        long freeAt = admittedAt[slot] + windowMillis;
        long wait = admitted < admittedAt.length ? 0 : freeAt - now.toEpochMilli();
        if (wait > 0) {
            return (int) ((wait + 999) / 1000);
        }
        admittedAt[slot] = now.toEpochMilli();
        admitted++;
        return ADMITTED;
    }
}
