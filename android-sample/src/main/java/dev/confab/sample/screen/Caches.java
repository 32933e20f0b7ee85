package dev.confab.sample.screen;

import android.content.Context;
import android.net.http.HttpResponseCache;
import java.io.File;
import java.io.IOException;

/** What is kept of conversations outside the store: files of messages, and pictures of cards. All of it blocks. */
final class Caches {

    private static final long PICTURE_BYTES = 20L << 20;

    private Caches() {}

    /** Where files of messages are. */
    static File files(Context context) {
        return new File(context.getCacheDir(), "files");
    }

    static void install(Context context) {
        try {
            HttpResponseCache.install(new File(context.getCacheDir(), "pictures"), PICTURE_BYTES);
        } catch (IOException full) {
            // Pictures are fetched again each time.
        }
    }

    /** Nothing of any conversation is left; what comes from now on is kept again. */
    static void clear(Context context) {
        delete(files(context));
        HttpResponseCache pictures = HttpResponseCache.getInstalled();
        if (pictures != null) {
            try {
                pictures.delete();
            } catch (IOException busy) {
                // The system clears caches, too.
            }
            install(context);
        }
    }

    private static void delete(File file) {
        File[] inside = file.listFiles();
        if (inside != null) {
            for (File each : inside) {
                delete(each);
            }
        }
        if (!file.delete()) {
            // It was not there, or is gone with the cache.
        }
    }
}
