package dev.confab.android;

import android.os.Looper;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.robolectric.Shadows;

/** Waits with a deadline, and lets the main thread of Robolectric do its work meanwhile. */
final class Await {

    private static final long SECONDS = 60;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("Not within " + SECONDS + " s: " + what);
            Shadows.shadowOf(Looper.getMainLooper()).idle();
            LockSupport.parkNanos(1_000_000);
        }
    }

    static <T> T result(Future<T> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }
}
