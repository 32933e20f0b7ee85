package dev.confab.android;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Small files that are there complete or not at all. */
final class AtomicBytes {

    private static final int MAX_BYTES = 1 << 16;

    private AtomicBytes() {}

    static byte[] read(File file) throws IOException {
        if (file.length() > MAX_BYTES) throw new IOException(file + " is too long.");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        try (InputStream in = new FileInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) bytes.write(buffer, 0, read);
        }
        return bytes.toByteArray();
    }

    /** On disk, under another name, before it is seen under its own. */
    static void write(File file, byte[] bytes) throws IOException {
        File unfinished = new File(file.getPath() + ".part");
        try (FileOutputStream out = new FileOutputStream(unfinished)) {
            out.write(bytes);
            out.getFD().sync();
        }
        if (!unfinished.renameTo(file)) throw new IOException(unfinished + " could not be renamed.");
    }
}
