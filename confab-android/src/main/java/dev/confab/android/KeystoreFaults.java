package dev.confab.android;

import android.os.Build;
import android.security.KeyStoreException;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import java.security.UnrecoverableKeyException;
import javax.crypto.BadPaddingException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of the Android Keystore means for the key. In doubt it passes: who tries again in vain loses a moment, who is told too
 * soon that a key is lost throws the guest's conversations away.
 */
final class KeystoreFaults {

    private KeystoreFaults() {}

    /**
     * Whether the key will never work again: the Keystore itself says that it is gone, damaged or invalidated for good. All else passes: a
     * {@code ProviderException} of a service that is busy or dead, {@code UserNotAuthenticatedException}, an operation that was pushed
     * out by others.
     */
    static boolean isLost(Throwable failure) {
        if (failure instanceof UnrecoverableKeyException && failure.getCause() == null) {
            // So Android 12 and newer give on KeyPermanentlyInvalidatedException; what passes has the Keystore's own
            // failure as its cause (AndroidKeyStoreSpi.engineGetKey).
            return true;
        }
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KeyPermanentlyInvalidatedException || isLostByCode(cause)) return true;
        }
        return false;
    }

    /** Whether the key works and does not fit: what it is to open was changed, or sealed by another one. */
    static boolean isMismatch(Throwable failure) {
        return failure instanceof BadPaddingException; // AEADBadTagException is one
    }

    private static boolean isLostByCode(Throwable cause) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || !(cause instanceof KeyStoreException)) return false;
        int code = ((KeyStoreException) cause).getNumericErrorCode();
        return code == KeyStoreException.ERROR_KEY_CORRUPTED || code == KeyStoreException.ERROR_KEY_DOES_NOT_EXIST;
    }
}
