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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The files of messages, downloaded by the library into the cache of the app, each once. Safe on any thread. */
final class MessageFiles {

    private static final long PATIENCE_SECONDS = 120;

    private final AsyncMessagingClient client;
    private final File directory;
    private final Map<AttachmentId, CompletableFuture<File>> loading = new HashMap<>();

    MessageFiles(Context context, AsyncMessagingClient client) {
        this.client = client;
        directory = new File(context.getCacheDir(), "files");
    }

    /** The file on this device; completes when it is there. */
    synchronized CompletableFuture<File> load(Attachment file) {
        CompletableFuture<File> known = loading.get(file.getId());
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        File target = place(file);
        CompletableFuture<File> begun = target.length() > 0
                ? CompletableFuture.completedFuture(target)
                : client.download(file, AttachmentFiles.sink(target)).thenApply(bytes -> target);
        loading.put(file.getId(), begun);
        return begun;
    }

    /** The file as a picture. */
    ImageSource source(Attachment file) {
        return new ImageSource() {
            @Override
            public String key() {
                return "file " + file.getId();
            }

            @Override
            public InputStream open() throws IOException {
                try {
                    return new FileInputStream(load(file).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
                } catch (ExecutionException | TimeoutException failed) {
                    throw new IOException("The picture could not be loaded.", failed);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException("The picture is not wanted any more.", interrupted);
                }
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
