package dev.confab.transport.store

import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.Base64
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull

class TinkTokenCipherTest {
    @TempDir
    lateinit var directory: Path

    private val keyFile by lazy { directory.resolve("key").toFile() }
    private val plain = "text".toByteArray()
    private val place = "place".toByteArray()

    @Test
    fun SEC4_what_was_sealed_opens_only_under_its_key_and_at_its_place() {
        val keyset = TinkTokenCipher.newKeyset()
        val cipher = TinkTokenCipher.fromKeyset(keyset)
        listOf(ByteArray(0), plain, ByteArray(1 shl 20) { it.toByte() }).forEach {
            val sealed = cipher.seal(it, place)
            assertContentEquals(it, TinkTokenCipher.fromKeyset(keyset).open(sealed, place))
            assertNull(cipher.open(sealed, "other".toByteArray()))
            assertNull(newCipher().open(sealed, place))
            assertFalse(sealed.contentEquals(cipher.seal(it, place)), "sealed twice, the same bytes")
        }
    }

    @Test
    fun a_new_key_is_aes_256_gcm() {
        val keyset = TinkTokenCipher.newKeyset()
        assertContains(keyset, "AesGcmKey")
        // Version 0, then 32 bytes of key, as a protocol buffer.
        val value = Regex("\"value\":\"([^\"]+)\"").find(keyset)!!.groupValues[1]
        assertEquals(34, Base64.getDecoder().decode(value).size)
    }

    @Test
    fun what_is_no_keyset_is_an_error_that_does_not_quote_it() {
        val streaming = TinkTokenCipher.newKeyset().replace("AesGcmKey", "AesGcmHkdfStreamingKey")
        listOf("", SECRET, "{}", "{\"$SECRET\":1}", "{\"primaryKeyId\":\"$SECRET\"}", streaming).forEach {
            assertFails("keyset", "Tink") { TinkTokenCipher.fromKeyset(it) }
        }
    }

    @Test
    fun SEC4_a_key_file_is_made_once_for_its_owner_only() {
        val sealed = TinkKeyFile.openOrCreate(keyFile).seal(plain, place)

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile.toPath())))
        assertContentEquals(plain, TinkKeyFile.openOrCreate(keyFile).open(sealed, place))
        assertEquals(listOf("key"), directory.toFile().list()?.toList(), "an unfinished file remains")
    }

    @Test
    fun SEC4_a_key_file_that_others_can_use_is_refused() {
        TinkKeyFile.openOrCreate(keyFile)
        listOf("rw-r-----", "rw-----w-", "rw----r--", "rw---x---").forEach {
            Files.setPosixFilePermissions(keyFile.toPath(), PosixFilePermissions.fromString(it))
            assertFails(keyFile.path, "others", "chmod 600") { TinkKeyFile.openOrCreate(keyFile) }
        }
        Files.setPosixFilePermissions(keyFile.toPath(), PosixFilePermissions.fromString("r--------"))
        TinkKeyFile.openOrCreate(keyFile)
    }

    @Test
    fun a_key_file_without_a_key_is_an_error_and_stays_as_it_is() {
        TinkKeyFile.openOrCreate(keyFile)
        listOf("", SECRET, "{").forEach {
            keyFile.writeText(it)
            assertFails(keyFile.path, "holds no key", "Restore") { TinkKeyFile.openOrCreate(keyFile) }
            assertEquals(it, keyFile.readText())
        }
    }

    @Test
    fun a_key_file_in_a_missing_directory_is_an_error() {
        val lost = File(keyFile, "../missing/key")
        assertFails(lost.path, "directory") { TinkKeyFile.openOrCreate(lost) }
    }

    @Test
    fun all_that_make_a_key_file_at_the_same_time_get_the_same_key() {
        val threads = Executors.newFixedThreadPool(8)
        try {
            val ciphers = threads.invokeAll(List(8) { Callable { TinkKeyFile.openOrCreate(keyFile) } }).map { it.get() }
            val sealed = ciphers.first().seal(plain, place)
            ciphers.forEach { assertContentEquals(plain, it.open(sealed, place)) }
        } finally {
            threads.shutdown()
        }
    }
}
