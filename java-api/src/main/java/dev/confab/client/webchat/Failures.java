package dev.confab.client.webchat;

import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What failures are to callers. */
final class Failures {

    private Failures() {}

    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause(cause) : failure;
    }

    /** As a command is rejected with it: everything that did not come from us is something about the service. */
    static Throwable rejection(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof WebChatRejection || cause instanceof CancellationException || cause instanceof Error) {
            return cause;
        }
        MessagingException told = cause instanceof MessagingException
                ? (MessagingException) cause
                : new MessagingException(
                        cause instanceof IllegalArgumentException
                                ? ErrorCode.INVALID_ARGUMENT
                                : ErrorCode.UNEXPECTED_ERROR,
                        String.valueOf(cause.getMessage()),
                        cause);
        return WebChatRejection.answered(WebChatResponse.failed(told));
    }

    static <T> CompletableFuture<T> failed(Throwable failure) {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.completeExceptionally(failure);
        return future;
    }
}
