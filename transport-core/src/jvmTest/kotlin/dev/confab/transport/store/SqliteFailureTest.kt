package dev.confab.transport.store

import androidx.sqlite.driver.bundled.SQLITE_OPEN_EXRESCODE
import androidx.sqlite.driver.bundled.SQLITE_OPEN_READONLY
import dev.confab.transport.model.Draft
import dev.confab.transport.testing.SessionStoreContract.Companion.message
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** What a person reads when the file cannot be used, and that the store goes on where it can. */
@Timeout(60)
class SqliteFailureTest {
    @TempDir
    lateinit var directory: Path

    private val cipher = newCipher()
    private val file by lazy { directory.resolve("store.db").toFile() }

    @Test
    fun a_second_store_on_the_same_file_is_refused() {
        file.store(cipher) { first ->
            assertPasses(file.path, "in use", "another file") { file.store(cipher) {} }
            first.fill("s")
            assertEquals(2, first.load("s").outbox.size)
        }
        file.store(cipher) { assertEquals(2, it.load("s").outbox.size) }
    }

    @Test
    fun a_second_store_under_another_name_of_the_file_is_refused() {
        val link = Files.createSymbolicLink(directory.resolve("link.db"), file.toPath()).toFile()
        file.store(cipher) { assertFails(link.path, "in use") { link.store(cipher) {} } }
    }

    @Test
    fun of_many_that_open_at_the_same_time_one_has_it() {
        repeat(5) {
            val all = CountDownLatch(4)
            val won = AtomicInteger()
            List(4) {
                thread {
                    try {
                        SqliteSessionStore.open(file, cipher).use {
                            won.incrementAndGet()
                            all.countDown()
                            all.await()
                        }
                    } catch (_: StoreException) {
                        all.countDown()
                    }
                }
            }.forEach(Thread::join)
            assertEquals(1, won.get())
        }
    }

    @Test
    fun a_file_that_another_program_reads_is_in_use() {
        file.store(cipher) { it.fill("s") }
        file.connect { reader ->
            reader.prepare("SELECT * FROM session").use {
                it.step()
                assertFails(file.path, "in use") { file.store(cipher) {} }
            }
        }
        file.store(cipher) { assertEquals(2, it.load("s").outbox.size) }
    }

    @Test
    fun a_full_disk_is_an_error_and_the_store_goes_on() {
        file.store(cipher, SqliteOptions(maxPages = 40)) { store ->
            store.saveOutbox("s", message("small"))
            assertPasses(file.path, "full", "Free some space") { store.saveOutbox("s", message("big", Draft("x".repeat(1 shl 20)))) }

            assertEquals(listOf(message("small")), store.load("s").outbox)
            store.saveOutbox("s", message("other", position = 2))
            assertEquals(2, store.load("s").outbox.size)
        }
        file.store(cipher) { assertEquals(2, it.load("s").outbox.size) }
    }

    @Test
    fun no_room_for_a_new_store_is_an_error() {
        assertFails(file.path, "full") { file.store(cipher, SqliteOptions(maxPages = 2)) {} }
        file.store(cipher) { it.fill("s") }
    }

    /** The superuser may write everywhere: then SQLite is told to open the file as it does for those who may not. */
    @Test
    fun a_read_only_file_is_an_error() {
        file.store(cipher) { it.fill("s") }
        file.setWritable(false)
        assertFails(file.path, "read-only", "writable") { file.store(cipher, SqliteOptions(flags = READ_ONLY)) {} }
    }

    /** For the superuser no directory is, except that of the kernel. */
    @Test
    fun a_read_only_directory_is_an_error() {
        val own = directory.toFile().also { it.setWritable(false) }
        val unwritable = listOf(own, File("/proc")).first { !File(it, "probe").canCreate() }
        assertFails(unwritable.path, "store") { File(unwritable, "store.db").store(cipher) {} }
        own.setWritable(true)
    }

    @Test
    fun a_missing_directory_is_an_error() {
        val lost = directory.resolve("missing/store.db").toFile()
        assertFails(lost.path, "directory", "does not exist") { lost.store(cipher) {} }
    }

    @Test
    fun a_directory_is_no_store() {
        assertFails(directory.toString(), "directory", "Name a file") { directory.toFile().store(cipher) {} }
    }

    @Test
    fun a_file_that_is_no_database_is_an_error_and_stays_as_it_is() {
        val text = "Dear diary, ".repeat(1000)
        file.writeText(text)
        assertLost(file.path, "no store") { file.store(cipher) {} }
        assertEquals(text, file.readText())
    }

    @Test
    fun a_database_of_another_program_is_an_error_and_stays_as_it_is() {
        file.sql("CREATE TABLE recipe (name TEXT)", "INSERT INTO recipe VALUES ('soup')")
        val bytes = file.readBytes()
        assertPasses(file.path, "another program") { file.store(cipher) {} }
        assertTrue(bytes.contentEquals(file.readBytes()))
    }

    @Test
    fun a_damaged_file_is_an_error() {
        file.store(cipher) { store -> repeat(50) { store.saveOutbox("s", message("m$it", position = it.toLong())) } }
        val sound = file.readBytes()
        listOf(sound.copyOf(sound.size / 2), sound.copyOf(PAGE), sound.copyOf(50)).forEach {
            file.writeBytes(it)
            assertLost(file.path, "estore") { file.store(cipher) {} }
        }
        // Zeroed pages, as after a bad end of a file system.
        (PAGE until sound.size step PAGE).forEach { page ->
            file.writeBytes(sound.copyOf().also { it.fill(0, page, page + PAGE) })
            assertLost(file.path, "damaged") { file.store(cipher) {} }
        }
        file.writeBytes(sound)
        file.store(cipher) { assertEquals(50, it.load("s").outbox.size) }
    }

    @Test
    fun an_id_that_is_not_unicode_is_refused() = runTest {
        SqliteSessionStore.open(file, cipher).use { store ->
            assertFails("Unicode") { store.saveSession("\ud800", SessionRecord("key", null)) }
            assertFails("Unicode") { store.saveOutbox("s", message("m\udc00")) }
            assertFails("Unicode") { store.saveOutbox("s", message("m", conversation = "\ud800x")) }
            assertEquals(emptyList(), store.load("s").outbox)
        }
    }

    @Test
    fun a_closed_store_is_an_error_and_closes_again() = runTest {
        val store = SqliteSessionStore.open(file, cipher)
        store.fill("s")
        store.close()
        store.close()

        assertFails(file.path, "closed", "Open it again") { store.load("s") }
        assertFails(file.path, "closed") { store.saveOutbox("s", message("m3")) }
        assertFails(file.path, "closed") { store.delete("s") }
    }

    @Test
    fun closing_waits_for_the_write_that_is_running() = runTest {
        val store = SqliteSessionStore.open(file, cipher)
        withContext(Dispatchers.Default) {
            val writes = List(20) { async { runCatching { store.saveOutbox("s", message("m$it", position = it.toLong())) } } }
            store.close()
            val stored = file.store(cipher) { opened -> opened.load("s").outbox.map { it.position.toInt() } }
            assertEquals(writes.indices.filter { writes[it].await().isSuccess }, stored)
        }
    }

    @Test
    fun a_cancelled_write_is_done_or_not_done() = runTest {
        SqliteSessionStore.open(file, cipher).use { store ->
            withContext(Dispatchers.Default) {
                repeat(20) { index ->
                    var ended: Throwable? = null
                    val write = launch {
                        try {
                            store.saveOutbox("s", message("m$index", position = index.toLong()))
                        } catch (cancelled: CancellationException) {
                            ended = cancelled
                            throw cancelled
                        }
                    }
                    write.cancel()
                    write.join()
                    assertTrue(ended == null || ended is CancellationException)
                }
            }
            store.saveOutbox("s", message("last", position = 99))
            assertEquals("last", store.load("s").outbox.last().messageId.value)
        }
    }

    @Test
    fun nothing_blocks_the_thread_of_the_caller_and_no_thread_remains() {
        val store = SqliteSessionStore.open(file, cipher)
        runBlocking {
            var turns = 0
            val write = launch { repeat(10) { store.saveOutbox("s", message("m$it")) } }
            while (write.isActive) {
                turns++
                yield()
            }
            // Ten writes on the caller's own thread would be one turn.
            assertTrue(turns > 1, "the caller's thread went on $turns times")
        }
        store.close()
        val own = Thread.getAllStackTraces().keys.filter {
            it.name.contains("confab-store") || it.name.contains("sqlite", ignoreCase = true)
        }
        assertFalse(own.any { !it.isDaemon }, own.toString())
    }

    @Test
    fun the_file_is_for_its_owner_only() {
        file.store(cipher) {
            val rights = directory.toFile().listFiles().orEmpty().filter { it.name != "store.db-lock" }
                .associate { it.name to Files.getPosixFilePermissions(it.toPath()).size }
            assertEquals(mapOf("store.db" to 2, "store.db-wal" to 2), rights)
        }
    }

    private fun File.canCreate(): Boolean = try {
        createNewFile() && delete()
    } catch (_: IOException) {
        false
    }

    private companion object {
        const val PAGE = 4096
        const val READ_ONLY = SQLITE_OPEN_READONLY or SQLITE_OPEN_EXRESCODE
    }
}
