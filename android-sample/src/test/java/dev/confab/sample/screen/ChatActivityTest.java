package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.view.View;
import com.google.android.material.appbar.MaterialToolbar;
import dev.confab.sample.R;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h640dp-xhdpi")
public class ChatActivityTest {

    @Test
    public void opens() throws IOException {
        try (ActivityController<ChatActivity> controller = Robolectric.buildActivity(ChatActivity.class).setup()) {
            MaterialToolbar toolbar = controller.get().findViewById(R.id.toolbar);
            assertEquals("Confab", String.valueOf(toolbar.getTitle()));
            View view = controller.get().getWindow().getDecorView();
            Bitmap picture = Bitmap.createBitmap(view.getWidth(), view.getHeight(), Bitmap.Config.ARGB_8888);
            view.draw(new Canvas(picture));
            Path file = Path.of("target", "screenshots", "chat.png");
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                assertTrue(picture.compress(Bitmap.CompressFormat.PNG, 100, out));
            }
        }
    }
}
