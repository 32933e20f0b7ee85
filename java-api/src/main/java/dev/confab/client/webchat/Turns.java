package dev.confab.client.webchat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks one at a time and in order on threads of an executor: what they share needs no lock. Tasks do not throw. */
final class Turns implements Executor {

    private final Executor executor;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean running;

    Turns(Executor executor) {
        this.executor = executor;
    }

    /** Throws what the executor throws when it takes no task; what waits is forgotten then. */
    @Override
    public void execute(Runnable task) {
        synchronized (queue) {
            queue.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        next();
    }

    private void next() {
        try {
            executor.execute(this::turn);
        } catch (RuntimeException | Error refused) {
            synchronized (queue) {
                queue.clear();
                running = false;
            }
            throw refused;
        }
    }

    private void turn() {
        Runnable task = poll();
        if (task == null) {
            return;
        }
        try {
            task.run();
        } finally {
            boolean more;
            synchronized (queue) {
                more = !queue.isEmpty();
                running = more;
            }
            if (more) {
                next();
            }
        }
    }

    private @Nullable Runnable poll() {
        synchronized (queue) {
            return queue.poll();
        }
    }
}
