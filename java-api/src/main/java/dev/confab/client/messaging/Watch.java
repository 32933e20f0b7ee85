package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one subscriber when a value is another one than was told last. Of a value that changes while the subscriber is busy only the newest is
 * told, so that a slow subscriber costs nothing and holds up nobody.
 */
final class Watch<V extends @Nullable Object> implements Subscription {

    /** Is told of a change. */
    interface Change<V extends @Nullable Object> {
        void changed(V before, V now);
    }

    /** Reads fields that are volatile, and takes no lock: it is asked under one. */
    private final Supplier<V> value;

    private final Executor executor;
    private final Change<V> change;
    private final Consumer<Watch<?>> onClosed;

    // All guarded by this.
    private V told;
    private boolean running;
    private boolean closed;

    Watch(Supplier<V> value, Executor executor, Change<V> change, Consumer<Watch<?>> onClosed) {
        this.value = value;
        this.executor = executor;
        this.change = change;
        this.onClosed = onClosed;
        this.told = value.get();
    }

    /** Something changed, perhaps this. Not under a lock: the executor may run its tasks at once. */
    void look() {
        synchronized (this) {
            if (running || !isNew()) {
                return;
            }
            running = true;
        }
        execute();
    }

    private boolean isNew() {
        return !closed && !Objects.equals(told, value.get());
    }

    private void execute() {
        try {
            executor.execute(this::tell);
        } catch (RuntimeException | Error refused) {
            // Without an executor there is nobody to tell any more.
            close();
            report(refused);
        }
    }

    private void tell() {
        V before;
        V now;
        synchronized (this) {
            if (!isNew()) {
                running = false;
                return;
            }
            before = told;
            now = value.get();
            told = now;
        }
        try {
            change.changed(before, now);
        } catch (Throwable thrown) {
            report(thrown);
        }
        synchronized (this) {
            running = isNew();
            if (!running) {
                return;
            }
        }
        execute();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        onClosed.accept(this);
    }

    /** For what nobody else can be told. */
    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
