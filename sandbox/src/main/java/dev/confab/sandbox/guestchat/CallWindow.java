package dev.confab.sandbox.guestchat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Admits at most so many calls in any minute; refused calls do not count (guest chat protocol notes §5). */
final class CallWindow {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int limit;
    private final Deque<Instant> admitted = new ArrayDeque<>();

    /** Makes a window; a limit of 0 is none. */
    CallWindow(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** Tells 0, or after how many whole seconds (at least 1) to try again. */
    int admit(Instant now) {
        if (limit == 0) {
            return 0;
        }
        while (!admitted.isEmpty() && !admitted.getFirst().plus(WINDOW).isAfter(now)) {
            admitted.removeFirst();
        }
        if (admitted.size() < limit) {
            admitted.addLast(now);
            return 0;
        }
        long wait = Duration.between(now, admitted.getFirst().plus(WINDOW)).toMillis();
        return (int) ((wait + 999) / 1000);
    }
}
