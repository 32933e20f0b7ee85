package dev.confab.android;

import android.content.Context;
import dev.confab.transport.store.SqliteSessionStore;
import dev.confab.transport.store.StoreException;
import dev.confab.transport.store.StoreLostException;
import dev.confab.transport.store.TokenCipher;
import java.io.File;

/**
 * The durable store of an application: sessions, drafts and what is still to be sent outlive the process and the device's restart.
 *
 * <p>It is a SQLite file in the directory that no backup takes along and no other application reads. A backup would bring back messages
 * that were sent long ago, under a key that the other device does not have.
 */
public final class AndroidStore {

    private static final String DIRECTORY = "confab";
    private static final String FILE = "sessions.db";

    private AndroidStore() {}

    /**
     * Opens the store, sealed with the key of {@link KeystoreCipher}; the first call makes it. Reads the whole file: not for the main
     * thread. One at a time in the process: keep it in the {@code Application}.
     *
     * @param context any
     * @return close it at the end, if there is one; a process that is killed loses nothing
     * @throws KeystoreUnavailableException when the Keystore does not answer or the device was not unlocked yet; nothing is lost: try again
     *     later, and do not {@link #forget}
     * @throws StoreLostException naming the file: it is damaged, or sealed with another key; only beginning anew helps
     * @throws StoreException naming the file: it is in use, or the device's storage is full
     */
    public static SqliteSessionStore open(Context context) {
        return open(context, KeystoreCipher.open(context));
    }

    /**
     * Opens the store with a cipher of the application's own.
     *
     * @param context any
     * @param cipher the one that the store was made with
     * @return as for {@link #open(Context)}
     * @throws StoreException as for {@link #open(Context)}
     */
    public static SqliteSessionStore open(Context context, TokenCipher cipher) {
        File directory = new File(context.getNoBackupFilesDir(), DIRECTORY);
        if (!directory.isDirectory() && !directory.mkdir() && !directory.isDirectory()) {
            throw new StoreException("The directory " + directory + " cannot be made. Is the device's storage full?");
        }
        return SqliteSessionStore.open(new File(directory, FILE), cipher);
    }

    /**
     * Deletes the store and its keys: the conversations of this device are forgotten, and the next guest is another one. The store must be
     * closed. Not for the main thread.
     *
     * @param context any
     * @throws StoreException when something is left; a {@link KeystoreUnavailableException} when the Keystore does not answer
     */
    public static void forget(Context context) {
        KeystoreCipher.forget(context);
        File directory = new File(context.getNoBackupFilesDir(), DIRECTORY);
        File[] files = directory.listFiles();
        if (files == null) return;
        for (File file : files) {
            if (!file.delete() && file.exists())
                throw new StoreException("The file " + file + " could not be deleted.");
        }
    }
}
