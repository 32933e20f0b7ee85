package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.view.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Pictures of the screen: stored, and looked at. */
final class Screenshots {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Path DOCUMENTS = Path.of("..", "docs", "images");
    private static final int WIDTH = 720;
    private static final int HEIGHT = 1440;
    /** So much of a screen may have one colour. An empty one has all of it. */
    private static final double MOST_OF_ONE = 0.9;

    private Screenshots() {}

    /** A picture for the documents, which are renewed on request; whoever reads them must be able to read the screen. */
    static void take(String name, View root) {
        Bitmap picture = draw(root);
        write(picture, PICTURES.resolve(name + ".png"));
        if (Boolean.getBoolean("confab.update")) {
            write(picture, DOCUMENTS.resolve("android-" + name + ".png"));
        }
        assertEquals(WIDTH, picture.getWidth());
        assertEquals(HEIGHT, picture.getHeight());
        assertFilled(picture);
        Accessible.check(root, picture);
    }

    /** What a test that failed saw. */
    static void keep(String name, View root) {
        write(draw(root), PICTURES.resolve(name + ".png"));
    }

    private static Bitmap draw(View root) {
        Bitmap picture = Bitmap.createBitmap(root.getWidth(), root.getHeight(), Bitmap.Config.ARGB_8888);
        root.draw(new Canvas(picture));
        return picture;
    }

    private static void assertFilled(Bitmap picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        int all = 0;
        for (int y = 0; y < picture.getHeight(); y += 4) {
            for (int x = 0; x < picture.getWidth(); x += 4) {
                counts.merge(picture.getPixel(x, y), 1, Integer::sum);
                all++;
            }
        }
        int most = counts.values().stream().max(Integer::compare).orElse(all);
        assertTrue("Something is to be seen: " + most + " of " + all, most < all * MOST_OF_ONE);
        assertTrue("Letters are drawn with soft edges: " + counts.size(), counts.size() > 50);
    }

    private static void write(Bitmap picture, Path file) {
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                assertTrue(picture.compress(Bitmap.CompressFormat.PNG, 100, out));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
