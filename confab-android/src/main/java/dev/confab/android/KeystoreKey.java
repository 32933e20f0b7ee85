package dev.confab.android;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.integration.android.AndroidKeystore;
import dev.confab.transport.store.StoreException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key in the Android Keystore. Each failure of the Keystore, checked or not, comes out as what it means: {@link
 * KeystoreUnavailableException} when it passes, {@link Lost} when the key will never work again; and what does not fit the key as a
 * {@code GeneralSecurityException}.
 */
final class KeystoreKey implements Aead {

    private static final String UNAVAILABLE =
            "The Android Keystore does not answer as it should. Nothing is lost: try again later; if that does not help, restart the device.";

    private final String alias;

    KeystoreKey(String alias) {
        this.alias = alias;
    }

    /** Makes the key, in place of one that is there. */
    void make() {
        asked(() -> {
            AndroidKeystore.generateNewAes256GcmKey(alias);
            return true;
        });
    }

    /** Deletes the key, if there is one. */
    void delete() {
        asked(() -> {
            if (AndroidKeystore.hasKey(alias)) AndroidKeystore.deleteKey(alias);
            return true;
        });
    }

    /** Whether a key is found. */
    boolean exists() {
        return asked(() -> load(alias)).isPresent();
    }

    @Override
    public byte[] encrypt(byte[] plain, byte[] associatedData) throws GeneralSecurityException {
        return used(key -> key.encrypt(plain, associatedData));
    }

    @Override
    public byte[] decrypt(byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
        return used(key -> key.decrypt(sealed, associatedData));
    }

    private byte[] used(Use use) throws GeneralSecurityException {
        Aead key = find().orElseThrow(() -> new Lost("The Android Keystore has no key " + alias + " any more.", null));
        try {
            return use.of(key);
        } catch (GeneralSecurityException | RuntimeException failed) {
            if (KeystoreFaults.isMismatch(failed)) throw failed;
            throw meaning(failed);
        }
    }

    private Optional<Aead> find() {
        Optional<Aead> key = asked(() -> load(alias));
        if (key.isPresent()) return key;
        // A Keystore whose service is dead says that it has no such key, too, up to Android 11 at least. One that makes
        // another key and finds it again is not dead.
        String probe = alias + ".probe";
        boolean answers = asked(() -> {
            AndroidKeystore.generateNewAes256GcmKey(probe);
            boolean found = load(probe).isPresent();
            AndroidKeystore.deleteKey(probe);
            return found;
        });
        if (!answers) throw new KeystoreUnavailableException(UNAVAILABLE);
        return asked(() -> load(alias));
    }

    private static Optional<Aead> load(String alias) throws GeneralSecurityException {
        try {
            return Optional.of(AndroidKeystore.getAead(alias));
        } catch (InvalidKeyException failed) {
            // Tink's word for a key that is not there; those of the Keystore are its subclasses, or have a cause.
            if (failed.getClass() == InvalidKeyException.class && failed.getCause() == null) return Optional.empty();
            throw failed;
        }
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (GeneralSecurityException | RuntimeException failed) {
            throw meaning(failed);
        }
    }

    private StoreException meaning(Exception failed) {
        if (KeystoreFaults.isLost(failed)) {
            return new Lost(
                    "The key " + alias + " of the Android Keystore is damaged or was invalidated for good.", failed);
        }
        return new KeystoreUnavailableException(UNAVAILABLE, failed);
    }

    private interface Use {
        byte[] of(Aead key) throws GeneralSecurityException;
    }

    private interface Question<T> {
        T ask() throws GeneralSecurityException;
    }

    /** The key will never work again. */
    static final class Lost extends StoreException {
        private static final long serialVersionUID = 1;

        Lost(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
