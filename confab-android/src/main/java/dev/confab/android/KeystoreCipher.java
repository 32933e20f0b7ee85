package dev.confab.android;

import android.content.Context;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.integration.android.AndroidKeystore;
import dev.confab.transport.store.StoreException;
import dev.confab.transport.store.TinkTokenCipher;
import dev.confab.transport.store.TokenCipher;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;

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
     * @throws StoreException when the keyset cannot be opened: it is damaged, or its key is gone from the Keystore
     */
    public static TokenCipher open(Context context) {
        File file = new File(context.getNoBackupFilesDir(), FILE);
        String alias = alias(context);
        synchronized (LOCK) {
            try {
                AeadConfig.register();
                return TinkTokenCipher.of(keyset(file, alias).getPrimitive(RegistryConfiguration.get(), Aead.class));
            } catch (KeyStoreException unavailable) {
                throw new StoreException(
                        "The Android Keystore does not answer. Try again later, or restart the device.", unavailable);
            } catch (GeneralSecurityException unreadable) {
                throw new StoreException(
                        "The key of the conversations in " + file
                                + " does not open: it is damaged, or it belongs to another"
                                + " installation. What it sealed is lost; KeystoreCipher.forget begins anew with another guest.",
                        unreadable);
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
     * @throws StoreException when they cannot be deleted
     */
    public static void forget(Context context) {
        File file = new File(context.getNoBackupFilesDir(), FILE);
        synchronized (LOCK) {
            try {
                // The key first: whatever comes after that, the keyset is of no use to anybody.
                if (AndroidKeystore.hasKey(alias(context))) AndroidKeystore.deleteKey(alias(context));
            } catch (GeneralSecurityException failed) {
                throw new StoreException("The key could not be deleted from the Android Keystore.", failed);
            }
            if (!file.delete() && file.exists())
                throw new StoreException("The file " + file + " could not be deleted.");
        }
    }

    private static KeysetHandle keyset(File file, String alias) throws GeneralSecurityException, IOException {
        boolean hasKey = AndroidKeystore.hasKey(alias);
        if (file.exists()) {
            if (!hasKey) throw new GeneralSecurityException("The Android Keystore has no key " + alias + ".");
            return TinkProtoKeysetFormat.parseEncryptedKeyset(
                    AtomicBytes.read(file), AndroidKeystore.getAead(alias), PURPOSE, RegistryConfiguration.get());
        }
        // A key without a file is what a start leaves that was cut short: nothing was sealed yet.
        if (!hasKey) AndroidKeystore.generateNewAes256GcmKey(alias);
        Aead wrapping = AndroidKeystore.getAead(alias);
        KeysetHandle made = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        byte[] sealed =
                TinkProtoKeysetFormat.serializeEncryptedKeyset(made, wrapping, PURPOSE, RegistryConfiguration.get());
        // Some devices have a Keystore that does not open what it sealed: better known now than after the first
        // conversation.
        TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, wrapping, PURPOSE, RegistryConfiguration.get());
        AtomicBytes.write(file, sealed);
        return made;
    }

    private static String alias(Context context) {
        return context.getPackageName() + ".confab";
    }
}
