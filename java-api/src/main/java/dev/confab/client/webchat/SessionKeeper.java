package dev.confab.client.webchat;

import dev.confab.transport.jvm.CallbackThreads;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Speaks with the store of a service, one call at a time and in order, on threads where blocking is allowed. */
final class SessionKeeper {

    private final SessionDataStore store;
    private final Consumer<Throwable> failed;
    private final Turns turns = new Turns(CallbackThreads.getExecutor());

    SessionKeeper(SessionDataStore store, Consumer<Throwable> failed) {
        this.store = store;
        this.failed = failed;
    }

    CompletableFuture<@Nullable String> load() {
        return call(store::load);
    }

    CompletableFuture<@Nullable String> save(String data) {
        return call(() -> {
            store.save(data);
            return null;
        });
    }

    CompletableFuture<@Nullable String> delete() {
        return call(() -> {
            store.delete();
            return null;
        });
    }

    /** A store that fails is told of; the chat goes on as if there were nothing in it. */
    private CompletableFuture<@Nullable String> call(Access access) {
        CompletableFuture<@Nullable String> done = new CompletableFuture<>();
        turns.execute(() -> {
            try {
                done.complete(access.make());
            } catch (Exception | Error broken) {
                failed.accept(broken);
                done.complete(null);
            }
        });
        return done;
    }

    private interface Access {
        @Nullable
        String make() throws Exception;
    }
}
