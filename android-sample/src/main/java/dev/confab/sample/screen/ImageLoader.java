package dev.confab.sample.screen;

import android.graphics.Bitmap;
import android.util.LruCache;
import android.widget.ImageView;
import dev.confab.sample.R;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Shows pictures: decoded on a few threads, no larger than they are shown, and kept as long as there is room. A view that
 * was given another picture meanwhile does not get the old one.
 */
final class ImageLoader {

    private static final int THREADS = 3;
    private static final int CACHE_SHARE = 8;

    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "pictures");
        thread.setDaemon(true);
        return thread;
    });
    private final Executor screen;
    private final LruCache<String, Bitmap> cache = new LruCache<>(cacheBytes()) {
        @Override
        protected int sizeOf(String key, Bitmap bitmap) {
            return bitmap.getAllocationByteCount();
        }
    };

    /** Pictures that were asked for before the last clearing are not kept. */
    private int cleared;

    ImageLoader(Executor screen) {
        this.screen = screen;
    }

    /**
     * Shows a picture as soon as it is there, and a drawn one before that, or when it cannot be had.
     *
     * @param width how wide it is shown, in pixels
     * @param scale how it fills the view
     */
    void show(ImageSource source, ImageView view, int width, int height, ImageView.ScaleType scale) {
        String key = source.key() + " " + width + "x" + height;
        view.setTag(R.id.picture, key);
        Bitmap known = cache.get(key);
        if (known != null) {
            fill(view, known, scale);
            return;
        }
        missing(view);
        int asked = cleared;
        var unused = source.ready()
                .thenApplyAsync(ready -> Decoding.decode(source, width, height), workers)
                .whenCompleteAsync(
                        (bitmap, failure) -> {
                            if (failure == null && bitmap != null && asked == cleared) {
                                cache.put(key, bitmap);
                                if (key.equals(view.getTag(R.id.picture))) {
                                    fill(view, bitmap, scale);
                                }
                            }
                        },
                        screen);
    }

    /** Forgets every picture; for the thread of the screen. */
    void clear() {
        cleared++;
        cache.evictAll();
    }

    /** The view shows a drawn picture from now on. */
    static void showNone(ImageView view) {
        view.setTag(R.id.picture, null);
        missing(view);
    }

    private static void missing(ImageView view) {
        view.setScaleType(ImageView.ScaleType.FIT_XY);
        view.setImageResource(R.drawable.picture);
    }

    private static void fill(ImageView view, Bitmap bitmap, ImageView.ScaleType scale) {
        view.setScaleType(scale);
        view.setImageBitmap(bitmap);
    }

    private static int cacheBytes() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / CACHE_SHARE);
    }
}
