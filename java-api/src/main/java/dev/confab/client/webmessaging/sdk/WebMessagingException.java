package dev.confab.client.webmessaging.sdk;

import dev.confab.transport.backend.TransportException;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What went wrong in this package: a code, and a message that says what happened to which object and what to do next. Unchecked. */
public final class WebMessagingException extends MessagingException {

    private static final long serialVersionUID = 1;

    /** How long the service asks to wait, in milliseconds; null when it does not say. */
    private final @Nullable Long retryAfterMillis;

    /**
     * Makes one of a code and a message.
     *
     * @param code what went wrong
     * @param message the same for a person, and the way out
     */
    public WebMessagingException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    private WebMessagingException(
            ErrorCode code, String message, @Nullable Throwable cause, @Nullable Long retryAfterMillis) {
        super(code, message, cause);
        this.retryAfterMillis = retryAfterMillis;
    }

    /** Whatever is asked of a client after its end. */
    static WebMessagingException closed() {
        return new WebMessagingException(ErrorCode.CLIENT_CLOSED, "This client is closed: make a new one.");
    }

    /** What a future of the library failed with, as an exception of this package. */
    static WebMessagingException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof WebMessagingException) {
            return (WebMessagingException) cause;
        }
        Long retryAfter = cause instanceof TransportException
                ? ((TransportException) cause).getFailure().getRetryAfterMillis()
                : null;
        ErrorCode code = cause instanceof MessagingException
                ? ((MessagingException) cause).getCode()
                : ErrorCode.UNEXPECTED_ERROR;
        return new WebMessagingException(code, String.valueOf(cause.getMessage()), cause, retryAfter);
    }

    /**
     * The number of the code: an HTTP status where a REST call or the handshake was refused.
     *
     * @return the number
     */
    public int getStatusCode() {
        return getCode().getValue();
    }

    /**
     * How long the service asks to wait.
     *
     * @return milliseconds, or null when it does not say
     */
    public @Nullable Long getRetryAfterMillis() {
        return retryAfterMillis;
    }
}
