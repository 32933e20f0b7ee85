package dev.confab.sample.screen;

import android.content.Context;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The files of messages, downloaded by the library into the cache of the app, each once. Safe on any thread, and blocks none. */
final class MessageFiles {

    private final AsyncMessagingClient client;
    private final Executor disk;
    private final File directory;
    private final Map<AttachmentId, CompletableFuture<File>> loading = new HashMap<>();

    /** @param disk looks for files, and makes folders for them */
    MessageFiles(Context context, AsyncMessagingClient client, Executor disk) {
        this.client = client;
        this.disk = disk;
        directory = Caches.files(context);
    }

    /** Whether it downloads by this client. */
    boolean isOf(AsyncMessagingClient other) {
        return client.equals(other);
    }

    /** The file on this device; completes when it is there. One that was there may be gone: the system clears caches. */
    synchronized CompletableFuture<File> load(Attachment file) {
        CompletableFuture<File> known = loading.get(file.getId());
        if (known != null && !known.isDone()) {
            return known;
        }
        CompletableFuture<File> begun = CompletableFuture.completedFuture(file).thenComposeAsync(this::find, disk);
        loading.put(file.getId(), begun);
        return begun;
    }

    private CompletableFuture<File> find(Attachment file) {
        File target = place(file);
        return target.length() > 0
                ? CompletableFuture.completedFuture(target)
                : client.download(file, AttachmentFiles.sink(target)).thenApply(bytes -> target);
    }

    /** The file as a picture. It is downloaded by the library, on no thread of ours. */
    ImageSource source(Attachment file) {
        return new ImageSource() {
            @Override
            public String key() {
                return "file " + file.getId();
            }

            @Override
            public CompletableFuture<?> ready() {
                return load(file);
            }

            @Override
            public InputStream open() throws IOException {
                return new FileInputStream(place(file));
            }
        };
    }

    /** A folder for each, so that the file keeps its name. Ids and names are the service's: neither may leave the folder. */
    private File place(Attachment file) {
        File folder = new File(
                directory,
                Integer.toHexString(file.getId().getValue().hashCode()) + "-"
                        + file.getId().getValue().replaceAll("[^A-Za-z0-9-]", "_"));
        if (!folder.isDirectory() && !folder.mkdirs()) {
            // The download fails with a reason of its own.
        }
        String name = file.getFileName();
        return new File(
                folder,
                name == null
                        ? "file"
                        : name.replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceAll("^\\.+", "_"));
    }
}
