package dev.confab.docs;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

final class JavaErrors {
    // snippet:java-errors
    static String sendOrExplain(AsyncMessagingClient client, String text) {
        try {
            return client.send(text).join().getText();
        } catch (CompletionException failed) {
            if (!(failed.getCause() instanceof MessagingException)) {
                throw failed;
            }
            var cause = (MessagingException) failed.getCause();
            if (cause.getCode().equals(ErrorCode.MESSAGE_TOO_LONG)) {
                return "Please say it in fewer words.";
            }
            return cause.getCode().isRetryable()
                    ? "Please try again."
                    : cause.getCode().getName();
        }
    }
    // snippet-end

    // snippet:java-cancel
    static CompletableFuture<Message> sendWithin(AsyncMessagingClient client, String text, Duration limit) {
        // Cancels the call, too: a message that is still queued is taken back; one that has left is sent.
        return client.send(text).orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    // snippet-end

    private JavaErrors() {}
}
