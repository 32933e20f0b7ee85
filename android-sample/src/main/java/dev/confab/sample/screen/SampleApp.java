package dev.confab.sample.screen;

import android.app.Application;
import android.content.Context;
import android.net.http.HttpResponseCache;
import android.os.Build;
import dev.confab.android.AndroidStore;
import dev.confab.android.ConfabAndroid;
import dev.confab.sample.service.ChatSession;
import dev.confab.transport.store.SessionStore;
import java.io.File;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What lives as long as the process: the library, its store, the session and the pictures. Used on the main thread. */
public class SampleApp extends Application {

    private static final long PICTURE_CACHE_BYTES = 20L << 20;

    private final MainThread mainThread = new MainThread();
    private @Nullable ConfabAndroid confab;
    private @Nullable CompletableFuture<? extends SessionStore> store;
    private @Nullable ChatSession session;
    private @Nullable ImageLoader images;

    /** The application of a screen. */
    static SampleApp of(Context context) {
        return (SampleApp) context.getApplicationContext();
    }

    @Override
    public void onCreate() {
        super.onCreate();
        confab = ConfabAndroid.create(this);
        store = openStore();
        try {
            HttpResponseCache.install(new File(getCacheDir(), "pictures"), PICTURE_CACHE_BYTES);
        } catch (IOException full) {
            // Pictures are fetched again each time.
        }
    }

    /** The session with the service of the settings; begun when it is first asked for. Completes on the main thread. */
    CompletableFuture<ChatSession> session() {
        return Objects.requireNonNull(store).thenApplyAsync(this::sessionIn, mainThread);
    }

    /** The settings have changed: the next screen talks to another service. */
    void restart() {
        if (session != null && !session.settings().equals(new SavedSettings(this).load())) {
            session.close();
            session = null;
        }
    }

    /** What was stored cannot be read: forgets it, and begins as another guest. Only when the guest wants that. */
    void forget() {
        store = CompletableFuture.runAsync(() -> AndroidStore.forget(this)).thenCompose(done -> openStore());
    }

    /** The pictures of all screens. */
    ImageLoader images() {
        if (images == null) {
            images = new ImageLoader(mainThread);
        }
        return images;
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

    private ChatSession sessionIn(SessionStore opened) {
        if (session == null) {
            session = ChatSession.open(new SavedSettings(this).load(), opened, clients(), mainThread, mainThread);
            session.presenter().connect();
        }
        return session;
    }
}
