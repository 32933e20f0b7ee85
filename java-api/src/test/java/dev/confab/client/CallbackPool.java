package dev.confab.client;

import dev.confab.transport.jvm.CallbackThreads;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** The threads of the callbacks, for tests that count threads. */
public final class CallbackPool {

    private static final int LIMIT = 64;

    private CallbackPool() {}

    /** The pool has up to 64 threads, of which a burst needs some: all of them are there before the counting. */
    public static void letGrow() {
        CountDownLatch inside = new CountDownLatch(LIMIT);
        IntStream.range(0, LIMIT).forEach(i -> CallbackThreads.getExecutor().execute(() -> {
            inside.countDown();
            Await.open(inside);
        }));
        Await.open(inside);
    }

    /** Without the workers that all coroutines of the process share: their number follows the work, up to a bound. */
    public static int countThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("DefaultDispatcher-worker"))
                .count();
    }
}
