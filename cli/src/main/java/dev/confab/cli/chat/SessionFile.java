package dev.confab.cli.chat;

import dev.confab.cli.CommandFailure;
import dev.confab.cli.ExitCode;
import dev.confab.cli.backend.Backend;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.store.DraftRecord;
import dev.confab.transport.store.SqliteSessionStore;
import dev.confab.transport.store.StoreException;
import dev.confab.transport.store.StoredSession;
import dev.confab.transport.store.TinkKeyFile;
import java.nio.file.Path;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import org.jspecify.annotations.Nullable;

/** One session in a store on disk, encrypted with the key that lies beside it. */
public final class SessionFile implements AutoCloseable {

    private final SqliteSessionStore store;
    private final String sessionName;
    private final StoredSession stored;

    private SessionFile(SqliteSessionStore store, String sessionName, StoredSession stored) {
        this.store = store;
        this.sessionName = sessionName;
        this.stored = stored;
    }

    /**
     * Opens the store, or makes it, and reads the session.
     *
     * @param file the store; its key is in the file of that name with {@code .key} at its end
     * @param sessionName which of its sessions; one that it does not know is new
     * @throws CommandFailure when the store cannot be used
     */
    public static SessionFile open(Path file, String sessionName) throws InterruptedException {
        try {
            SqliteSessionStore store = SqliteSessionStore.open(
                    file.toFile(),
                    TinkKeyFile.openOrCreate(Path.of(file + ".key").toFile()));
            try {
                return new SessionFile(store, sessionName, load(store, sessionName));
            } catch (StoreException | InterruptedException failed) {
                store.close();
                throw failed;
            }
        } catch (StoreException refused) {
            throw new CommandFailure(
                    ExitCode.USAGE, "The store of --store cannot be used. " + refused.getMessage(), refused);
        }
    }

    /** The secret that names the session to the service; null for a session that was never connected. */
    public @Nullable String token() {
        return stored.getRecord() == null ? null : stored.getRecord().getKey();
    }

    /** What the store held when it was opened. */
    public Restored restored() {
        String draft = stored.getDrafts().stream()
                .filter(row -> row.getConversation().equals(ConversationId.MAIN))
                .map(DraftRecord::getDraft)
                .map(row -> row.getText())
                .findFirst()
                .orElse("");
        Restored restored = new Restored(true, stored.getOutbox(), draft);
        // A draft lives until the message made of it is proved: as long as that one waits, it is nothing to write anew.
        return restored.texts().contains(draft) ? new Restored(true, stored.getOutbox(), "") : restored;
    }

    /** Lets a client go on with the session, and with the sign-in of its guest. */
    public void keep(Backend.Guest guest, MessagingClientConfig.Builder config) {
        guest.keep(store, sessionName);
        var unusedConfig = config.store(store, sessionName);
    }

    @Override
    public void close() {
        store.close();
    }

    private static StoredSession load(SqliteSessionStore store, String sessionName) throws InterruptedException {
        return BuildersKt.runBlocking(
                EmptyCoroutineContext.INSTANCE, (scope, loaded) -> store.load(sessionName, loaded));
    }
}
