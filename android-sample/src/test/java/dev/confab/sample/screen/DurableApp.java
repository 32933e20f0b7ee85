package dev.confab.sample.screen;

import dev.confab.sample.service.ChatSession;
import dev.confab.transport.store.SessionStore;
import java.util.concurrent.CompletableFuture;

/** The app as it is, with the store and the Keystore of the device; its process can end. */
public final class DurableApp extends SampleApp {

    private CompletableFuture<? extends SessionStore> opened = new CompletableFuture<>();

    @Override
    CompletableFuture<? extends SessionStore> openStore() {
        opened = super.openStore();
        return opened;
    }

    /** The store, once it is open. */
    CompletableFuture<? extends SessionStore> store() {
        return opened;
    }

    /**
     * Another process with the same device: nothing is left but what is stored.
     *
     * @param session that of the process that ends; its client is closed already
     */
    void begin(ChatSession session) throws Exception {
        session.client().closeAsync().join();
        ((AutoCloseable) opened.join()).close();
        onCreate(); // makes all that lives as long as the process
    }
}
