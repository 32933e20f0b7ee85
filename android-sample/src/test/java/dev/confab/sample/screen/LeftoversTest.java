package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.content.ContentProvider;
import android.content.ContentResolver;
import android.content.ContentValues;
import android.content.UriPermission;
import android.database.Cursor;
import android.net.Uri;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

/** What the app keeps outside its store does not stay for ever. */
@RunWith(RobolectricTestRunner.class)
@Config(application = Application.class) // that of the sample lets go what was kept, on a thread of its own
public class LeftoversTest {

    private static final Uri ONE = Uri.parse("content://files/1");
    private static final Uri OTHER = Uri.parse("content://files/2");

    private final Application device = RuntimeEnvironment.getApplication();
    private final ContentResolver resolver = device.getContentResolver();
    private final FileGrants grants = new FileGrants(resolver, Runnable::run);

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

    @Test
    public void aFileWhoseAppBreaksIsNotKept() {
        Robolectric.buildContentProvider(Broken.class).create("files");
        grants.keep(ONE);
        assertEquals(List.of(ONE), kept());
        assertThrows(IllegalStateException.class, () -> FilePicker.read(resolver, ONE, grants));
        assertEquals(List.of(), kept());
    }

    private List<Uri> kept() {
        return resolver.getPersistedUriPermissions().stream()
                .map(UriPermission::getUri)
                .sorted()
                .toList();
    }

    /** Another app, with a fault. */
    static final class Broken extends ContentProvider {
        @Override
        public boolean onCreate() {
            return true;
        }

        @Override
        public Cursor query(
                Uri uri,
                String @Nullable [] columns,
                @Nullable String selection,
                String @Nullable [] values,
                @Nullable String order) {
            throw new IllegalStateException("not this one");
        }

        @Override
        public @Nullable String getType(Uri uri) {
            throw new IllegalStateException("not this one");
        }

        @Override
        public @Nullable Uri insert(Uri uri, @Nullable ContentValues values) {
            return null;
        }

        @Override
        public int delete(Uri uri, @Nullable String selection, String @Nullable [] values) {
            return 0;
        }

        @Override
        public int update(
                Uri uri, @Nullable ContentValues values, @Nullable String selection, String @Nullable [] arguments) {
            return 0;
        }
    }
}
