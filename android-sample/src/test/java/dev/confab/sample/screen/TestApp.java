package dev.confab.sample.screen;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sample.service.ChatSession;
import dev.confab.transport.store.InMemorySessionStore;
import dev.confab.transport.store.SessionStore;
import java.util.concurrent.CompletableFuture;

/** The app without the Keystore and the network of a device, which a pretended one does not have. */
public final class TestApp extends SampleApp {

    @Override
    CompletableFuture<? extends SessionStore> openStore() {
        return CompletableFuture.completedFuture(new InMemorySessionStore());
    }

    @Override
    ChatSession.ClientFactory clients() {
        return AsyncMessagingClient::create;
    }
}
