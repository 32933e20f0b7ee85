package dev.confab.sample.screen;

import dev.confab.transport.store.InMemorySessionStore;
import dev.confab.transport.store.SessionStore;
import java.util.concurrent.CompletableFuture;

/** The app without the Keystore, which a pretended device does not have. */
public final class TestApp extends SampleApp {

    @Override
    CompletableFuture<? extends SessionStore> openStore() {
        return CompletableFuture.completedFuture(new InMemorySessionStore());
    }
}
