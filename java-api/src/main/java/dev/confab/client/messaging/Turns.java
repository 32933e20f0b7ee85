package dev.confab.client.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wishes that reach the client in the order in which they were made: each begins when the one before is done, however that went. */
final class Turns {

    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    <T extends @Nullable Object> CompletableFuture<T> next(Supplier<CompletableFuture<T>> wish) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<?> before;
        CompletableFuture<T> outcome = mine.thenCompose(turn -> wish.get());
        synchronized (this) {
            before = last;
            last = outcome;
        }
        // Not under the lock: what is done already lets this one begin here and now.
        Outcomes.forget(before.handle((done, failure) -> mine.complete(null)));
        return outcome;
    }
}
