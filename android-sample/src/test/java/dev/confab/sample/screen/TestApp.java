package dev.confab.sample.screen;

import dev.confab.transport.store.InMemorySessionStore;
import dev.confab.transport.store.SessionStore;
import dev.confab.transport.store.StoreException;
import java.util.concurrent.CompletableFuture;

/** The app without the Keystore, which a pretended device does not have. */
public final class TestApp extends SampleApp {

    /** Whether the store of the device does not open. */
    boolean closed;

    @Override
    CompletableFuture<? extends SessionStore> openStore() {
        return closed
                ? CompletableFuture.failedFuture(new StoreException("The Android Keystore does not answer."))
                : CompletableFuture.completedFuture(new InMemorySessionStore());
    }
}
