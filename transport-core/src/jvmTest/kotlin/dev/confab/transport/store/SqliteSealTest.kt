package dev.confab.transport.store

import dev.confab.transport.testing.SessionStoreContract.Companion.assertStored
import dev.confab.transport.testing.SessionStoreContract.Companion.message
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Path
import java.security.ProviderException
import kotlin.experimental.xor
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** What is sealed, and what happens to what was tampered with. */
class SqliteSealTest {
    @TempDir
    lateinit var directory: Path

    private val cipher = newCipher()
    private val file by lazy { directory.resolve("store.db").toFile() }

    @BeforeEach
    fun fillTwoSessions() {
        file.store(cipher, NO_SYNC) {
            it.fill("s1")
            it.fill("s2")
        }
    }

    @Test
    fun SEC4_a_flipped_byte_of_a_seal_is_an_error_that_names_the_record() {
        RECORDS.forEach { (place, names) ->
            val sealed = sealedAt(place)
            sealed.indices.forEach { index ->
                writeSealed(place, sealed.copyOf().also { it[index] = it[index] xor (1 shl index % 8).toByte() })
                assertLost(*names, file.path, "Restore") { load("s1") }
            }
            writeSealed(place, sealed)
        }
        file.store(cipher, NO_SYNC) { it.load("s1") }
    }

    @Test
    fun SEC4_a_seal_that_was_cut_or_lengthened_is_an_error_that_names_the_record() {
        RECORDS.forEach { (place, names) ->
            val sealed = sealedAt(place)
            listOf(ByteArray(0), sealed.copyOf(1), sealed.copyOf(sealed.size - 1), sealed.copyOf(sealed.size + 1)).forEach {
                writeSealed(place, it)
                assertFails(*names) { load("s1") }
            }
            writeSealed(place, sealed)
        }
    }

    @Test
    fun SEC4_a_changed_clear_column_is_an_error_that_names_the_record() {
        listOf(
            "UPDATE outbox SET position = 3 WHERE session_id = 's1' AND message_id = 'm1'" to "outbox record m1 of session s1",
            "UPDATE outbox SET message_id = 'm3' WHERE session_id = 's1' AND message_id = 'm1'" to "outbox record m3 of session s1",
            "UPDATE outbox SET conversation = 'other' WHERE session_id = 's1' AND message_id = 'm2'" to "outbox record m2 of session s1",
            "UPDATE cursor SET server_id = 'later' WHERE session_id = 's1'" to "cursor record main of session s1",
            "UPDATE cursor SET time_millis = NULL WHERE session_id = 's1'" to "cursor record main of session s1",
            "UPDATE draft SET conversation = 'other' WHERE session_id = 's1'" to "draft record other of session s1",
        ).forEach { (change, name) -> tampered(change) { assertFails(name) { load("s1") } } }
    }

    @Test
    fun SEC4_records_that_were_swapped_between_sessions_are_an_error() {
        listOf("session", "outbox", "cursor", "draft").forEach { table ->
            val seals = listOf(
                "DELETE FROM outbox WHERE message_id = 'm2'",
                "CREATE TEMP TABLE old AS SELECT session_id, sealed FROM $table",
                "UPDATE $table SET sealed = (SELECT sealed FROM old WHERE old.session_id <> $table.session_id)",
            )
            val rows = listOf("s1" to "s3", "s2" to "s1", "s3" to "s2").map { (from, to) ->
                "UPDATE $table SET session_id = '$to' WHERE session_id = '$from'"
            }
            listOf(seals, rows).forEach { swap ->
                tampered("PRAGMA foreign_keys = OFF", *swap.toTypedArray()) {
                    assertFails("$table record", "session s1") { load("s1") }
                    assertFails("$table record", "session s2") { load("s2") }
                }
            }
        }
    }

    @Test
    fun SEC4_records_that_were_swapped_inside_a_session_are_an_error() {
        fun take(place: String) = "(SELECT sealed FROM $place)"
        val draft = "draft WHERE session_id = 's1'"
        val first = "outbox WHERE session_id = 's1' AND message_id = 'm1'"
        val second = "outbox WHERE session_id = 's1' AND message_id = 'm2'"
        val session = "session WHERE session_id = 's1'"
        listOf(
            "UPDATE outbox SET sealed = ${take(second)} WHERE session_id = 's1' AND message_id = 'm1'" to "outbox record m1",
            "UPDATE outbox SET sealed = ${take(draft)} WHERE session_id = 's1' AND message_id = 'm1'" to "outbox record m1",
            "UPDATE draft SET sealed = ${take(first)} WHERE session_id = 's1'" to "draft record main",
            "UPDATE session SET sealed = ${take(draft)} WHERE session_id = 's1'" to "session record of session s1",
            "UPDATE draft SET sealed = ${take(session)} WHERE session_id = 's1'" to "draft record main",
            "UPDATE cursor SET sealed = ${take(session)} WHERE session_id = 's1'" to "cursor record main",
        ).forEach { (change, name) -> tampered(change) { assertFails(name, "session s1") { load("s1") } } }
    }

    @Test
    fun SEC4_a_damaged_session_harms_no_other_and_can_be_deleted() {
        file.sql("UPDATE session SET sealed = x'00' WHERE session_id = 's1'")
        file.store(cipher) {
            assertFails("session record of session s1", "delete session s1") { it.load("s1") }
            assertEquals(SECRET, it.load("s2").record?.key?.substringBefore(" "))

            it.delete("s1")
            assertStored(StoredSession.EMPTY, it.load("s1"))
        }
    }

    @Test
    fun SEC4_a_flipped_byte_anywhere_in_the_file_is_an_error_or_changes_nothing() {
        val expected = file.store(cipher, NO_SYNC) { listOf(it.load("s1"), it.load("s2")) }
        val sound = file.readBytes()
        val seed = Random.nextLong()
        val random = Random(seed)
        // Free space of the pages is most of the file, and all the same.
        val used = sound.indices.filter { sound[it] != 0.toByte() }
        (used.shuffled(random).take(FLIPS) + sound.indices.shuffled(random).take(FLIPS / 4)).forEach { index ->
            file.writeBytes(sound.copyOf().also { it[index] = it[index] xor (1 shl random.nextInt(8)).toByte() })
            try {
                val actual = file.store(cipher, NO_SYNC) { listOf(it.load("s1"), it.load("s2")) }
                expected.zip(actual).forEach { (a, b) -> assertStored(a, b, "seed $seed, byte $index") }
            } catch (failed: StoreException) {
                assertFalse(failed.stackTraceToString().contains(SECRET), "seed $seed, byte $index: $failed")
            }
        }
    }

    @Test
    fun SEC4_another_key_is_an_error() {
        assertLost(file.path, "key") { load("s1", newCipher()) }
        assertFails(file.path, "key") { load("s1", TokenCipher.none()) }
        assertEquals(2, file.store(cipher) { it.load("s1") }.outbox.size)
    }

    @Test
    fun SEC4_a_store_without_a_cipher_does_not_open_with_one() {
        val open = directory.resolve("open.db").toFile()
        open.store(TokenCipher.none()) { it.fill("s1") }

        assertFails(open.path, "key") { open.store(cipher) {} }
    }

    @Test
    fun SEC4_a_damaged_key_record_is_an_error() {
        file.sql("UPDATE store SET sealed = x'0102'")

        assertLost(file.path, "key") { load("s1") }
    }

    @Test
    fun SEC4_no_plaintext_of_a_secret_is_in_the_files() {
        file.store(cipher) {
            it.fill("s3")
            assertFalse(filesHold(SECRET), "while the store is open")
            assertTrue(filesHold("server-id"), "the search finds what is clear")
        }
        assertFalse(filesHold(SECRET), "after it was closed")
    }

    @Test
    fun without_a_cipher_secrets_are_in_the_file_until_they_are_deleted() {
        val open = directory.resolve("open.db").toFile()
        open.store(TokenCipher.none()) {
            it.fill("s1")
            it.removeOutbox("s1", message("m1").messageId)
            assertTrue(filesHold("$SECRET draft"), "the search finds what is not sealed")

            it.delete("s1")
            assertFalse(filesHold(SECRET), "deleted bytes remain")
        }
    }

    @Test
    fun a_cipher_that_cannot_work_is_an_error_that_names_the_record() {
        val broken = object : TokenCipher {
            var works = true

            override fun seal(plain: ByteArray, associatedData: ByteArray) = work { cipher.seal(plain, associatedData) }

            override fun open(sealed: ByteArray, associatedData: ByteArray) = work { cipher.open(sealed, associatedData) }

            private fun <T> work(it: () -> T): T = if (works) it() else throw ProviderException("locked")
        }
        file.store(broken) {
            broken.works = false
            assertFails("cipher", "session record of session s1", "locked") { it.load("s1") }
            assertFails("cipher", "session record of session s1", "locked") { it.saveSession("s1", SessionRecord("key", null)) }
            broken.works = true
            assertEquals(2, it.load("s1").outbox.size)
        }
        broken.works = false
        assertFails("cipher", "locked") { load("s1", broken) }
    }

    private fun load(session: String, cipher: TokenCipher = this.cipher) = file.store(cipher, NO_SYNC) { it.load(session) }.let {}

    private fun tampered(vararg statements: String, check: () -> Unit) {
        val sound = file.readBytes()
        file.sql(*statements)
        check()
        file.writeBytes(sound)
        File(file.path + "-wal").delete()
        file.store(cipher, NO_SYNC) { it.load("s1") }
    }

    private fun sealedAt(place: String): ByteArray = file.connect { connection ->
        connection.prepare("SELECT sealed FROM $place").use {
            assertTrue(it.step())
            it.getBlob(0)
        }
    }

    private fun writeSealed(place: String, sealed: ByteArray) = file.connect { connection ->
        connection.prepare("UPDATE ${place.replace(" WHERE", " SET sealed = ? WHERE")}").use {
            it.bindBlob(1, sealed)
            it.step()
        }
    }

    private fun filesHold(word: String): Boolean = directory.toFile().listFiles().orEmpty().any { file ->
        val bytes = String(file.readBytes(), Charsets.ISO_8859_1)
        listOf(Charsets.UTF_8, Charsets.UTF_16LE, Charsets.UTF_16BE).any { String(word.toByteArray(it), Charsets.ISO_8859_1) in bytes }
    }

    private companion object {
        const val FLIPS = 400

        val RECORDS = listOf(
            "session WHERE session_id = 's1'" to arrayOf("session record of session s1"),
            "outbox WHERE session_id = 's1' AND message_id = 'm1'" to arrayOf("outbox record m1 of session s1"),
            "outbox WHERE session_id = 's1' AND message_id = 'm2'" to arrayOf("outbox record m2 of session s1"),
            "cursor WHERE session_id = 's1'" to arrayOf("cursor record main of session s1"),
            "draft WHERE session_id = 's1'" to arrayOf("draft record main of session s1"),
        )
    }
}
