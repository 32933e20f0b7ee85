package dev.confab.docs;

// snippet:java-quick-start
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.MessagingListener;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import java.util.concurrent.CompletableFuture;

// snippet-end
// Nobody waits for the end of the last call.
@SuppressWarnings("FutureReturnValueIgnored")
// snippet:java-quick-start
final class JavaQuickStart {
    static CompletableFuture<String> ask(String question, String url) {
        var options = WebMessagingOptions.builder("a0000000-0000-4000-8000-000000000001")
                .loopbackEndpoint(url) // the sandbox; for a real deployment: .region("mypurecloud.de")
                .build();
        var client = AsyncMessagingClient.create(options);
        var answer = new CompletableFuture<String>();
        client.addListener(new MessagingListener() {
            @Override
            public void onMessageInserted(Message message) {
                if (message.getDirection() == Direction.OUTBOUND) {
                    answer.complete(message.getText());
                }
            }
        });
        return client.connect()
                .thenCompose(state -> client.send(question)) // completes when there is proof that the service has it
                .thenCompose(sent -> answer)
                .whenComplete((text, failure) -> client.closeAsync());
    }

    private JavaQuickStart() {}
}
// snippet-end
