package dev.confab.sample.screen;

import android.app.Application;
import android.content.Context;
import android.net.http.HttpResponseCache;
import android.os.Build;
import dev.confab.sample.service.ChatSession;
import dev.confab.transport.store.InMemorySessionStore;
import dev.confab.transport.store.SessionStore;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What lives as long as the process: the session, its store and the pictures. Used on the main thread. */
public final class SampleApp extends Application {

    private static final long PICTURE_CACHE_BYTES = 20L << 20;

    private final MainThread mainThread = new MainThread();
    private @Nullable ChatSession session;
    private @Nullable ImageLoader images;
    private @Nullable SessionStore store;

    /** The application of a screen. */
    static SampleApp of(Context context) {
        return (SampleApp) context.getApplicationContext();
    }

    @Override
    public void onCreate() {
        super.onCreate();
        try {
            HttpResponseCache.install(new File(getCacheDir(), "pictures"), PICTURE_CACHE_BYTES);
        } catch (IOException full) {
            // Pictures are fetched again each time.
        }
    }

    /** The session with the service of the settings; begun when it is first asked for. */
    ChatSession session() {
        if (session == null) {
            session = ChatSession.open(new SavedSettings(this).load(), store(), mainThread, mainThread);
            session.presenter().connect();
        }
        return session;
    }

    /** The settings have changed: the next screen talks to another service. */
    void restart() {
        if (session != null && !session.settings().equals(new SavedSettings(this).load())) {
            session.close();
            session = null;
        }
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

    private SessionStore store() {
        if (store == null) {
            store = new InMemorySessionStore();
        }
        return store;
    }
}
