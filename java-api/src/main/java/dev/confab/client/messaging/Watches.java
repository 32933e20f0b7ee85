package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everybody who watches something of one service. */
final class Watches {

    private final Set<Watch<?>> all = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /**
     * From now on the changes of a value are told.
     *
     * @param value reads volatile fields only
     */
    <V extends @Nullable Object> Subscription add(Supplier<V> value, Executor executor, Watch.Change<V> change) {
        Watch<V> watch = new Watch<>(value, executor, change, all::remove);
        all.add(watch);
        // After the adding: an end that comes between closes the watch, one that came before is seen here.
        if (ended) {
            watch.close();
        } else {
            // What changed between its first look and its place among the others.
            watch.look();
        }
        return watch;
    }

    /** To be called after each change, and not under a lock. */
    void look() {
        for (Watch<?> watch : all) {
            watch.look();
        }
    }

    /** Nobody is told anything any more. */
    void end() {
        ended = true;
        for (Watch<?> watch : all) {
            watch.close();
        }
    }
}
