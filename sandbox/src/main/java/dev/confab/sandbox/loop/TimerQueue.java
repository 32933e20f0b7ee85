package dev.confab.sandbox.loop;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Tasks in the order of their due times; equal times keep the order in which they were added. */
final class TimerQueue {

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingLong(Timer::number));
    private long added;

    void add(Instant due, Runnable task) {
        timers.add(new Timer(due, added++, task));
    }

    @Nullable
    Instant nextDue() {
        Timer first = timers.peek();
        return first == null ? null : first.due();
    }

    /** Takes the first task that is due, or null. */
    @Nullable
    Runnable takeDue(Instant now) {
        Timer first = timers.peek();
        if (first == null || first.due().isAfter(now)) {
            return null;
        }
        timers.remove();
        return first.task();
    }

    private record Timer(Instant due, long number, Runnable task) {}
}
