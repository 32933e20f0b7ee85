package dev.confab.client.webchat;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time, and who waits for it. Tests bring their own. */
interface Timers {

    /** Milliseconds since the epoch: what is stored is compared by another process. */
    long nowMillis();

    /**
     * Runs a task later, as a task of an executor.
     *
     * @return ends the waiting
     */
    Runnable after(long millis, Executor executor, Runnable task);

    /** One daemon thread for all services, which only hands tasks over. */
    Timers SYSTEM = new Timers() {

        private static final long IDLE_SECONDS = 5;

        private final ScheduledThreadPoolExecutor clock = clock();

        @Override
        public long nowMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public Runnable after(long millis, Executor executor, Runnable task) {
            ScheduledFuture<?> waiting = clock.schedule(() -> executor.execute(task), millis, TimeUnit.MILLISECONDS);
            return () -> waiting.cancel(false);
        }

        private ScheduledThreadPoolExecutor clock() {
            ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "confab-webchat-clock");
                thread.setDaemon(true);
                return thread;
            });
            made.setRemoveOnCancelPolicy(true);
            // When no service waits for anything, nothing of it is left.
            made.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            made.allowCoreThreadTimeOut(true);
            return made;
        }
    };
}
