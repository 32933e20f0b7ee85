package dev.confab.sandbox.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time the sandbox believes in: a source plus an offset that can be moved forward, so that a session of 72 hours can
 * expire in a test. Expiries, tokens, rate windows and timers all follow it. Precision is one millisecond, as on the wire.
 *
 * <p>Not thread-safe: it belongs to the event loop, as does everything that asks it.
 */
public final class SandboxClock implements InstantSource {

    private final InstantSource source;
    private Duration offset = Duration.ZERO;

    /**
     * Makes a clock over a source.
     *
     * @param source the time before any advance
     */
    public SandboxClock(InstantSource source) {
        this.source = source;
    }

    /**
     * Makes a clock that starts at the system's time and then counts elapsed time, so that a correction of the system
     * clock neither fires timers early nor holds them back.
     *
     * @return a new clock
     */
    public static SandboxClock system() {
        Instant start = Instant.now();
        long startNanos = System.nanoTime();
        return new SandboxClock(() -> start.plusNanos(System.nanoTime() - startNanos));
    }

    @Override
    public Instant instant() {
        return source.instant().plus(offset).truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Moves the time forward.
     *
     * @param step how far, not negative: nothing here may live a second time
     * @throws IllegalArgumentException when the step is negative
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("The clock can only be advanced, not set back: " + step);
        }
        offset = offset.plus(step);
    }
}
