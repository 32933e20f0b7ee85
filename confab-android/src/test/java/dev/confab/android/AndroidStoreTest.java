package dev.confab.android;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import dev.confab.transport.store.StoreException;
import dev.confab.transport.store.TokenCipher;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;

/** Keystore and store together: what happens to the guest when one of them is lost. */
@RunWith(RobolectricTestRunner.class)
public class AndroidStoreTest {

    private static final byte[] TEXT = "the guest's key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ROW = "row 1".getBytes(StandardCharsets.UTF_8);

    private final Context context = RuntimeEnvironment.getApplication();
    private final File keyset = new File(context.getNoBackupFilesDir(), "confab-keyset");
    private FakeKeystore keystore = FakeKeystore.install();

    @Before
    public void begin() {
        keystore = FakeKeystore.install();
    }

    @After
    public void end() {
        keystore.close();
    }

    @Test
    public void SEC4_what_was_sealed_opens_after_a_restart_and_no_key_is_in_clear() throws IOException {
        byte[] sealed = KeystoreCipher.open(context).seal(TEXT, ROW);
        TokenCipher again = KeystoreCipher.open(context);
        assertArrayEquals(TEXT, again.open(sealed, ROW));
        assertNull(again.open(sealed, TEXT));
        assertEquals(1, FakeKeystore.KEYS.size());
        // Tink's form of a keyset in clear names the type of its keys.
        String stored = new String(Files.readAllBytes(keyset.toPath()), StandardCharsets.ISO_8859_1);
        assertFalse(stored.contains("AesGcmKey"));
    }

    @Test
    public void SEC4_a_damaged_keyset_is_an_error_and_stays() throws IOException {
        KeystoreCipher.open(context);
        byte[] damaged = Files.readAllBytes(keyset.toPath());
        damaged[damaged.length / 2] ^= 1;
        Files.write(keyset.toPath(), damaged);
        StoreException failure = assertThrows(StoreException.class, () -> KeystoreCipher.open(context));
        assertTrue(String.valueOf(failure.getMessage()).contains("KeystoreCipher.forget"));
        assertArrayEquals(damaged, Files.readAllBytes(keyset.toPath()));
    }

    @Test
    public void SEC4_a_key_that_is_gone_from_the_keystore_is_an_error_and_no_new_guest() throws IOException {
        AndroidStore.open(context).close();
        byte[] before = Files.readAllBytes(keyset.toPath());
        FakeKeystore.KEYS.clear();
        assertThrows(StoreException.class, () -> AndroidStore.open(context));
        assertTrue(FakeKeystore.KEYS.isEmpty());
        assertArrayEquals(before, Files.readAllBytes(keyset.toPath()));
    }

    @Test
    public void SEC4_a_store_whose_keyset_is_gone_does_not_open_with_a_new_one() {
        AndroidStore.open(context).close();
        assertTrue(keyset.delete());
        StoreException failure = assertThrows(StoreException.class, () -> AndroidStore.open(context));
        assertTrue(
                String.valueOf(failure.getMessage()),
                String.valueOf(failure.getMessage()).contains("does not open with this key"));
    }

    @Test
    public void aStartThatWasCutShortIsGoneOnWith() {
        FakeKeystore.KEYS.clear();
        assertTrue(!keyset.exists() || keyset.delete());
        KeystoreCipher.open(context);
        assertTrue(keyset.delete());
        // The key is there, its keyset is not.
        assertNotNull(KeystoreCipher.open(context));
        assertEquals(1, FakeKeystore.KEYS.size());
    }

    @Test
    public void theStoreIsWhereNoBackupLooksAndIsForgottenOnlyWhenAsked() {
        AndroidStore.open(context).close();
        File store = new File(context.getNoBackupFilesDir(), "confab/sessions.db");
        assertTrue(store.exists());
        AndroidStore.forget(context);
        assertFalse(store.exists());
        assertFalse(keyset.exists());
        assertTrue(FakeKeystore.KEYS.isEmpty());
        AndroidStore.open(context).close();
        assertTrue(store.exists());
    }
}
