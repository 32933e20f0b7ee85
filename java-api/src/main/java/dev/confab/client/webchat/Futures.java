package dev.confab.client.webchat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Small parts for futures. */
final class Futures {

    private Futures() {}

    /** What is thrown at once is a failure like any other. */
    static <T> CompletableFuture<T> calling(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error thrown) {
            return Failures.failed(thrown);
        }
    }

    /** What becomes of a future. Cancelling it cancels that, too, which {@code thenApply} does not. */
    static <T, R> CompletableFuture<R> map(CompletableFuture<T> of, Function<? super T, ? extends R> made) {
        CompletableFuture<R> mapped = of.thenApply(made);
        forget(mapped.whenComplete((value, failure) -> {
            if (mapped.isCancelled()) {
                of.cancel(false);
            }
        }));
        return mapped;
    }

    /** To be thrown inside a stage. */
    static CompletionException completion(Throwable failure) {
        return new CompletionException(Failures.cause(failure));
    }

    /** For what nobody waits for: how it went is told elsewhere, or does not matter. */
    static void forget(CompletableFuture<?> future) {
        Objects.requireNonNull(future);
    }
}
