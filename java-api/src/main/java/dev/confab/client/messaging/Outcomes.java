package dev.confab.client.messaging;

import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Futures whose failures are what failed, and not what carried it. */
final class Outcomes {

    private Outcomes() {}

    static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> then(
            CompletableFuture<T> future, Function<? super T, ? extends R> after) {
        CompletableFuture<R> result = new CompletableFuture<>();
        forget(future.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(cause(failure));
                return;
            }
            try {
                result.complete(after.apply(value));
            } catch (RuntimeException | Error thrown) {
                result.completeExceptionally(thrown);
            }
        }));
        return result;
    }

    /** What is thrown at once is a failure like any other. */
    static <T extends @Nullable Object> CompletableFuture<T> calling(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error thrown) {
            return failed(thrown);
        }
    }

    /** Completes a future as another one does. */
    static <T extends @Nullable Object> void follow(CompletableFuture<T> future, CompletableFuture<T> to) {
        forget(future.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(cause(failure));
            }
        }));
    }

    static <T extends @Nullable Object> CompletableFuture<T> failed(Throwable failure) {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.completeExceptionally(failure);
        return future;
    }

    static <T extends @Nullable Object> CompletableFuture<T> failed(ErrorCode code, String message) {
        return failed(new MessagingException(code, message));
    }

    /** What failed. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean isCarrier = failure instanceof CompletionException || failure instanceof ExecutionException;
        return isCarrier && cause != null ? cause(cause) : failure;
    }

    /** What failed, as the one exception of the library. */
    static MessagingException failure(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof MessagingException
                ? (MessagingException) cause
                : new MessagingException(ErrorCode.UNEXPECTED_ERROR, String.valueOf(cause.getMessage()), cause);
    }

    /** For what nobody waits for: how it went is told elsewhere, or does not matter. */
    static void forget(CompletableFuture<?> future) {
        Objects.requireNonNull(future);
    }
}
