package dev.confab.android;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stands where the Android Keystore is on a device: keys by alias, in memory. The cipher is this JVM's AES-GCM. Fails as devices do, when a
 * test says so.
 */
public final class FakeKeystore extends Provider implements AutoCloseable {

    private static final long serialVersionUID = 1;
    private static final String NAME = "AndroidKeyStore";
    static final Map<String, SecretKey> KEYS = new ConcurrentHashMap<>();

    /** What each operation fails with. */
    static final Map<Operation, Exception> FAULTS = new ConcurrentHashMap<>();

    /** What is asked of a Keystore. */
    enum Operation {
        /** Looking for a key. */
        FIND,
        /** Making one. */
        MAKE,
        /** Sealing and opening. */
        USE,
        /** Deleting one. */
        DELETE
    }

    /** The service is dead: keys are not found, and none is made. */
    static volatile boolean isDead;

    private FakeKeystore() {
        super(NAME, "1", "A Keystore for tests");
        put("KeyStore." + NAME, Keys.class.getName());
        put("KeyGenerator.AES", AesKeys.class.getName());
    }

    static FakeKeystore install() {
        reset();
        Security.removeProvider(NAME);
        FakeKeystore keystore = new FakeKeystore();
        Security.addProvider(keystore);
        return keystore;
    }

    @Override
    public void close() {
        Security.removeProvider(NAME);
        reset();
    }

    private static void reset() {
        KEYS.clear();
        FAULTS.clear();
        isDead = false;
    }

    private static void mayFail(Operation operation) {
        Exception fault = FAULTS.get(operation);
        if (fault != null) throw FakeKeystore.<RuntimeException>unchecked(fault);
    }

    /** The interfaces of Java's providers do not declare all that Android's throw. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchecked(Exception fault) throws E {
        throw (E) fault;
    }

    /** A key that fails when the cipher takes it. */
    private static final class Kept extends SecretKeySpec {
        private static final long serialVersionUID = 1;

        Kept(byte[] bytes) {
            super(bytes, "AES");
        }

        @Override
        public byte[] getEncoded() {
            mayFail(Operation.USE);
            return super.getEncoded();
        }
    }

    /** Makes a key under the alias that stands in Android's specification of it. */
    public static final class AesKeys extends KeyGeneratorSpi {
        private @Nullable String alias;

        @Override
        protected void engineInit(SecureRandom random) {}

        @Override
        protected void engineInit(AlgorithmParameterSpec specification, @Nullable SecureRandom random) {
            alias = ((android.security.keystore.KeyGenParameterSpec) specification).getKeystoreAlias();
        }

        @Override
        protected void engineInit(int keySize, SecureRandom random) {}

        @Override
        protected SecretKey engineGenerateKey() {
            mayFail(Operation.MAKE);
            if (isDead) throw new ProviderException("The service is dead.");
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            SecretKey key = new Kept(bytes);
            KEYS.put(String.valueOf(alias), key);
            return key;
        }
    }

    /** What is kept. */
    public static final class Keys extends KeyStoreSpi {
        @Override
        public @Nullable Key engineGetKey(String alias, char @Nullable [] password) {
            mayFail(Operation.FIND);
            return isDead ? null : KEYS.get(alias);
        }

        @Override
        public Certificate @Nullable [] engineGetCertificateChain(String alias) {
            return null;
        }

        @Override
        public @Nullable Certificate engineGetCertificate(String alias) {
            return null;
        }

        @Override
        public @Nullable Date engineGetCreationDate(String alias) {
            return null;
        }

        @Override
        public void engineSetKeyEntry(
                String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain) {
            KEYS.put(alias, (SecretKey) key);
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineDeleteEntry(String alias) {
            mayFail(Operation.DELETE);
            KEYS.remove(alias);
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(KEYS.keySet());
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return !isDead && KEYS.containsKey(alias);
        }

        @Override
        public int engineSize() {
            return KEYS.size();
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return KEYS.containsKey(alias);
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public @Nullable String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public void engineStore(@Nullable OutputStream stream, char @Nullable [] password) {}

        @Override
        public void engineLoad(@Nullable InputStream stream, char @Nullable [] password) {}
    }
}
