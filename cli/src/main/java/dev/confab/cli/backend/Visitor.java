package dev.confab.cli.backend;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.store.SqliteSessionStore;

/** A guest without a sign-in. */
record Visitor(TransportOptions options) implements Backend.Guest {

    /** All that a conversation needs is in the session's own row. */
    @Override
    public void keep(SqliteSessionStore store, String guestName) {}

    @Override
    public Backend.Talk talk(MessagingClientConfig config) {
        return new Backend.Talk(AsyncMessagingClient.create(Confab.shared(), options, config), null);
    }
}
