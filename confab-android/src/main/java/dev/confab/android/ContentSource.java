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

    private ContentSource() {}

    /**
     * The file behind an address, with the name, size and type that its provider tells. The bytes are streamed, from the start each time
     * that they are needed; a provider that does not know the size is read once to count them.
     *
     * <p>The permission to read must last until the message is proved: that of the photo picker and of {@code ACTION_GET_CONTENT} lasts
     * as long as the process. After {@code ACTION_OPEN_DOCUMENT}, {@code takePersistableUriPermission} makes it last.
     *
     * <p>Asks another process: not for the main thread.
     *
     * @param resolver that of any context
     * @param uri what the picker gave
     * @return a source that may be opened as often as needed
     * @throws IOException when there is no such file, or it may not be read
     * @throws IllegalArgumentException for an address that is no {@code content://}; for files there is {@link AttachmentFiles}
     */
    public static AttachmentSource of(ContentResolver resolver, Uri uri) throws IOException {
        if (!ContentResolver.SCHEME_CONTENT.equals(uri.getScheme())) {
            throw new IllegalArgumentException("An address with the scheme " + uri.getScheme()
                    + " is no content: use AttachmentFiles.source(File) for files.");
        }
        try {
            String type = resolver.getType(uri);
            Description told = describe(resolver, uri);
            long size = told.size >= 0 ? told.size : measure(resolver, uri);
            String name = told.name != null ? told.name : nameFor(type);
            return AttachmentFiles.source(name, size, type, () -> open(resolver, uri));
        } catch (SecurityException denied) {
            throw new IOException("The content may not be read any more. Let the guest choose it again.", denied);
        }
    }

    private static Description describe(ContentResolver resolver, Uri uri) {
        String[] columns = {OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE};
        try (Cursor row = resolver.query(uri, columns, null, null, null)) {
            if (row == null || !row.moveToFirst()) return new Description(null, -1);
            int name = row.getColumnIndex(OpenableColumns.DISPLAY_NAME);
            int size = row.getColumnIndex(OpenableColumns.SIZE);
            return new Description(
                    name < 0 || row.isNull(name) ? null : row.getString(name),
                    size < 0 || row.isNull(size) ? -1 : row.getLong(size));
        }
    }

    private static long measure(ContentResolver resolver, Uri uri) throws IOException {
        try (AssetFileDescriptor file = resolver.openAssetFileDescriptor(uri, "r")) {
            if (file != null && file.getLength() >= 0) return file.getLength();
        } catch (FileNotFoundException onlyStreams) {
            // The stream tells whether there is really nothing.
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (InputStream bytes = open(resolver, uri)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) size += read;
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

    private static final class Description {
        final @Nullable String name;
        final long size;

        Description(@Nullable String name, long size) {
            this.name = name;
            this.size = size;
        }
    }
}
