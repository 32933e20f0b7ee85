package dev.confab.cli;

import dev.confab.transport.model.MessagingException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Ends a command with a sentence for the person who typed it. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Makes a failure.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message what happened and what to do
     * @param cause shown with {@code --debug} only
     */
    public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /**
     * Says in one or two sentences why a future failed.
     *
     * @param failure what the future failed with
     * @return what happened
     */
    public static String reasonOf(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        // Ours say already what to do; of others the kind says more than the text.
        return cause instanceof MessagingException ? message : cause.getClass().getSimpleName() + ": " + message;
    }
}
