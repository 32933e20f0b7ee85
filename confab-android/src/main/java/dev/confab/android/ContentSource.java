package dev.confab.android;

import android.content.ContentResolver;
import android.content.res.AssetFileDescriptor;
import android.database.Cursor;
import android.net.Uri;
import android.provider.OpenableColumns;
import android.webkit.MimeTypeMap;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.AttachmentFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Files that other applications lend by a {@code content://} address, as pickers do. */
public final class ContentSource {

    private static final int BUFFER_BYTES = 1 << 16;

    /** More than any service takes; a stream that never ends is not counted forever. */
    private static final long MAX_COUNTED = 1L << 30;

    private ContentSource() {}

    /**
     * The file behind an address, with the name and type that its provider tells. The bytes are streamed, from the start each time that
     * they are needed. The size that a provider tells is not believed, since many say 0 or a wrong one: that of the open file counts, and
     * where there is no file but a stream, it is read once to count its bytes.
     *
     * <p>The permission to read must last until the message is proved: that of the photo picker and of {@code ACTION_GET_CONTENT} lasts
     * as long as the process. After {@code ACTION_OPEN_DOCUMENT}, {@code takePersistableUriPermission} makes it last.
     *
     * <p>Asks another process: not for the main thread.
     *
     * @param resolver that of any context
     * @param uri what the picker gave
     * @return a source that may be opened as often as needed
     * @throws IOException when there is no such file, it may not be read, or it has more than a GiB without a size
     * @throws IllegalArgumentException for an address that is no {@code content://}; for files there is {@link AttachmentFiles}
     */
    public static AttachmentSource of(ContentResolver resolver, Uri uri) throws IOException {
        if (!ContentResolver.SCHEME_CONTENT.equals(uri.getScheme())) {
            throw new IllegalArgumentException("An address with the scheme " + uri.getScheme()
                    + " is no content: use AttachmentFiles.source(File) for files.");
        }
        try {
            String type = resolver.getType(uri);
            String told = nameOf(resolver, uri);
            String name = told != null ? told : nameFor(type);
            return AttachmentFiles.source(name, measure(resolver, uri), type, () -> open(resolver, uri));
        } catch (SecurityException denied) {
            throw new IOException("The content may not be read any more. Let the guest choose it again.", denied);
        }
    }

    private static @Nullable String nameOf(ContentResolver resolver, Uri uri) {
        String[] columns = {OpenableColumns.DISPLAY_NAME};
        try (Cursor row = resolver.query(uri, columns, null, null, null)) {
            if (row == null || !row.moveToFirst()) return null;
            int name = row.getColumnIndex(OpenableColumns.DISPLAY_NAME);
            return name < 0 || row.isNull(name) ? null : row.getString(name);
        }
    }

    /** How many bytes {@link #open} will give: the length is said to the service before them, and a wrong one ends the upload. */
    private static long measure(ContentResolver resolver, Uri uri) throws IOException {
        try (AssetFileDescriptor file = resolver.openAssetFileDescriptor(uri, "r")) {
            // -1 for a pipe. 0 is not believed either: files that are made while they are read have no size before.
            long onDisk = file == null ? -1 : file.getParcelFileDescriptor().getStatSize();
            if (onDisk > 0) return lengthIn(file, onDisk);
        } catch (FileNotFoundException onlyStreams) {
            // The stream tells whether there is really nothing.
        }
        return count(resolver, uri);
    }

    /** Of a part of a file: as much as it says, and never more than there is behind its beginning. */
    private static long lengthIn(AssetFileDescriptor part, long onDisk) {
        long declared = part.getDeclaredLength();
        if (declared == AssetFileDescriptor.UNKNOWN_LENGTH) return onDisk; // which is from the beginning, then
        return Math.min(declared, Math.max(0, onDisk - part.getStartOffset()));
    }

    private static long count(ContentResolver resolver, Uri uri) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (InputStream bytes = open(resolver, uri)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                size += read;
                if (size > MAX_COUNTED) {
                    throw new IOException("The content has more than " + MAX_COUNTED
                            + " bytes and no size: let the guest choose a smaller file.");
                }
            }
        }
        return size;
    }

    private static InputStream open(ContentResolver resolver, Uri uri) throws IOException {
        InputStream bytes = resolver.openInputStream(uri);
        if (bytes == null)
            throw new FileNotFoundException("The provider of the content gives nothing: it may have crashed.");
        return bytes;
    }

    private static String nameFor(@Nullable String type) {
        String ending = MimeTypeMap.getSingleton().getExtensionFromMimeType(type);
        return ending == null ? "file" : "file." + ending;
    }
}
