package dev.confab.sample.screen;

import android.content.ContentResolver;
import android.database.Cursor;
import android.net.Uri;
import android.provider.OpenableColumns;
import dev.confab.sample.chat.PickedFile;
import dev.confab.transport.jvm.AttachmentFiles;
import java.io.FileNotFoundException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Files that the guest chose in another app. */
final class ContentFiles {

    private ContentFiles() {}

    /** The file behind a content URI, or null where its size is not told: an upload must know it. */
    static @Nullable PickedFile open(ContentResolver resolver, Uri uri) {
        String[] columns = {OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE};
        try (Cursor cursor = resolver.query(uri, columns, null, null, null)) {
            if (cursor == null || !cursor.moveToFirst() || cursor.isNull(1)) {
                return null;
            }
            String name = cursor.isNull(0) ? "file" : cursor.getString(0);
            long size = cursor.getLong(1);
            return new PickedFile(
                    AttachmentFiles.source(name, size, resolver.getType(uri), () -> stream(resolver, uri)),
                    uri.toString());
        }
    }

    private static InputStream stream(ContentResolver resolver, Uri uri) throws FileNotFoundException {
        InputStream stream = resolver.openInputStream(uri);
        if (stream == null) {
            throw new FileNotFoundException("The file is gone.");
        }
        return stream;
    }
}
