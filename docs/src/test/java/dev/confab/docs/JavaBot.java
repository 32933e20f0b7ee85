package dev.confab.docs;

// snippet:java-bot
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.MessagingListener;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Answers whatever the other side says, until that ends the conversation. */
final class JavaBot implements MessagingListener, AutoCloseable {
    private final AsyncMessagingClient client;
    private final UnaryOperator<String> answers;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    JavaBot(TransportOptions options, UnaryOperator<String> answers) {
        this.client = AsyncMessagingClient.create(options);
        this.answers = answers;
        client.addListener(this);
    }

    CompletableFuture<Void> run(String opening) {
        return client.connect().thenCompose(state -> client.send(opening)).thenCompose(sent -> ended);
    }

    @Override
    public void onMessageInserted(Message message) {
        if (message.getDirection() == Direction.OUTBOUND && !ended.isDone()) {
            client.send(answers.apply(message.getText())).exceptionally(failed -> {
                ended.completeExceptionally(failed);
                return null;
            });
        }
    }

    @Override
    public void onConversationDisconnected(MessagingEvent.ConversationDisconnected disconnected) {
        ended.complete(null);
    }

    @Override
    public void close() {
        ended.complete(null); // run() waits no longer
        client.close(); // at most ten seconds; afterwards no callback begins
    }
}
// snippet-end
