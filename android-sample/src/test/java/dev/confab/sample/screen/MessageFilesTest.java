package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import dev.confab.sandbox.Scenario;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Files of messages: fetched once, away from the main thread, and again when the cache has lost them. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = TestApp.class)
public class MessageFilesTest {

    private final Queue<Runnable> disk = new ConcurrentLinkedQueue<>();

    @Test
    public void aFileIsLookedForOnTheDiskThreadAndFetchedAgainWhenItIsGone() throws IOException {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            app.agent().sendFile("guide.txt", "text/plain", "Step 1".getBytes(StandardCharsets.UTF_8));
            app.awaitWords("guide.txt");
            Attachment file = Objects.requireNonNull(file(app));
            Caches.clear(app.device);
            MessageFiles files = new MessageFiles(app.device, app.session().client(), disk::add);

            CompletableFuture<File> first = files.load(file);
            assertEquals("nothing is done before the disk has its turn", 1, disk.size());
            assertFalse(Caches.files(app.device).exists());
            assertSame("asked twice, fetched once", first, files.load(file));
            assertEquals("Step 1", read(app, first));
            assertEquals("Step 1", read(app, files.load(file)));

            Caches.clear(app.device); // as the system does when it is short of room
            assertFalse(first.join().exists());
            CompletableFuture<File> again = files.load(file);
            assertNotSame(first, again);
            assertEquals("Step 1", read(app, again));
        }
    }

    private String read(AppTester app, CompletableFuture<File> loaded) throws IOException {
        app.await("it is here", () -> {
            for (Runnable task = disk.poll(); task != null; task = disk.poll()) {
                task.run();
            }
            return loaded.isDone();
        });
        assertTrue(loaded.join().isFile());
        return new String(Files.readAllBytes(loaded.join().toPath()), StandardCharsets.UTF_8);
    }

    private static @Nullable Attachment file(AppTester app) {
        for (Message message : app.session().client().conversation().getMessages()) {
            for (MessagePart part : message.getParts()) {
                if (part instanceof MessagePart.Attachment found) {
                    return found.getAttachment();
                }
            }
        }
        return null;
    }
}
