package dev.confab.android;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import android.content.ContentProvider;
import android.content.ContentResolver;
import android.content.ContentValues;
import android.content.res.AssetFileDescriptor;
import android.database.Cursor;
import android.database.MatrixCursor;
import android.net.Uri;
import android.os.ParcelFileDescriptor;
import android.provider.OpenableColumns;
import dev.confab.transport.backend.AttachmentSource;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Objects;
import kotlinx.io.Buffer;
import kotlinx.io.RawSource;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;

@RunWith(RobolectricTestRunner.class)
public class ContentSourceTest {

    private static final byte[] BYTES = "some bytes of a picture".getBytes(StandardCharsets.UTF_8);
    private static final Uri PICTURE = Uri.parse("content://test.pictures/1");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ContentResolver resolver = RuntimeEnvironment.getApplication().getContentResolver();
    private Pictures pictures = new Pictures();

    @Before
    public void provide() throws IOException {
        pictures = Robolectric.setupContentProvider(Pictures.class, "test.pictures");
        File file = folder.newFile();
        Files.write(file.toPath(), BYTES);
        pictures.file = file;
    }

    @Test
    public void hasTheNameSizeAndTypeOfTheProviderAndOpensAgainAndAgain() throws IOException {
        pictures.row = new Object[] {"holiday.jpg", (long) BYTES.length};
        AttachmentSource source = ContentSource.of(resolver, PICTURE);
        assertEquals("holiday.jpg", source.getFileName());
        assertEquals(BYTES.length, source.getSizeBytes());
        assertEquals("image/jpeg", source.getContentType());
        assertArrayEquals(BYTES, read(source));
        assertArrayEquals(BYTES, read(source));
    }

    @Test
    public void countsWhatTheProviderDoesNotKnowAndNamesWhatHasNoName() throws IOException {
        pictures.row = new Object[] {null, null};
        AttachmentSource source = ContentSource.of(resolver, PICTURE);
        assertEquals(BYTES.length, source.getSizeBytes());
        assertTrue(source.getFileName(), source.getFileName().startsWith("file"));
        pictures.row = null;
        assertEquals(BYTES.length, ContentSource.of(resolver, PICTURE).getSizeBytes());
    }

    @Test
    public void aSizeThatTheProviderMakesUpIsNotBelieved() throws IOException {
        for (Object told : new Object[] {0L, -1L, 1L, 5_000_000_000L, "unknown"}) {
            pictures.row = new Object[] {"holiday.jpg", told};
            for (Form form : Form.values()) {
                pictures.form = form;
                AttachmentSource source = ContentSource.of(resolver, PICTURE);
                byte[] bytes = read(source);
                assertEquals(form + ", told " + told, bytes.length, source.getSizeBytes());
                assertArrayEquals(form == Form.PART ? Arrays.copyOfRange(BYTES, 5, 10) : BYTES, bytes);
            }
        }
    }

    @Test
    public void aPartThatIsSaidToBeLongerThanItsFileEndsWithTheFile() throws IOException {
        pictures.form = Form.PART;
        pictures.partLength = 1_000_000;
        assertEquals(BYTES.length - 5, ContentSource.of(resolver, PICTURE).getSizeBytes());
    }

    @Test
    public void whatIsReallyEmptyHasNoBytes() throws IOException {
        Files.write(Objects.requireNonNull(pictures.file).toPath(), new byte[0]);
        pictures.row = new Object[] {"holiday.jpg", 17L};
        assertEquals(0, ContentSource.of(resolver, PICTURE).getSizeBytes());
    }

    @Test
    public void whatIsGoneOrNotAllowedIsAnErrorThatSaysSo() {
        pictures.row = new Object[] {"holiday.jpg", (long) BYTES.length};
        pictures.denied = true;
        IOException denied = assertThrows(IOException.class, () -> ContentSource.of(resolver, PICTURE));
        assertTrue(String.valueOf(denied.getMessage()).contains("choose it again"));
        pictures.denied = false;
        pictures.row = null;
        pictures.file = null;
        assertThrows(IOException.class, () -> ContentSource.of(resolver, PICTURE));
        assertThrows(IllegalArgumentException.class, () -> ContentSource.of(resolver, Uri.parse("file:///a")));
    }

    private static byte[] read(AttachmentSource source) {
        Buffer all = new Buffer();
        try (RawSource bytes = source.open()) {
            while (bytes.readAtMostTo(all, 7) >= 0) {}
        }
        byte[] array = new byte[(int) all.getSize()];
        assertEquals(array.length, all.readAtMostTo(array, 0, array.length));
        return array;
    }

    /** How a provider gives its bytes. */
    private enum Form {
        FILE,
        /** Through a pipe: made, unpacked or fetched while it is read. */
        PIPE,
        /** The bytes 5 to 10 of a file that holds more. */
        PART
    }

    /** Lends one file, and tells of it what the test wants. */
    public static final class Pictures extends ContentProvider {
        private @Nullable File file;
        private Object @Nullable [] row;
        private boolean denied;
        private Form form = Form.FILE;
        private long partLength = 5;

        @Override
        public boolean onCreate() {
            return true;
        }

        @Override
        public @Nullable Cursor query(
                Uri uri,
                String @Nullable [] columns,
                @Nullable String where,
                String @Nullable [] arguments,
                @Nullable String order) {
            if (denied) throw new SecurityException("The grant is over.");
            if (row == null) return null;
            MatrixCursor cursor = new MatrixCursor(new String[] {OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE});
            cursor.addRow(row);
            return cursor;
        }

        @Override
        public String getType(Uri uri) {
            return "image/jpeg";
        }

        @Override
        public ParcelFileDescriptor openFile(Uri uri, String mode) throws FileNotFoundException {
            if (file == null) throw new FileNotFoundException("gone");
            if (form == Form.PIPE) return pipe(file);
            return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY);
        }

        @Override
        public AssetFileDescriptor openAssetFile(Uri uri, String mode) throws FileNotFoundException {
            ParcelFileDescriptor whole = openFile(uri, mode);
            return form == Form.PART
                    ? new AssetFileDescriptor(whole, 5, partLength)
                    : new AssetFileDescriptor(whole, 0, AssetFileDescriptor.UNKNOWN_LENGTH);
        }

        /** What is written is less than a pipe holds, so nobody waits for its reader. */
        private static ParcelFileDescriptor pipe(File file) throws FileNotFoundException {
            try {
                ParcelFileDescriptor[] ends = ParcelFileDescriptor.createPipe();
                try (OutputStream out = new ParcelFileDescriptor.AutoCloseOutputStream(ends[1])) {
                    out.write(Files.readAllBytes(file.toPath()));
                }
                return ends[0];
            } catch (IOException failed) {
                throw new FileNotFoundException(failed.toString());
            }
        }

        @Override
        public @Nullable Uri insert(Uri uri, @Nullable ContentValues values) {
            return null;
        }

        @Override
        public int delete(Uri uri, @Nullable String where, String @Nullable [] arguments) {
            return 0;
        }

        @Override
        public int update(
                Uri uri, @Nullable ContentValues values, @Nullable String where, String @Nullable [] arguments) {
            return 0;
        }
    }
}
