package dev.confab.sample.screen;

import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import android.graphics.Matrix;
import androidx.exifinterface.media.ExifInterface;
import dev.confab.sample.image.Sampling;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Makes bitmaps of pictures: no larger than they are shown, and the right way up. Streams each time from the start. */
final class Decoding {

    private static final long MAX_PIXELS = 4_000_000;

    private Decoding() {}

    /** The picture, or null where it cannot be read or is none. Blocks. */
    static @Nullable Bitmap decode(ImageSource source, int width, int height) {
        try {
            BitmapFactory.Options options = new BitmapFactory.Options();
            options.inJustDecodeBounds = true;
            try (InputStream stream = source.open()) {
                BitmapFactory.decodeStream(stream, null, options);
            }
            if (options.outWidth <= 0 || options.outHeight <= 0) {
                return null;
            }
            ExifInterface facts = facts(source);
            boolean lying = facts.getRotationDegrees() % 180 != 0;
            options.inSampleSize = Sampling.size(
                    options.outWidth, options.outHeight, lying ? height : width, lying ? width : height, MAX_PIXELS);
            options.inJustDecodeBounds = false;
            try (InputStream stream = source.open()) {
                Bitmap bitmap = BitmapFactory.decodeStream(stream, null, options);
                return bitmap == null ? null : upright(bitmap, facts);
            }
        } catch (IOException | SecurityException unreadable) {
            return null;
        }
    }

    /** Cameras store pictures as the sensor lies, and note how it was held. */
    private static ExifInterface facts(ImageSource source) throws IOException {
        try (InputStream stream = source.open()) {
            return new ExifInterface(stream);
        }
    }

    private static Bitmap upright(Bitmap bitmap, ExifInterface facts) {
        if (!facts.isFlipped() && facts.getRotationDegrees() == 0) {
            return bitmap;
        }
        Matrix matrix = new Matrix();
        if (facts.isFlipped()) {
            matrix.postScale(-1, 1); // mirrored first, then turned: so ExifInterface counts
        }
        matrix.postRotate(facts.getRotationDegrees());
        return Bitmap.createBitmap(bitmap, 0, 0, bitmap.getWidth(), bitmap.getHeight(), matrix, true);
    }
}
