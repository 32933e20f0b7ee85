package dev.confab.transport.store

import androidx.sqlite.SQLiteConnection
import androidx.sqlite.driver.bundled.BundledSQLiteDriver
import androidx.sqlite.execSQL
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.testing.SessionStoreContract.Companion.message
import kotlinx.coroutines.runBlocking
import java.io.File
import kotlin.test.assertContains
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertIsNot

/** A word that must never be seen outside of a seal. */
const val SECRET = "xyzzy-secret"

fun newCipher(): TokenCipher = TinkTokenCipher.fromKeyset(TinkTokenCipher.newKeyset())

/** The disk is not asked to have written: for tests that open a file hundreds of times and do not end the process. */
internal val NO_SYNC = SqliteOptions(synchronous = "OFF")

/** Every kind of row, each with the [SECRET] wherever something is sealed. */
suspend fun SessionStore.fill(session: String) {
    saveSession(session, SessionRecord("$SECRET key of $session", "$SECRET state"))
    saveOutbox(session, message("m1", Draft("$SECRET text of $session", mapOf("$SECRET name" to "$SECRET value")), position = 1))
    saveOutbox(session, message("m2", Draft("$SECRET more"), OutboxRecord.Wedge(ErrorCode.PROOF_TIMEOUT, "$SECRET reason"), position = 2))
    saveCursor(session, CursorRecord(ConversationId.MAIN, "server-id", 1))
    saveDraft(session, DraftRecord(ConversationId.MAIN, Draft("$SECRET draft of $session", mapOf("$SECRET name" to "$SECRET value"))))
}

/** Opens the store, runs [work] and closes it. */
internal fun <T> File.store(cipher: TokenCipher, options: SqliteOptions = SqliteOptions(), work: suspend (SqliteSessionStore) -> T): T =
    SqliteSessionStore.open(this, cipher, options).use { runBlocking { work(it) } }

/** Changes the file behind the store's back. */
fun File.sql(vararg statements: String): Unit = connect { connection -> statements.forEach { connection.execSQL(it) } }

fun <T> File.connect(work: (SQLiteConnection) -> T): T = BundledSQLiteDriver().open(path).use(work)

/** As [assertFails]; and the store says that it will never open as it is. */
inline fun assertLost(vararg words: String, work: () -> Unit) {
    assertIs<StoreLostException>(assertFails(*words, work = work))
}

/** As [assertFails]; and nothing is to be thrown away for it. */
inline fun assertPasses(vararg words: String, work: () -> Unit) {
    assertIsNot<StoreLostException>(assertFails(*words, work = work))
}

/** [work] fails with a message that holds all [words], and neither it nor its causes hold the [SECRET]. */
inline fun assertFails(vararg words: String, work: () -> Unit): StoreException {
    val failed = assertFailsWith<StoreException> { work() }
    words.forEach { assertContains(failed.message.orEmpty(), it) }
    assertFalse(failed.stackTraceToString().contains(SECRET), "the error tells a secret")
    return failed
}
