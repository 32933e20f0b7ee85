package dev.confab.sample.screen;

import android.app.Application;
import android.content.Context;
import android.os.Build;
import dev.confab.android.AndroidStore;
import dev.confab.android.ConfabAndroid;
import dev.confab.sample.service.ChatSession;
import dev.confab.sample.service.Sessions;
import dev.confab.transport.store.SessionStore;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What lives as long as the process: the library, its store, the session and the pictures. Used on the main thread. */
public class SampleApp extends Application {

    private final MainThread mainThread = new MainThread();
    /** For what takes its time: files, and questions to the system. One after the other. */
    private final Executor disk = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "disk");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable ConfabAndroid confab;
    private @Nullable Sessions sessions;
    private @Nullable ImageLoader images;
    private @Nullable FileGrants grants;
    private @Nullable MessageFiles messageFiles;

    /** The application of a screen. */
    static SampleApp of(Context context) {
        return (SampleApp) context.getApplicationContext();
    }

    @Override
    public void onCreate() {
        super.onCreate();
        confab = ConfabAndroid.create(this);
        images = new ImageLoader(mainThread);
        grants = new FileGrants(getContentResolver(), disk);
        sessions = new Sessions(this::openStore, new SavedSettings(this)::load, clients(), mainThread, mainThread);
        grants.letAllGo();
        disk.execute(() -> Caches.install(this));
    }

    /** The session with the service of the settings. */
    Sessions sessions() {
        return Objects.requireNonNull(sessions);
    }

    /**
     * What was stored cannot be read: forgets it, with all that was kept of conversations, and begins as another guest. Only
     * when the guest wants that.
     */
    void forget() {
        fileGrants().letAllGo();
        images().clear();
        sessions()
                .beginAnew(CompletableFuture.runAsync(
                        () -> {
                            Caches.clear(this);
                            AndroidStore.forget(this);
                        },
                        disk));
    }

    /** The pictures of all screens. */
    ImageLoader images() {
        return Objects.requireNonNull(images);
    }

    /** The files of a session's messages: of all screens, so that a turn of the device downloads nothing twice. */
    MessageFiles messageFiles(ChatSession session) {
        MessageFiles known = messageFiles;
        if (known == null || !known.isOf(session.client())) {
            known = new MessageFiles(this, session.client(), disk);
            messageFiles = known;
        }
        return known;
    }

    /** The files that other apps lend. */
    FileGrants fileGrants() {
        return Objects.requireNonNull(grants);
    }

    /** The thread for what takes its time, in order. */
    Executor disk() {
        return disk;
    }

    /** Whether this is an emulator, whose host is at another address. */
    static boolean isEmulator() {
        return Build.HARDWARE.contains("ranchu") || Build.HARDWARE.contains("goldfish");
    }

    /** Where sessions are kept; sealed with a key that does not leave the device. */
    CompletableFuture<? extends SessionStore> openStore() {
        return Objects.requireNonNull(confab).openStore();
    }

    /** Clients that try again as soon as there is a network, or the guest comes back. */
    ChatSession.ClientFactory clients() {
        return Objects.requireNonNull(confab)::client;
    }
}
