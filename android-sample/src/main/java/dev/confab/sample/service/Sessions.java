package dev.confab.sample.service;

import dev.confab.sample.chat.Ticker;
import dev.confab.transport.store.SessionStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The session of the process: begun when it is first asked for, and begun anew for other settings. For the thread of the screen. */
public final class Sessions {

    private final Supplier<CompletableFuture<? extends SessionStore>> stores;
    private final Supplier<ServiceSettings> settings;
    private final ChatSession.ClientFactory clients;
    private final Ticker ticker;
    private final Executor screen;
    private CompletableFuture<? extends SessionStore> store;
    private @Nullable ChatSession session;

    /**
     * Opens the store at once.
     *
     * @param stores opens the store, away from the thread of the screen
     * @param settings those that are saved
     * @param clients makes clients
     * @param ticker time on the thread of the screen
     * @param screen runs tasks on that thread, in order
     */
    public Sessions(
            Supplier<CompletableFuture<? extends SessionStore>> stores,
            Supplier<ServiceSettings> settings,
            ChatSession.ClientFactory clients,
            Ticker ticker,
            Executor screen) {
        this.stores = stores;
        this.settings = settings;
        this.clients = clients;
        this.ticker = ticker;
        this.screen = screen;
        store = stores.get();
    }

    /**
     * The session with the service of the settings. A store that did not open is opened anew for whoever asks next: the
     * Keystore may answer then.
     *
     * @return completes on the thread of the screen; fails with a {@code StoreException}, or an {@link
     *     IllegalArgumentException} where the settings cannot work
     */
    public CompletableFuture<ChatSession> current() {
        if (store.isCompletedExceptionally()) {
            store = stores.get();
        }
        return store.thenApplyAsync(this::sessionIn, screen);
    }

    /** The settings may have changed: whoever asks next gets a session with the service that is set now. */
    public void restart() {
        if (session != null && !session.settings().equals(settings.get())) {
            session.close();
            session = null;
        }
    }

    /**
     * What was stored cannot be read: begins as another guest.
     *
     * @param forgotten completes when nothing of it is left
     */
    public void beginAnew(CompletableFuture<?> forgotten) {
        store = forgotten.thenCompose(done -> stores.get());
    }

    private ChatSession sessionIn(SessionStore opened) {
        if (session == null) {
            session = ChatSession.open(settings.get(), opened, clients, ticker, screen);
            session.presenter().connect();
        }
        return session;
    }
}
