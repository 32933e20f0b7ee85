package dev.confab.sample.chat;

/** Time for a screen: the main thread's in the app, a hand-turned one in a test. All tasks run on the thread of the screen. */
public interface Ticker {

    /** The time of day in milliseconds since the epoch. */
    long nowMillis();

    /**
     * Runs a task later.
     *
     * @param millis how much later
     * @return takes the task back as long as it has not begun
     */
    Timer after(long millis, Runnable task);

    /** A task that waits. */
    interface Timer {

        /** Takes the task back; without effect once it has begun. */
        void cancel();
    }
}
