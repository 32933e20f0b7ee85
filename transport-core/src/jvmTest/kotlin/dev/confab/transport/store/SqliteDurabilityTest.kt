package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.testing.SessionStoreContract.Companion.assertStored
import dev.confab.transport.testing.SessionStoreContract.Companion.message
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What was written is there after the process ended, however it ended. */
@Timeout(120)
class SqliteDurabilityTest {
    @TempDir
    lateinit var directory: Path

    private val file by lazy { directory.resolve("store.db").toFile() }
    private val keyFile by lazy { directory.resolve("key").toFile() }

    @Test
    fun everything_is_there_after_closing_and_opening() {
        val cipher = newCipher()
        val before = file.store(cipher) {
            it.fill("s")
            it.load("s")
        }

        repeat(3) { file.store(cipher) { assertStored(before, it.load("s")) } }
    }

    @Test
    fun REL2_what_was_acknowledged_is_there_after_the_process_halted() {
        repeat(HALTS) { round ->
            val writes = 1 + Random.nextInt(MOST_WRITES)
            val process = writer("round $round", writes)
            val acknowledged = process.acknowledged()

            assertEquals(writes, acknowledged, "the writer halts right after its last write returned")
            assertWritten("round $round", acknowledged..acknowledged)
        }
    }

    @Test
    fun REL2_what_was_acknowledged_is_there_after_the_process_was_killed() {
        repeat(KILLS) { round ->
            val process = writer("round $round", Int.MAX_VALUE)
            val last = 1 + Random.nextInt(MOST_WRITES)
            val acknowledged = process.acknowledged { if (it == last) process.kill() }

            // The write that was under way may be there, too; never a part of it.
            assertWritten("round $round", acknowledged..acknowledged + 1)
        }
    }

    @Test
    fun one_process_at_a_time_has_the_store_and_its_end_frees_it() {
        val process = writer("held", Int.MAX_VALUE)
        val acknowledged = process.acknowledged {
            if (it == 1) {
                assertFails(file.path, "in use", "another process") { file.store(TinkKeyFile.openOrCreate(keyFile)) {} }
                process.kill()
            }
        }

        assertWritten("held", acknowledged..acknowledged + 1)
    }

    private fun assertWritten(session: String, counts: IntRange) {
        val stored = file.store(TinkKeyFile.openOrCreate(keyFile)) { it.load(session) }
        val model = InMemorySessionStore()
        runBlocking {
            repeat(counts.first) { model.write(session, it) }
            for (index in counts.first until counts.last) {
                if (model.load(session).essence() != stored.essence()) model.write(session, index)
            }
            assertStored(model.load(session), stored, "$session after $counts writes")
        }
    }

    private fun StoredSession.essence() = listOf(record, outbox, cursors, drafts)

    private fun writer(session: String, writes: Int): Process = ProcessBuilder(
        "${System.getProperty("java.home")}/bin/java",
        "-XX:TieredStopAtLevel=1",
        // The driver unpacks its native library there; who is killed does not clean up.
        "-Djava.io.tmpdir=$directory",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.confab.transport.store.StoreWriter",
        file.path,
        keyFile.path,
        session,
        writes.toString(),
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()

    /** Reads until the process has ended; the number of writes that it said were done. */
    private fun Process.acknowledged(each: (Int) -> Unit = {}): Int = try {
        val count = inputStream.bufferedReader().lineSequence().onEach { each(it.toInt()) }.lastOrNull()?.toInt() ?: 0
        assertTrue(waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the writer does not end")
        count
    } finally {
        destroyForcibly()
    }

    /** SIGKILL. The process's own method would close its output, too. */
    private fun Process.kill() {
        toHandle().destroyForcibly()
    }

    private companion object {
        const val HALTS = 3
        const val KILLS = 3
        const val MOST_WRITES = 40
        const val DEADLINE_SECONDS = 30L
    }
}

/** Write number [index] of a fixed row of writes: of every kind, each different from the one before. */
private suspend fun SessionStore.write(session: String, index: Int) {
    when (index % 5) {
        0 -> saveSession(session, SessionRecord("key $index", "state"))

        1, 2 -> saveOutbox(session, message("m$index", Draft("text $index", mapOf("k" to "v")), position = index.toLong()))

        3 -> if (index % 2 == 0) {
            removeOutbox(session, message("m${index - 1}").messageId)
        } else {
            saveDraft(session, DraftRecord(ConversationId.MAIN, Draft("draft $index")))
        }

        else -> saveCursor(session, CursorRecord(ConversationId.MAIN, "m$index", index.toLong()))
    }
}

/** A process that writes, says after each write which one is done, and halts without closing anything. */
object StoreWriter {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (file, keyFile, session, writes) = arguments
        val out = FileOutputStream(FileDescriptor.out)
        val store = SqliteSessionStore.open(File(file), TinkKeyFile.openOrCreate(File(keyFile)))
        runBlocking {
            repeat(writes.toInt()) {
                store.write(session, it)
                out.write("${it + 1}\n".toByteArray())
            }
        }
        Runtime.getRuntime().halt(0)
    }
}
