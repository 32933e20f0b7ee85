package dev.confab.android;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.os.UserManager;
import android.security.KeyStoreException;
import android.security.keystore.BackendBusyException;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.StrongBoxUnavailableException;
import android.security.keystore.UserNotAuthenticatedException;
import dev.confab.android.FakeKeystore.Operation;
import dev.confab.transport.store.StoreLostException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Objects;
import javax.crypto.IllegalBlockSizeException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;

/** What passes is told apart from what is lost: an application offers to begin anew on the one, and never on the other. */
@RunWith(RobolectricTestRunner.class)
public class KeystoreFaultsTest {

    private static final int OTHER_CODE = -28;
    private static final int CORRUPTED_CODE = 7; // ResponseCode.VALUE_CORRUPTED before and after its new name
    private static final byte[] TEXT = "the guest's key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ROW = "row 1".getBytes(StandardCharsets.UTF_8);

    private final Context context = RuntimeEnvironment.getApplication();
    private final File keyset = new File(context.getNoBackupFilesDir(), "confab-keyset");
    private FakeKeystore keystore = FakeKeystore.install();
    private byte[] sealed = {};
    private byte[] stored = {};

    @Before
    public void begin() throws IOException {
        keystore = FakeKeystore.install();
        sealed = KeystoreCipher.open(context).seal(TEXT, ROW);
        stored = Files.readAllBytes(keyset.toPath());
    }

    @After
    public void end() {
        keystore.close();
    }

    @Test
    public void SEC4_what_passes_is_told_as_such_and_nothing_is_lost_by_it() throws IOException {
        List<Exception> passing = List.of(
                new ProviderException("Keystore operation failed"),
                new BackendBusyException(100),
                new StrongBoxUnavailableException(),
                new IllegalStateException("The service died."),
                new UserNotAuthenticatedException(),
                new InvalidKeyException("Keystore operation failed", new KeyStoreException(OTHER_CODE, "too many")),
                because(new UnrecoverableKeyException("Failed to obtain information about key")));
        for (Exception fault : passing) {
            for (Operation operation : List.of(Operation.FIND, Operation.USE)) {
                if (operation == Operation.USE && fault instanceof UnrecoverableKeyException) continue;
                FakeKeystore.FAULTS.put(operation, fault);
                KeystoreUnavailableException told =
                        assertThrows(KeystoreUnavailableException.class, () -> KeystoreCipher.open(context));
                assertSame(fault, told.getCause());
                assertTrue(String.valueOf(told.getMessage()).contains("Nothing is lost"));
                FakeKeystore.FAULTS.clear();
                assertStillThere();
            }
        }
        // Not to be had from this JVM's cipher: an operation that was pushed out by others.
        assertFalse(KeystoreFaults.isLost(new IllegalBlockSizeException()));
    }

    @Test
    public void SEC4_a_dead_service_does_not_make_a_key_lost() throws IOException {
        FakeKeystore.isDead = true;
        assertThrows(KeystoreUnavailableException.class, () -> KeystoreCipher.open(context));
        FakeKeystore.isDead = false;
        assertStillThere();
    }

    @Test
    public void SEC4_a_key_that_is_invalidated_damaged_or_gone_is_told_as_lost() throws IOException {
        List<Exception> lost = List.of(
                new KeyPermanentlyInvalidatedException(),
                new InvalidKeyException("Keystore operation failed", new KeyPermanentlyInvalidatedException()),
                new ProviderException(new KeyStoreException(CORRUPTED_CODE, "the blob")),
                new UnrecoverableKeyException("User changed or deleted their auth credentials"));
        for (Exception fault : lost) {
            FakeKeystore.FAULTS.put(Operation.USE, fault);
            if (fault instanceof UnrecoverableKeyException) FakeKeystore.FAULTS.put(Operation.FIND, fault);
            assertLost();
            FakeKeystore.FAULTS.clear();
        }
        FakeKeystore.KEYS.clear();
        assertLost();
        assertTrue("no key of the search is left", FakeKeystore.KEYS.isEmpty());
    }

    @Test
    public void aFirstStartThatTheKeystoreRefusesLeavesNothingAndCanBeTriedAgain() {
        KeystoreCipher.forget(context);
        FakeKeystore.FAULTS.put(Operation.MAKE, new ProviderException("busy"));
        assertThrows(KeystoreUnavailableException.class, () -> KeystoreCipher.open(context));
        assertFalse(keyset.exists());
        FakeKeystore.FAULTS.clear();
        KeystoreCipher.open(context);
        assertTrue(keyset.exists());
    }

    @Test
    public void aKeystoreThatCannotDeleteIsToldAndTheKeysetStays() throws IOException {
        FakeKeystore.FAULTS.put(Operation.DELETE, new ProviderException("busy"));
        assertThrows(KeystoreUnavailableException.class, () -> KeystoreCipher.forget(context));
        FakeKeystore.FAULTS.clear();
        assertStillThere();
    }

    @Test
    public void beforeTheFirstUnlockingNothingIsMade() throws IOException {
        assertTrue(keyset.delete());
        UserManager users = Objects.requireNonNull(context.getSystemService(UserManager.class));
        Shadows.shadowOf(users).setUserUnlocked(false);
        assertThrows(KeystoreUnavailableException.class, () -> KeystoreCipher.open(context));
        assertThrows(KeystoreUnavailableException.class, () -> KeystoreCipher.forget(context));
        assertFalse(keyset.exists());
        Shadows.shadowOf(users).setUserUnlocked(true);
        Files.write(keyset.toPath(), stored);
        assertStillThere();
    }

    private void assertStillThere() throws IOException {
        assertArrayEquals(stored, Files.readAllBytes(keyset.toPath()));
        assertArrayEquals(TEXT, KeystoreCipher.open(context).open(sealed, ROW));
        assertEquals(1, FakeKeystore.KEYS.size());
    }

    private void assertLost() throws IOException {
        StoreLostException told = assertThrows(StoreLostException.class, () -> KeystoreCipher.open(context));
        assertTrue(String.valueOf(told.getMessage()).contains("KeystoreCipher.forget"));
        assertArrayEquals(stored, Files.readAllBytes(keyset.toPath()));
    }

    private static Exception because(Exception failure) {
        failure.initCause(new KeyStoreException(OTHER_CODE, "busy"));
        return failure;
    }
}
