package dev.confab.client.webmessaging.sdk;

import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Futures that fail with the exception of this package. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails is told by the future that is looked at.
final class Futures {

    private Futures() {}

    /** Completes a future where blocking harms nobody. */
    static <T extends @Nullable Object> void settle(
            CompletableFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
        CallbackThreads.getExecutor().execute(() -> {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(WebMessagingException.of(failure));
            }
        });
    }

    /** The same outcome, with failures unwrapped; cancelling passes on. */
    static <T> CompletableFuture<T> typed(CompletableFuture<T> future) {
        return then(future, value -> value);
    }

    static <T, R> CompletableFuture<R> then(CompletableFuture<T> future, Function<T, R> after) {
        CompletableFuture<R> result = new CompletableFuture<>();
        future.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(WebMessagingException.of(failure));
                return;
            }
            try {
                result.complete(after.apply(value));
            } catch (RuntimeException | Error failed) {
                result.completeExceptionally(WebMessagingException.of(failed));
            }
        });
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                future.cancel(false);
            }
        });
        return result;
    }

    static <T> CompletableFuture<T> failed(Throwable failure) {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.completeExceptionally(failure);
        return future;
    }

    /** Waits; not for threads that run sessions. */
    static <T extends @Nullable Object> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw WebMessagingException.of(failed);
        } catch (InterruptedException interrupted) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new WebMessagingException(ErrorCode.CANCELLATION_ERROR, what + " was interrupted.");
        }
    }
}
