package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import android.graphics.Bitmap;
import android.graphics.Color;
import android.graphics.drawable.BitmapDrawable;
import android.net.Uri;
import android.os.Looper;
import android.widget.ImageView;
import androidx.exifinterface.media.ExifInterface;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;

/** Pictures as they come: turned by the camera, large, late. */
@RunWith(RobolectricTestRunner.class)
@Config(application = TestApp.class)
public class PicturesTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aPictureStandsAsItWasTaken() throws IOException {
        int[] degrees = {ExifInterface.ORIENTATION_NORMAL, ExifInterface.ORIENTATION_ROTATE_90};
        Bitmap upright = decode(photo(degrees[0]));
        assertEquals(64, upright.getWidth());
        assertEquals(32, upright.getHeight());
        assertRed(upright, 4, 16);
        Bitmap turned = decode(photo(degrees[1]));
        assertEquals(32, turned.getWidth());
        assertEquals(64, turned.getHeight());
        assertRed(turned, 16, 4); // what was on the left is on top
        assertRed(decode(photo(ExifInterface.ORIENTATION_ROTATE_180)), 60, 16);
        assertRed(decode(photo(ExifInterface.ORIENTATION_FLIP_HORIZONTAL)), 60, 16);
        assertRed(decode(photo(ExifInterface.ORIENTATION_TRANSPOSE)), 16, 4);
        assertRed(decode(photo(ExifInterface.ORIENTATION_TRANSVERSE)), 16, 60);
    }

    @Test
    public void aLargeFileOfTheDeviceIsNoProblem() throws IOException {
        Bitmap noise = Bitmap.createBitmap(2000, 1600, Bitmap.Config.ARGB_8888);
        Random random = new Random(1);
        int[] row = new int[2000];
        for (int y = 0; y < 1600; y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = random.nextInt() | Color.BLACK;
            }
            noise.setPixels(row, 0, row.length, 0, y, row.length, 1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        noise.compress(Bitmap.CompressFormat.PNG, 100, out);
        assertEquals("larger than what the network may send", true, out.size() > 8 << 20);
        assertNotNull(Decoding.decode(source(out.toByteArray(), CompletableFuture.completedFuture(null)), 200, 200));
    }

    @Test
    public void whatIsStillOnItsWayKeepsNobodyWaiting() throws IOException {
        ImageLoader loader = ((SampleApp) RuntimeEnvironment.getApplication()).images();
        byte[] picture =
                Files.readAllBytes(photo(ExifInterface.ORIENTATION_NORMAL).toPath());
        CompletableFuture<Void> never = new CompletableFuture<>();
        for (int i = 0; i < 8; i++) { // more than there are threads
            show(loader, source(picture, never), new ImageView(RuntimeEnvironment.getApplication()));
        }
        awaitPicture(loader, source(picture, CompletableFuture.completedFuture(null)));
    }

    private static void awaitPicture(ImageLoader loader, ImageSource source) {
        ImageView view = shown(loader, source);
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!isPicture(view)) {
            Shadows.shadowOf(Looper.getMainLooper()).idle();
            assertEquals("shown within a minute", true, System.nanoTime() < deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    public void beginningAnewForgetsPicturesAlsoThoseOnTheirWay() throws IOException {
        SampleApp device = (SampleApp) RuntimeEnvironment.getApplication();
        byte[] picture =
                Files.readAllBytes(photo(ExifInterface.ORIENTATION_NORMAL).toPath());
        CompletableFuture<Void> later = new CompletableFuture<>();
        ImageSource kept = source(picture, CompletableFuture.completedFuture(null));
        ImageSource late = source(picture, later);
        awaitPicture(device.images(), kept);
        ImageView view = new ImageView(device);
        show(device.images(), late, view);
        device.forget();
        assertFalse("it is not known any more", isPicture(shown(device.images(), kept)));
        later.complete(null);
        awaitPicture(device.images(), kept);
        assertFalse(isPicture(view));
    }

    @Test
    public void whatIsNoPictureIsNone() {
        assertNull(Decoding.decode(source(new byte[] {1, 2, 3}, CompletableFuture.completedFuture(null)), 10, 10));
    }

    private static ImageView shown(ImageLoader loader, ImageSource source) {
        ImageView view = new ImageView(RuntimeEnvironment.getApplication());
        show(loader, source, view);
        return view;
    }

    private static boolean isPicture(ImageView view) {
        return view.getDrawable() instanceof BitmapDrawable;
    }

    private static void show(ImageLoader loader, ImageSource source, ImageView view) {
        loader.show(source, view, 64, 32, ImageView.ScaleType.FIT_CENTER);
    }

    /** Blue, and red on the left, as the sensor saw it. */
    private File photo(int orientation) throws IOException {
        Bitmap bitmap = Bitmap.createBitmap(64, 32, Bitmap.Config.ARGB_8888);
        bitmap.eraseColor(Color.BLUE);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 16; x++) {
                bitmap.setPixel(x, y, Color.RED);
            }
        }
        File file = folder.newFile(orientation + ".jpg");
        try (FileOutputStream out = new FileOutputStream(file)) {
            bitmap.compress(Bitmap.CompressFormat.JPEG, 95, out);
        }
        ExifInterface facts = new ExifInterface(file);
        facts.setAttribute(ExifInterface.TAG_ORIENTATION, String.valueOf(orientation));
        facts.saveAttributes();
        return file;
    }

    private static Bitmap decode(File file) {
        Bitmap bitmap = Decoding.decode(
                ImageSources.local(RuntimeEnvironment.getApplication().getContentResolver(), Uri.fromFile(file)),
                64,
                64);
        assertNotNull(bitmap);
        return bitmap;
    }

    private static void assertRed(Bitmap bitmap, int x, int y) {
        int pixel = bitmap.getPixel(x, y);
        assertEquals(Integer.toHexString(pixel), true, Color.red(pixel) > 200 && Color.blue(pixel) < 60);
    }

    private static ImageSource source(byte[] bytes, CompletableFuture<?> ready) {
        String key = Integer.toHexString(System.identityHashCode(bytes)) + ready.isDone();
        return new ImageSource() {
            @Override
            public String key() {
                return key;
            }

            @Override
            public CompletableFuture<?> ready() {
                return ready;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
