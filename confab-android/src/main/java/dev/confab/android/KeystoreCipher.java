package dev.confab.android;

import android.content.Context;
import android.os.UserManager;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.confab.transport.store.StoreException;
import dev.confab.transport.store.StoreLostException;
import dev.confab.transport.store.TinkTokenCipher;
import dev.confab.transport.store.TokenCipher;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A cipher whose key only this device has: a keyset of Google Tink (AES-256-GCM), itself sealed with a key that never leaves the Android
 * Keystore. So a row costs no call into the Keystore, which takes milliseconds and of which there are few at a time.
 *
 * <p>The sealed keyset is a file in the directory that no backup takes along, because the Keystore is in no backup either. What cannot be
 * opened is an error and stays as it is: nothing here ever makes a new key in place of one that is lost, which would be a new guest
 * without anybody noticing. Only {@link #forget} does, when the application says so.
 */
public final class KeystoreCipher {

    private static final String FILE = "confab-keyset";
    private static final byte[] PURPOSE = "dev.confab keyset".getBytes(StandardCharsets.UTF_8);
    private static final Object LOCK = new Object();

    private KeystoreCipher() {}

    /**
     * The cipher of this application; the first call makes its keys. Reads the disk and asks the Keystore: not for the main thread.
     *
     * @param context any
     * @return the same keys each time
     * @throws KeystoreUnavailableException when the Keystore does not answer, or the device was not unlocked yet: nothing is lost
     * @throws StoreLostException when the keyset will never open: it is damaged, or its key is gone from the Keystore
     * @throws StoreException when its file cannot be read or written, or the Keystore of the device cannot be used at all
     */
    public static TokenCipher open(Context context) {
        requireUnlocked(context);
        File file = new File(context.getNoBackupFilesDir(), FILE);
        KeystoreKey key = new KeystoreKey(alias(context));
        synchronized (LOCK) {
            try {
                AeadConfig.register();
                KeysetHandle keyset = file.exists() ? stored(file, key) : made(file, key);
                return TinkTokenCipher.of(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
            } catch (GeneralSecurityException unusable) {
                throw new StoreException("Google Tink cannot be used on this device.", unusable);
            } catch (IOException failed) {
                throw new StoreException(
                        "The key of the conversations in " + file + " cannot be read or written.", failed);
            }
        }
    }

    /**
     * Deletes the keys. What they sealed can never be read again; delete the store too, or it will not open. Not for the main thread.
     *
     * @param context any
     * @throws StoreException when they cannot be deleted; a {@link KeystoreUnavailableException} when the Keystore does not answer
     */
    public static void forget(Context context) {
        requireUnlocked(context);
        File file = new File(context.getNoBackupFilesDir(), FILE);
        synchronized (LOCK) {
            // The key first: whatever comes after that, the keyset is of no use to anybody.
            new KeystoreKey(alias(context)).delete();
            if (!file.delete() && file.exists())
                throw new StoreException("The file " + file + " could not be deleted.");
        }
    }

    private static KeysetHandle stored(File file, KeystoreKey key) throws IOException {
        byte[] sealed = AtomicBytes.read(file);
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, key, PURPOSE, RegistryConfiguration.get());
        } catch (KeystoreKey.Lost lost) {
            throw lost(file, lost);
        } catch (GeneralSecurityException unreadable) {
            throw lost(file, unreadable);
        }
    }

    private static StoreException lost(File file, Throwable why) {
        return new StoreLostException(
                "The key of the conversations in " + file
                        + " does not open: it is damaged, or it belongs to another installation,"
                        + " or its key is gone from the Android Keystore. What it sealed is lost; KeystoreCipher.forget begins anew"
                        + " with another guest.",
                why);
    }

    private static KeysetHandle made(File file, KeystoreKey key) throws GeneralSecurityException, IOException {
        // A key without a file is what a start leaves that was cut short. It stays where it works: should the file only
        // be out of sight, its key is not overwritten.
        KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        byte[] sealed;
        try {
            if (!key.exists()) key.make();
            sealed = sealed(keyset, key);
        } catch (KeystoreKey.Lost useless) {
            key.make();
            sealed = sealed(keyset, key);
        }
        AtomicBytes.write(file, sealed);
        return keyset;
    }

    private static byte[] sealed(KeysetHandle keyset, KeystoreKey key) {
        try {
            byte[] sealed =
                    TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, key, PURPOSE, RegistryConfiguration.get());
            // Some devices have a Keystore that does not open what it sealed: better known now than after the first
            // conversation.
            TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, key, PURPOSE, RegistryConfiguration.get());
            return sealed;
        } catch (GeneralSecurityException broken) {
            throw new StoreException(
                    "The Android Keystore of this device does not open what it sealed. Nothing was stored: open the store with a cipher"
                            + " of your own (AndroidStore.open(context, cipher)), or keep the session in memory.",
                    broken);
        }
    }

    /** Before the first unlocking the files of the application are out of sight, and a keyset would be made beside the one there is. */
    private static void requireUnlocked(Context context) {
        UserManager users = context.getSystemService(UserManager.class);
        if (users != null && !users.isUserUnlocked()) {
            throw new KeystoreUnavailableException(
                    "The device was not unlocked since it was switched on, so its keys and files cannot be used yet. Try again later.");
        }
    }

    private static String alias(Context context) {
        return context.getPackageName() + ".confab";
    }
}
