package dev.confab.sandbox.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files in a temporary folder of their own, which only this user can read. The folder is made with its first file and
 * goes with {@link #close}, the last call. Every method may be called from any thread; {@link #create} and {@link #close}
 * wait for the disk, {@link #delete} does not.
 */
public final class TempFiles implements AutoCloseable {

    private final Executor disk;
    private @Nullable Path folder;
    private boolean closed;

    /**
     * Makes a set without files.
     *
     * @param disk runs what waits for the disk
     */
    public TempFiles(Executor disk) {
        this.disk = disk;
    }

    /**
     * Makes an empty file.
     *
     * @return where it lies
     * @throws UncheckedIOException when there is no room for it
     * @throws IllegalStateException after the close
     */
    public synchronized Path create() {
        if (closed) {
            throw new IllegalStateException("The sandbox is closed");
        }
        try {
            if (folder == null) {
                folder = Files.createTempDirectory("confab-sandbox-");
            }
            return Files.createTempFile(folder, "upload-", ".bin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes the bytes of a file, soon. A file that still is open elsewhere and resists goes with the others at the close.
     *
     * @param content whose bytes
     */
    public void delete(FileContent content) {
        if (content instanceof FileContent.OnDisk file) {
            disk.execute(() -> deleteIfPossible(file.path()));
        }
    }

    /** Deletes all files and the folder. May be called again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (folder != null) {
            list(folder).forEach(TempFiles::deleteIfPossible);
            deleteIfPossible(folder);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void deleteIfPossible(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nothing depends on it but the tidiness of the temporary folder.
        }
    }
}
