package dev.confab.client.webmessaging.sdk;

import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.jvm.SuspendedCalls;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings calls to one listener, one at a time and in order, on its executor. Whoever puts a call in is told when there is room for the next. */
final class ListenerQueue implements Runnable {

    /** As many calls may wait before the reading of the service does. */
    static final int ROOM = 64;

    /** After as many calls the executor gets a chance to do something else. */
    private static final int BATCH = 16;

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final SessionListener listener;
    private final Executor executor;
    private final Deque<Consumer<SessionListener>> waiting = new ArrayDeque<>();
    private boolean running;
    private @Nullable CompletableFuture<Void> room;
    private @Nullable CompletableFuture<Void> empty;
    private volatile boolean closed;
    private volatile @Nullable Thread caller;

    ListenerQueue(SessionListener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    SessionListener listener() {
        return listener;
    }

    /** Whether the given thread is inside a callback of this listener. */
    boolean isCalledOn(@Nullable Thread thread) {
        return thread != null && caller == thread;
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Complete when there is room for another call. */
    CompletableFuture<Void> put(Consumer<SessionListener> call) {
        CompletableFuture<Void> accepted;
        synchronized (this) {
            if (closed) {
                return DONE;
            }
            waiting.add(call);
            if (waiting.size() < ROOM) {
                accepted = DONE;
            } else {
                room = room == null ? new CompletableFuture<>() : room;
                accepted = room;
            }
            if (running) {
                return accepted;
            }
            running = true;
        }
        execute();
        return accepted;
    }

    /** Takes what waits away; a call that has begun runs to its end. */
    void close() {
        closed = true;
        synchronized (this) {
            waiting.clear();
        }
        settle();
    }

    /** Complete when everything was told, and in any case after the given time; then nothing more is told. */
    CompletableFuture<Void> finish(long millis) {
        CompletableFuture<Void> told;
        synchronized (this) {
            empty = running ? new CompletableFuture<>() : DONE;
            told = empty;
        }
        CompletableFuture<Void> late = SuspendedCalls.after(millis);
        return CompletableFuture.anyOf(told, late).handle((done, failure) -> {
            late.cancel(false);
            close();
            return null;
        });
    }

    @Override
    public void run() {
        for (int i = 0; i < BATCH; i++) {
            Consumer<SessionListener> call;
            synchronized (this) {
                call = waiting.poll();
            }
            if (call == null) {
                break;
            }
            call(call);
            settle();
        }
        boolean more;
        synchronized (this) {
            more = !waiting.isEmpty();
            running = more;
        }
        if (more) {
            execute();
        } else {
            settle();
        }
    }

    /** By way of the shared threads: an executor that runs its tasks at once, or refuses them, is foreign code too. */
    private void execute() {
        if (executor == CallbackThreads.getExecutor()) {
            executor.execute(this);
        } else {
            CallbackThreads.getExecutor().execute(this::executeElsewhere);
        }
    }

    private void executeElsewhere() {
        try {
            executor.execute(this);
        } catch (RuntimeException | Error refused) {
            boolean wasOpen = !closed;
            synchronized (this) {
                running = false;
            }
            close();
            if (wasOpen) {
                report(refused);
            }
        }
    }

    /** Wakes who waits; outside of the lock, for they run code of others. */
    private void settle() {
        CompletableFuture<Void> hasRoom = null;
        CompletableFuture<Void> isEmpty = null;
        synchronized (this) {
            if (waiting.size() < ROOM) {
                hasRoom = room;
                room = null;
            }
            if (!running) {
                isEmpty = empty;
            }
        }
        if (hasRoom != null) {
            hasRoom.complete(null);
        }
        if (isEmpty != null) {
            isEmpty.complete(null);
        }
    }

    private void call(Consumer<SessionListener> call) {
        if (closed) {
            return;
        }
        caller = Thread.currentThread();
        try {
            call.accept(listener);
        } catch (Throwable thrown) {
            report(thrown);
        } finally {
            caller = null;
        }
    }

    private void report(Throwable failure) {
        try {
            listener.onListenerError(failure);
        } catch (Throwable again) {
            again.addSuppressed(failure);
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, again);
        }
    }
}
