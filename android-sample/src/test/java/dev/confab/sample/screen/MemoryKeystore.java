package dev.confab.sample.screen;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.Provider;
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

/** The Android Keystore of a pretended device: keys by alias, in memory, with the AES-GCM of this JVM. */
public final class MemoryKeystore extends Provider implements AutoCloseable {

    private static final long serialVersionUID = 1;
    private static final String NAME = "AndroidKeyStore";
    private static final Map<String, Key> KEYS = new ConcurrentHashMap<>();

    private MemoryKeystore() {
        super(NAME, "1", "A Keystore for tests");
        put("KeyStore." + NAME, Keys.class.getName());
        put("KeyGenerator.AES", AesKeys.class.getName());
    }

    static MemoryKeystore install() {
        KEYS.clear();
        Security.removeProvider(NAME);
        MemoryKeystore keystore = new MemoryKeystore();
        Security.addProvider(keystore);
        return keystore;
    }

    /** As after the device was set up anew. */
    static void loseKeys() {
        KEYS.clear();
    }

    @Override
    public void close() {
        Security.removeProvider(NAME);
        KEYS.clear();
    }

    /** Makes a key under the alias that Android's specification names. */
    public static final class AesKeys extends KeyGeneratorSpi {
        private String alias = "";

        @Override
        protected void engineInit(SecureRandom random) {}

        @Override
        protected void engineInit(AlgorithmParameterSpec wanted, @Nullable SecureRandom random) {
            alias = ((android.security.keystore.KeyGenParameterSpec) wanted).getKeystoreAlias();
        }

        @Override
        protected void engineInit(int keySize, SecureRandom random) {}

        @Override
        protected SecretKey engineGenerateKey() {
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            SecretKey key = new SecretKeySpec(bytes, "AES");
            KEYS.put(alias, key);
            return key;
        }
    }

    /** What is kept: keys, and no certificates. */
    public static final class Keys extends KeyStoreSpi {
        @Override
        public @Nullable Key engineGetKey(String alias, char @Nullable [] password) {
            return KEYS.get(alias);
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
            KEYS.put(alias, key);
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
            KEYS.remove(alias);
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(KEYS.keySet());
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return KEYS.containsKey(alias);
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
