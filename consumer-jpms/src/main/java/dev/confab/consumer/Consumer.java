package dev.confab.consumer;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.ClientPublishers;
import dev.confab.client.MessagingListener;
import dev.confab.client.webmessaging.sdk.WebMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends a message to a sandbox and hears its echo, from a named module; prints OK when all of that worked. */
public final class Consumer {
    private Consumer() {}

    /**
     * Runs it.
     *
     * @param arguments none
     * @throws Exception when anything did not work
     */
    public static void main(String[] arguments) throws Exception {
        List<Class<?>> used =
                List.of(AsyncMessagingClient.class, WebMessagingClient.class, Message.class, Sandbox.class);
        for (Class<?> type : used) {
            if (!type.getModule().isNamed()) {
                throw new IllegalStateException(type + " is not in a named module: run this on the module path.");
            }
        }
        try (Sandbox sandbox = Sandbox.start();
                AsyncMessagingClient client =
                        AsyncMessagingClient.create(WebMessagingOptions.builder(Deployment.DEFAULT_ID)
                                .loopbackEndpoint(sandbox.url())
                                .build())) {
            CompletableFuture<String> echo = new CompletableFuture<>();
            client.addListener(new MessagingListener() {
                @Override
                public void onMessageInserted(Message message) {
                    if (message.getDirection() == Direction.OUTBOUND) {
                        echo.complete(message.getText());
                    }
                }
            });
            ClientPublishers.of(client);
            client.connect().thenCompose(state -> client.send("from a module")).get(30, TimeUnit.SECONDS);
            if (!echo.get(30, TimeUnit.SECONDS).equals("from a module")) {
                throw new IllegalStateException("The echo was another one.");
            }
        }
        System.out.println("OK");
    }
}
