package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import android.content.ClipboardManager;
import android.os.Looper;
import android.view.View;
import android.view.accessibility.AccessibilityEvent;
import android.view.accessibility.AccessibilityManager;
import android.widget.TextView;
import androidx.core.view.accessibility.AccessibilityNodeInfoCompat;
import dev.confab.sample.R;
import dev.confab.sample.chat.Banner;
import dev.confab.sample.chat.Phrase;
import dev.confab.sample.chat.Words;
import dev.confab.sandbox.Scenario;
import java.nio.charset.StandardCharsets;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;

/** The screen for those who hear it. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = TestApp.class)
public class ReadOutTest {

    private static final String CARD = "[{\"contentType\":\"Card\",\"card\":{\"title\":\"Green Valley\","
            + "\"description\":\"Four nights\"}},{\"contentType\":\"Location\",\"location\":{\"text\":\"here\"}}]";

    @Test
    public void aRowSaysAllThatIsInIt() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            app.agent().show("This one has a room:", CARD);
            View row = app.awaitWords("Green Valley");
            assertSpoken("Agent: This one has a room:\nGreen Valley, Four nights", row);
            assertSpoken("This message cannot be shown here (Location).", row);
            assertTrue(AppTester.texts(row).contains("This message cannot be shown here (Location)."));
            app.agent().sendFile("guide.txt", "text/plain", "Step 1".getBytes(StandardCharsets.UTF_8));
            assertSpoken("Agent: File: guide.txt, ", app.awaitWords("guide.txt"));
            View own = app.awaitWords("Hello");
            assertSpoken("You: Hello, ", own);
            assertSpoken(", sent", own);
        }
    }

    @Test
    public void aLongPressCopies() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Order 4711")) {
            View row = app.awaitWords("Order 4711");
            View bubble = Views.find(
                    row,
                    each -> each instanceof TextView words
                            && words.getText().toString().equals("Order 4711"));
            assertNotNull(bubble);
            assertTrue(bubble.performLongClick());
            assertCopied(app, "Order 4711");
            app.device.getSystemService(ClipboardManager.class).clearPrimaryClip();
            // The same for those who cannot press long.
            AccessibilityNodeInfoCompat node = AccessibilityNodeInfoCompat.wrap(row.createAccessibilityNodeInfo());
            AccessibilityNodeInfoCompat.AccessibilityActionCompat copy = node.getActionList().stream()
                    .filter(action -> "Copy".contentEquals(String.valueOf(action.getLabel())))
                    .findFirst()
                    .orElseThrow();
            assertTrue(row.performAccessibilityAction(copy.getId(), null));
            assertCopied(app, "Order 4711");
        }
    }

    @Test
    public void aCountdownIsSaidOnce() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected()) {
            var listening = Shadows.shadowOf(app.device.getSystemService(AccessibilityManager.class));
            listening.setEnabled(true);
            BannerBar bar = new BannerBar(app.root(), action -> {});
            for (int seconds = 9; seconds > 0; seconds--) {
                bar.show(new Banner(
                        Banner.Tone.WARNING, Words.of(Phrase.BANNER_NEXT_TRY, seconds), Banner.Action.TRY_NOW, false));
                Shadows.shadowOf(Looper.getMainLooper()).idle();
            }
            bar.show(new Banner(Banner.Tone.WARNING, Words.of(Phrase.BANNER_TRYING), null, true));
            Shadows.shadowOf(Looper.getMainLooper()).idle();
            long said = listening.getSentAccessibilityEvents().stream()
                    .filter(event -> event.getEventType() == AccessibilityEvent.TYPE_ANNOUNCEMENT)
                    .filter(event -> String.valueOf(event.getText()).contains("No connection"))
                    .count();
            assertEquals(2, said);
            assertEquals(
                    View.ACCESSIBILITY_LIVE_REGION_NONE,
                    app.view(R.id.banner_text).getAccessibilityLiveRegion());
        }
    }

    private static void assertCopied(AppTester app, String words) {
        ClipboardManager clipboard = app.device.getSystemService(ClipboardManager.class);
        assertNotNull(clipboard.getPrimaryClip());
        assertEquals(words, clipboard.getPrimaryClip().getItemAt(0).getText().toString());
    }

    private static void assertSpoken(String words, View row) {
        String spoken = String.valueOf(row.getContentDescription());
        assertTrue(spoken, spoken.contains(words));
    }
}
