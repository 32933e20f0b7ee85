package dev.confab.sample.service;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sample.chat.ChatPresenter;
import dev.confab.sample.chat.Ticker;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.store.SessionStore;
import java.util.TimeZone;
import java.util.concurrent.Executor;

/**
 * A client and the presenter of its screen. One for the process: it outlives every screen, and is closed only for one with
 * other settings. A back end with many conversations would give each a presenter here.
 */
public final class ChatSession {

    private final ServiceSettings settings;
    private final Address address;
    private final AsyncMessagingClient client;
    private final ChatPresenter presenter;

    private ChatSession(
            ServiceSettings settings, Address address, AsyncMessagingClient client, ChatPresenter presenter) {
        this.settings = settings;
        this.address = address;
        this.client = client;
        this.presenter = presenter;
    }

    /** Makes clients: on Android those that know when there is a network again. */
    public interface ClientFactory {
        /** A client that is not connected yet. */
        AsyncMessagingClient create(TransportOptions options, MessagingClientConfig config);
    }

    /**
     * Makes a session that is not connected yet.
     *
     * @param store keeps session, outbox and draft when the process ends
     * @param screen runs tasks on the thread of the screen
     * @throws IllegalArgumentException when the settings cannot work
     */
    public static ChatSession open(
            ServiceSettings settings, SessionStore store, ClientFactory clients, Ticker ticker, Executor screen) {
        Address address = Address.parse(settings.address(), settings.backend().hasRegions());
        MessagingClientConfig config = MessagingClientConfig.builder()
                .store(store, settings.sessionName())
                .build();
        AsyncMessagingClient client = clients.create(settings.options(address), config);
        ChatPresenter presenter = new ChatPresenter(client, ticker, screen, TimeZone.getDefault());
        return new ChatSession(settings, address, client, presenter);
    }

    /** What it was made with. */
    public ServiceSettings settings() {
        return settings;
    }

    /** Where it goes: what pictures may come from. */
    public Address address() {
        return address;
    }

    /** For what goes beside the presenter: hints of the network, downloads. */
    public AsyncMessagingClient client() {
        return client;
    }

    /** What its screen does. */
    public ChatPresenter presenter() {
        return presenter;
    }

    /** Ends it for good, without waiting. What is not sent yet stays in the store. */
    public void close() {
        var unused = client.closeAsync();
    }
}
