package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.testing.SessionStoreContract.Companion.assertStored
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals

/** Files of older and newer versions of the library. */
class SqliteSchemaTest {
    @TempDir
    lateinit var directory: Path

    private val file by lazy { directory.resolve("store.db").toFile() }

    /** The fixture is a dump of a file of version 1. It is never written anew: what was stored must be readable for ever. */
    @Test
    fun a_store_of_version_1_opens_and_every_record_comes_back() {
        file.sql(*resource("store/version-1.sql").split(";\n").filter(String::isNotBlank).toTypedArray())
        val expected = InMemorySessionStore()
        val cipher = TinkTokenCipher.fromKeyset(resource("store/version-1.keyset.json"))

        val opened = file.store(cipher) {
            expected.fill("s1")
            expected.fill("s2")
            assertStored(expected.load("s1"), it.load("s1"))
            assertStored(expected.load("s2"), it.load("s2"))
            val neverConnected =
                StoredSession(null, emptyList(), emptyList(), listOf(DraftRecord(ConversationId.MAIN, Draft("half \ud83d"))))
            assertStored(neverConnected, it.load("s3"))
            it.delete("s1")
            it.fill("s1")
            it.load("s1")
        }

        file.store(cipher) { assertStored(opened, it.load("s1")) }
    }

    @Test
    fun a_later_version_changes_the_tables_and_keeps_the_records() {
        val cipher = newCipher()
        val before = file.store(cipher) {
            it.fill("s")
            it.load("s")
        }

        repeat(2) { file.store(cipher, with(ADD_COLUMN, ADD_TABLE)) { assertStored(before, it.load("s")) } }

        assertEquals(listOf(5), numbers("PRAGMA user_version"))
        assertEquals(listOf(7, 7), numbers("SELECT later FROM outbox"))
        assertEquals(listOf(0), numbers("SELECT count(*) FROM later"))
    }

    @Test
    fun a_version_that_cannot_be_reached_changes_nothing() {
        val cipher = newCipher()
        file.store(cipher) { it.fill("s") }

        assertFails(file.path) { file.store(cipher, with(ADD_COLUMN, { it.execute("CREATE TABLE outbox (x)") })) {} }

        assertEquals(listOf(3), numbers("PRAGMA user_version"))
        file.store(cipher) { assertEquals(2, it.load("s").outbox.size) }
    }

    @Test
    fun a_newer_version_is_an_error_and_stays_as_it_is() {
        val cipher = newCipher()
        file.store(cipher, with(ADD_COLUMN)) { it.fill("s") }

        assertFails(file.path, "newer version", "schema 4", "knows 3", "Update") { file.store(cipher) {} }

        file.store(cipher, with(ADD_COLUMN)) { assertEquals(2, it.load("s").outbox.size) }
    }

    private fun with(vararg later: SchemaStep) = SqliteOptions(schema = SqliteSchema(SqliteSchema.CURRENT.steps + later))

    private fun numbers(sql: String): List<Int> = file.connect { connection ->
        connection.prepare(sql).use { buildList { while (it.step()) add(it.getInt(0)) } }
    }

    private fun resource(name: String): String = javaClass.classLoader.getResource(name)!!.readText()

    private companion object {
        val ADD_COLUMN = SchemaStep { it.execute("ALTER TABLE outbox ADD COLUMN later INTEGER NOT NULL DEFAULT 7") }
        val ADD_TABLE = SchemaStep { it.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT") }
    }
}
