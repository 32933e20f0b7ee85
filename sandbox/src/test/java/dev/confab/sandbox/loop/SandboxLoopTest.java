package dev.confab.sandbox.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls, time and end of the loop. */
@Timeout(240)
class SandboxLoopTest {

    @Test
    void calls_run_one_at_a_time_on_one_thread_and_hand_back_answers_and_failures() {
        SandboxLoop loop = SandboxLoop.start(SandboxClock.system());
        try {
            Thread thread = loop.call(Thread::currentThread);
            assertEquals(thread, loop.call(() -> loop.call(Thread::currentThread)));
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> loop.call(() -> {
                        throw new IllegalArgumentException("no");
                    }));
            assertEquals("no", e.getMessage());
        } finally {
            loop.close();
        }
    }

    @Test
    void timers_follow_the_advanced_clock_in_the_order_of_their_due_times() {
        SandboxLoop loop = SandboxLoop.start(SandboxClock.system());
        try {
            List<String> ran = new CopyOnWriteArrayList<>();
            loop.call(() -> {
                loop.after(Duration.ofHours(2), () -> ran.add("late"));
                loop.after(Duration.ofHours(1), () -> ran.add("first"));
                loop.after(Duration.ofHours(1), () -> {
                    ran.add("second");
                    loop.after(Duration.ofHours(1), () -> ran.add("from within"));
                });
                loop.advance(Duration.ofMinutes(61));
                return true;
            });
            assertEquals(List.of("first", "second"), ran);
            loop.call(() -> {
                loop.advance(Duration.ofHours(3));
                return true;
            });
            assertEquals(List.of("first", "second", "late", "from within"), ran);
        } finally {
            loop.close();
        }
    }

    @Test
    void timers_fire_by_themselves_and_never_early() throws Exception {
        SandboxLoop loop = SandboxLoop.start(SandboxClock.system());
        try {
            for (int millis : new int[] {0, 1, 2, 7}) {
                CompletableFuture<Duration> took = new CompletableFuture<>();
                loop.call(() -> {
                    Instant start = loop.clock().instant();
                    loop.after(
                            Duration.ofMillis(millis),
                            () -> took.complete(
                                    Duration.between(start, loop.clock().instant())));
                    return true;
                });
                assertTrue(took.get(60, TimeUnit.SECONDS).toMillis() >= millis);
            }
        } finally {
            loop.close();
        }
    }

    @Test
    void a_task_that_fails_does_not_stop_the_timers_behind_it() throws Exception {
        SandboxLoop loop = SandboxLoop.start(SandboxClock.system());
        try {
            CompletableFuture<String> ran = new CompletableFuture<>();
            loop.call(() -> {
                loop.after(Duration.ofHours(1), () -> {
                    throw new IllegalStateException("on purpose");
                });
                loop.after(Duration.ofHours(1), () -> ran.complete("ran"));
                return true;
            });
            assertThrows(
                    IllegalStateException.class,
                    () -> loop.call(() -> {
                        loop.advance(Duration.ofHours(1));
                        return true;
                    }));
            assertEquals("ran", ran.get(60, TimeUnit.SECONDS));
        } finally {
            loop.close();
        }
    }

    @Test
    void after_the_end_calls_run_on_the_caller() {
        SandboxLoop loop = SandboxLoop.start(SandboxClock.system());
        Thread thread = loop.call(Thread::currentThread);
        loop.close();
        loop.close();
        assertFalse(thread.isAlive());
        assertEquals(Thread.currentThread(), loop.call(Thread::currentThread));
    }
}
