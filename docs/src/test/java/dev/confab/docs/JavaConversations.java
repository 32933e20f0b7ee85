package dev.confab.docs;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.NewConversation;
import java.util.concurrent.CompletableFuture;

final class JavaConversations {
    // snippet:java-conversations
    static CompletableFuture<Message> beginWith(AsyncMessagingClient client, String address, String words) {
        return client.createConversation(NewConversation.with(address)) // a draft: nobody is told yet
                .thenApply(Conversation::getId)
                .thenCompose(id -> client.send(id, new Draft(words))); // begins at the service, and invites
    }
    // snippet-end

    private JavaConversations() {}
}
