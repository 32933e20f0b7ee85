package dev.confab.sandbox.amm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The times of changes. No two are the same, and none is 1 ms after another: clients ask for what changed after the last
 * time they know plus 1 ms (AMM notes B.5.1), and must miss nothing by it.
 */
final class Stamps {

    private static final Duration STEP = Duration.ofMillis(2);

    private final InstantSource clock;
    private Instant last;

    Stamps(InstantSource clock) {
        this.clock = clock;
        last = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Instant next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant soonest = last.plus(STEP);
        last = now.isAfter(soonest) ? now : soonest;
        return last;
    }

    Instant now() {
        return clock.instant();
    }

    /** The time of the last change of anything. */
    Instant last() {
        return last;
    }
}
