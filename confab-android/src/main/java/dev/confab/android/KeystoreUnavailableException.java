package dev.confab.android;

import dev.confab.transport.store.StoreException;
import dev.confab.transport.store.StoreLostException;

/**
 * The Android Keystore cannot be used at the moment: its service is busy or restarts, or the device was not unlocked since it was switched
 * on. <b>Nothing is lost</b>, and nothing was changed: try again later, and do not offer the guest to begin anew.
 *
 * <p>Every other {@link StoreException} of {@link KeystoreCipher} and {@link AndroidStore} stays as it is until somebody does something: to
 * begin anew helps with a {@link StoreLostException} only.
 */
public final class KeystoreUnavailableException extends StoreException {

    private static final long serialVersionUID = 1;

    KeystoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    KeystoreUnavailableException(String message) {
        super(message);
    }
}
