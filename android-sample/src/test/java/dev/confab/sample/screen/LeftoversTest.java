package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.content.ContentResolver;
import android.content.UriPermission;
import android.net.Uri;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

/** What the app keeps outside its store does not stay for ever. */
@RunWith(RobolectricTestRunner.class)
@Config(application = TestApp.class)
public class LeftoversTest {

    private static final Uri ONE = Uri.parse("content://files/1");
    private static final Uri OTHER = Uri.parse("content://files/2");

    private final SampleApp device = (SampleApp) RuntimeEnvironment.getApplication();
    private final ContentResolver resolver = device.getContentResolver();
    private final FileGrants grants = new FileGrants(resolver, Runnable::run);

    /** The app has done by then what it does when it starts. */
    @Before
    public void begin() {
        CompletableFuture.runAsync(() -> {}, device.disk()).join();
    }

    @Test
    public void beginningAnewLeavesNoFileOfAConversation() throws IOException {
        File kept = new File(Caches.files(device), "a/contract.pdf");
        assertTrue(Objects.requireNonNull(kept.getParentFile()).mkdirs());
        Files.write(kept.toPath(), new byte[] {1});
        Caches.clear(device);
        assertFalse(kept.exists());
        assertFalse(Caches.files(device).exists());
    }

    @Test
    public void aFileMayBeReadAsLongAsItIsNeeded() {
        grants.keep(ONE);
        grants.keep(ONE); // chosen twice
        grants.keep(OTHER);
        grants.letGo(ONE);
        assertEquals(List.of(ONE, OTHER), kept());
        grants.letGo(ONE);
        assertEquals(List.of(OTHER), kept());
    }

    @Test
    public void anotherProcessNeedsNothingOfTheOneBefore() {
        grants.keep(ONE);
        grants.keep(OTHER);
        new FileGrants(resolver, Runnable::run).letAllGo();
        assertEquals(List.of(), kept());
    }

    private List<Uri> kept() {
        return resolver.getPersistedUriPermissions().stream()
                .map(UriPermission::getUri)
                .sorted()
                .toList();
    }
}
