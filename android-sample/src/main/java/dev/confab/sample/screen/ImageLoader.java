package dev.confab.sample.screen;

import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import android.util.LruCache;
import android.widget.ImageView;
import dev.confab.sample.R;
import dev.confab.sample.image.Sampling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Shows pictures: decoded on a few threads, no larger than they are shown, and kept as long as there is room. A view that
 * was given another picture meanwhile does not get the old one.
 */
final class ImageLoader {

    private static final int THREADS = 3;
    private static final int MAX_FILE_BYTES = 8 << 20;
    private static final long MAX_PIXELS = 4_000_000;
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

    ImageLoader(Executor screen) {
        this.screen = screen;
    }

    /**
     * Shows a picture as soon as it is there.
     *
     * @param width how wide it is shown, in pixels
     * @param failed runs when it cannot be shown
     */
    void show(ImageSource source, ImageView view, int width, int height, Runnable failed) {
        String key = source.key() + " " + width + "x" + height;
        view.setTag(R.id.picture, key);
        Bitmap known = cache.get(key);
        if (known != null) {
            view.setImageBitmap(known);
            return;
        }
        view.setImageDrawable(null);
        workers.execute(() -> {
            Bitmap bitmap = load(source, width, height);
            screen.execute(() -> {
                if (bitmap != null) {
                    cache.put(key, bitmap);
                }
                if (!key.equals(view.getTag(R.id.picture))) {
                    return;
                }
                if (bitmap == null) {
                    failed.run();
                } else {
                    view.setImageBitmap(bitmap);
                }
            });
        });
    }

    /** The view shows something else from now on. */
    static void forget(ImageView view) {
        view.setTag(R.id.picture, null);
    }

    private static @Nullable Bitmap load(ImageSource source, int width, int height) {
        try (InputStream stream = source.open()) {
            byte[] bytes = read(stream);
            BitmapFactory.Options options = new BitmapFactory.Options();
            options.inJustDecodeBounds = true;
            BitmapFactory.decodeByteArray(bytes, 0, bytes.length, options);
            if (options.outWidth <= 0 || options.outHeight <= 0) {
                return null;
            }
            options.inSampleSize = Sampling.size(options.outWidth, options.outHeight, width, height, MAX_PIXELS);
            options.inJustDecodeBounds = false;
            return BitmapFactory.decodeByteArray(bytes, 0, bytes.length, options);
        } catch (IOException | SecurityException unreadable) {
            return null;
        }
    }

    private static byte[] read(InputStream stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            if (all.size() + read > MAX_FILE_BYTES) {
                throw new IOException("The picture is too large.");
            }
            all.write(buffer, 0, read);
        }
        return all.toByteArray();
    }

    private static int cacheBytes() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / CACHE_SHARE);
    }
}
