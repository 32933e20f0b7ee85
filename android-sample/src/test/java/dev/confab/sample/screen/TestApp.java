package dev.confab.sample.screen;

import dev.confab.transport.store.InMemorySessionStore;
import dev.confab.transport.store.SessionStore;
import dev.confab.transport.store.StoreException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The app without the Keystore, which a pretended device does not have. */
public final class TestApp extends SampleApp {

    /** Why the store of the device does not open; null: it does. */
    @Nullable
    StoreException trouble;

    @Override
    CompletableFuture<? extends SessionStore> openStore() {
        return trouble != null
                ? CompletableFuture.failedFuture(trouble)
                : CompletableFuture.completedFuture(new InMemorySessionStore());
    }
}
