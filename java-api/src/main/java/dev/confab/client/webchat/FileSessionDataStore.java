package dev.confab.client.webchat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps session data in a file: an example of a store that outlives the process. The file is replaced as a whole, so that a reader finds the old
 * data or the new. It is not encrypted: put it where only the guest's own account can read, such as the private directory of an Android
 * application.
 */
public final class FileSessionDataStore implements SessionDataStore {

    private static final int MAX_BYTES = 1 << 20;

    private final File file;

    /**
     * A store in one file.
     *
     * @param file made when there is something to keep; its directory must exist
     */
    public FileSessionDataStore(File file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    public synchronized @Nullable String load() throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] piece = new byte[8192];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                bytes.write(piece, 0, read);
                if (bytes.size() > MAX_BYTES) {
                    throw new IOException("The session data in " + file.getName() + " is larger than " + MAX_BYTES
                            + " bytes: it is not ours.");
                }
            }
            return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException absent) {
            if (file.exists()) {
                throw absent;
            }
            return null;
        }
    }

    @Override
    public synchronized void save(String data) throws IOException {
        File next = new File(file.getPath() + ".new");
        // Rights first: there is no moment in which others can read the secret.
        next.delete();
        if (!next.createNewFile() || !restrict(next)) {
            throw new IOException("The session data cannot be kept: " + next + " cannot be made.");
        }
        try (FileOutputStream out = new FileOutputStream(next)) {
            out.write(data.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        // On Windows a rename does not replace.
        if (!next.renameTo(file) && !(file.delete() && next.renameTo(file))) {
            throw new IOException("The session data cannot be kept: " + next + " cannot be renamed to " + file + ".");
        }
    }

    private static boolean restrict(File file) {
        // Where the file system has no such rights, there is nothing to take away.
        file.setReadable(false, false);
        file.setWritable(false, false);
        return file.setReadable(true, true) && file.setWritable(true, true);
    }

    @Override
    public synchronized void delete() throws IOException {
        if (!file.delete() && file.exists()) {
            throw new IOException("The session data cannot be removed: delete " + file + ".");
        }
    }
}
