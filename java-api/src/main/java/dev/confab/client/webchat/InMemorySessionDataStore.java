package dev.confab.client.webchat;

import org.jspecify.annotations.Nullable;

/** Keeps session data as long as the process lives. Several services, one after the other, may share it. Thread-safe. */
public final class InMemorySessionDataStore implements SessionDataStore {

    private volatile @Nullable String data;

    /** An empty store. */
    public InMemorySessionDataStore() {}

    @Override
    public @Nullable String load() {
        return data;
    }

    @Override
    public void save(String data) {
        this.data = data;
    }

    @Override
    public void delete() {
        data = null;
    }
}
