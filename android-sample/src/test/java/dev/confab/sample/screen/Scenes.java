package dev.confab.sample.screen;

import android.net.Uri;
import dev.confab.sample.chat.PickedFile;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.robolectric.Shadows;

/** What the pictures of the documents need besides a conversation. */
final class Scenes {

    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MINUTES = 24 * 60;
    private static final long HALF_PAST_TEN = 10 * 60 + 30;

    private Scenes() {}

    /** Whenever the pictures are taken: there it is half past ten in the morning. Android asks zones for their names. */
    static TimeZone morning() {
        long minute = System.currentTimeMillis() / MINUTE_MILLIS % DAY_MINUTES;
        long ahead = HALF_PAST_TEN - minute;
        return TimeZone.getTimeZone(String.format(
                Locale.ROOT, "GMT%s%02d:%02d", ahead < 0 ? "-" : "+", Math.abs(ahead) / 60, Math.abs(ahead) % 60));
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
