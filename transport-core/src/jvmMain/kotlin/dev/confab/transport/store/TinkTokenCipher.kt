package dev.confab.transport.store

import com.google.crypto.tink.Aead
import com.google.crypto.tink.InsecureSecretKeyAccess
import com.google.crypto.tink.KeysetHandle
import com.google.crypto.tink.RegistryConfiguration
import com.google.crypto.tink.TinkJsonProtoKeysetFormat
import com.google.crypto.tink.aead.AeadConfig
import com.google.crypto.tink.aead.PredefinedAeadParameters
import java.security.GeneralSecurityException

/**
 * Seals with Google Tink; new keys are AES-256-GCM. The same code runs on the JVM (artifact `tink`) and on Android (`tink-android`).
 *
 * A keyset may hold several keys: the primary one seals, all of them open. So a key is changed by adding a new primary key; the old one
 * stays as long as the store holds rows that it sealed.
 *
 * Thread-safe.
 */
public class TinkTokenCipher private constructor(private val aead: Aead) : TokenCipher {
    override fun seal(plain: ByteArray, associatedData: ByteArray): ByteArray = aead.encrypt(plain, associatedData)

    override fun open(sealed: ByteArray, associatedData: ByteArray): ByteArray? = try {
        aead.decrypt(sealed, associatedData)
    } catch (_: GeneralSecurityException) {
        null
    }

    public companion object {
        /**
         * A new keyset in Tink's JSON form, with one AES-256-GCM key. It is the secret itself: keep it where the application keeps its
         * secrets and give it to [fromKeyset], or let [TinkKeyFile] keep it.
         */
        @JvmStatic
        public fun newKeyset(): String {
            AeadConfig.register()
            val handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)
            return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get())
        }

        /**
         * A cipher with the keys of a keyset in Tink's JSON form.
         *
         * @throws StoreException when [keyset] is something else, or its keys are not for authenticated encryption.
         */
        @JvmStatic
        public fun fromKeyset(keyset: String): TinkTokenCipher = try {
            AeadConfig.register()
            val handle = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
            TinkTokenCipher(handle.getPrimitive(RegistryConfiguration.get(), Aead::class.java))
        } catch (_: GeneralSecurityException) {
            // Without the cause: a parser's message may quote the key.
            throw StoreException("This is no keyset of Google Tink for authenticated encryption (AEAD) in JSON form.")
        }

        /** A cipher over keys that are kept elsewhere: in the Android Keystore, or in a key management service. */
        @JvmStatic
        public fun of(aead: Aead): TinkTokenCipher = TinkTokenCipher(aead)
    }
}
