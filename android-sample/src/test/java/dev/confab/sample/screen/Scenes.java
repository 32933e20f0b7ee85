package dev.confab.sample.screen;

import android.net.Uri;
import dev.confab.sample.chat.PickedFile;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import java.io.ByteArrayInputStream;
import java.util.Objects;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.robolectric.Shadows;

/** What the pictures of the documents need besides a conversation. */
final class Scenes {

    private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;
    private static final long HALF_PAST_TEN_MILLIS = DAY_MILLIS * 21 / 48;

    private Scenes() {}

    /** Whenever the pictures are taken: there it is half past ten in the morning. */
    static TimeZone morning() {
        long sinceMidnight = System.currentTimeMillis() % DAY_MILLIS;
        return new SimpleTimeZone((int) (HALF_PAST_TEN_MILLIS - sinceMidnight), "Morning");
    }

    /** Lets the sandbox host a picture, and gives its address. */
    static String hosted(AppTester app, String name, byte[] bytes) {
        app.agent().sendFile(name, "image/png", bytes);
        app.await(name, () -> url(app, name) != null);
        return Objects.requireNonNull(url(app, name));
    }

    private static @Nullable String url(AppTester app, String name) {
        for (Message message : app.session().client().conversation().getMessages()) {
            for (MessagePart part : message.getParts()) {
                if (part instanceof MessagePart.Attachment file
                        && name.equals(file.getAttachment().getFileName())) {
                    return file.getAttachment().getUrl();
                }
            }
        }
        return null;
    }

    static void pick(AppTester app, String name, byte[] bytes) {
        Uri uri = Uri.parse("content://pictures/" + name);
        Shadows.shadowOf(app.device.getContentResolver())
                .registerInputStreamSupplier(uri, () -> new ByteArrayInputStream(bytes));
        String type = name.endsWith(".png") ? "image/png" : "text/plain";
        app.session()
                .presenter()
                .addFile(new PickedFile(AttachmentSource.ofBytes(name, bytes, type), uri.toString(), () -> {}));
    }
}
