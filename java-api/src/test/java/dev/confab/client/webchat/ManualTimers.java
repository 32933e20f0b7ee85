package dev.confab.client.webchat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A clock that goes when it is told to. */
final class ManualTimers implements Timers {

    private record Waiting(long at, Executor executor, Runnable task) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private long now = System.currentTimeMillis();

    @Override
    public synchronized long nowMillis() {
        return now;
    }

    @Override
    public synchronized Runnable after(long millis, Executor executor, Runnable task) {
        Waiting one = new Waiting(now + millis, executor, task);
        waiting.add(one);
        return () -> remove(one);
    }

    private synchronized void remove(Waiting one) {
        waiting.remove(one);
    }

    void advance(long millis) {
        List<Waiting> due;
        synchronized (this) {
            now += millis;
            due = waiting.stream().filter(one -> one.at() <= now).toList();
            waiting.removeAll(due);
        }
        due.forEach(one -> one.executor().execute(one.task()));
    }
}
