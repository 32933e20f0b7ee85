package dev.confab.transport.testing

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Importance
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart.FormReply.Field
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Reply
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.store.ConversationRecord
import dev.confab.transport.store.CursorRecord
import dev.confab.transport.store.DraftRecord
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.store.OutboxRecord
import dev.confab.transport.store.SessionRecord
import dev.confab.transport.store.SessionStore
import dev.confab.transport.store.StoredSession
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertNull

/** What every store promises (see `SessionStore`). A store that is closable is closed after each test. */
abstract class SessionStoreContract {
    abstract fun openStore(): SessionStore

    private val store by lazy { openStore() }

    @AfterEach
    fun close() {
        (store as? AutoCloseable)?.close()
    }

    @Test
    fun an_unknown_session_is_empty() = runTest {
        assertStored(StoredSession.EMPTY, store.load("unknown"))
    }

    @Test
    fun a_session_record_comes_back() = runTest {
        texts().forEach { text ->
            listOf(
                SessionRecord(text, text),
                SessionRecord(text, null),
                SessionRecord(text, null, mapOf("k" to text), 7L),
            ).forEach { record ->
                store.saveSession("s", record)
                assertEquals(record, store.load("s").record)
            }
        }
    }

    @Test
    fun an_outbox_record_comes_back() = runTest {
        val records = texts().flatMap { text ->
            listOf(
                message("plain", Draft(text)),
                message("quick reply", Draft.reply(Reply.QuickReply(MessageId("q"), text, text))),
                message("card action", Draft.reply(Reply.CardAction(MessageId("q"), text, text))),
                message("date", Draft.reply(Reply.DateChoice(MessageId("q"), text, text))),
                message("list", Draft.reply(Reply.ListChoice(MessageId("q"), text, listOf(Reply.ListChoice.Item(text, text))))),
                message("form", Draft.reply(Reply.FormAnswer(MessageId("q"), text, listOf(Field(text, text, text))))),
                message("reply and attributes", Draft(text, mapOf("k" to text)).withReply(Reply.QuickReply(MessageId("q"), text, text))),
                message("attributes", Draft(text, mapOf("" to text, text to "", "k" to "v"))),
                message("wedged", Draft(text), OutboxRecord.Wedge(ErrorCode.PROOF_TIMEOUT, text)),
                message("wedged by a number of the service", Draft(text), OutboxRecord.Wedge(ErrorCode.of(4711), "")),
                OutboxRecord(
                    MessageId("in doubt"),
                    Long.MAX_VALUE,
                    ConversationId("main"),
                    Draft(text),
                    OutboxRecord.Wedge(ErrorCode.SEND_UNCERTAIN, text),
                    OutboxRecord.Doubt(text, isFinal = true, leftAs = Long.MIN_VALUE, before = text, resend = true),
                    failures = Int.MAX_VALUE,
                ),
                OutboxRecord(
                    MessageId("nothing was known"),
                    2,
                    ConversationId("main"),
                    Draft(text),
                    null,
                    OutboxRecord.Doubt(null, isFinal = false, leftAs = null, before = null, resend = false),
                    failures = 1,
                ),
            )
        }
        records.forEach { record ->
            store.saveOutbox("s", record)
            assertEquals(record, store.load("s").outbox.single { it.messageId == record.messageId })
        }
    }

    @Test
    fun SEC4_files_of_drafts_and_messages_come_back_where_they_stood_and_without_their_addresses() = runTest {
        val statuses = listOf(
            AttachmentStatus.Presigning,
            AttachmentStatus.Uploaded,
            AttachmentStatus.Detaching,
            AttachmentStatus.Sending(MessageId("m1")),
        )
        val files = texts().filter { it.isNotEmpty() }.flatMap { text ->
            statuses.map { Attachment(AttachmentId("id of $text"), text, 5, text, null, null, it) }
        } + Attachment(AttachmentId("nothing known"), null, null, null, null, null, AttachmentStatus.Uploaded)
        val draft = Draft("with files").withAttachments(files)

        store.saveDraft("s", DraftRecord(ConversationId.MAIN, draft))
        store.saveOutbox("s", message("m1", draft))

        assertEquals(draft, store.load("s").drafts.single().draft)
        assertEquals(draft, store.load("s").outbox.single().draft)
    }

    @Test
    fun a_cursor_comes_back() = runTest {
        val records = listOf(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1_767_225_600_000L, null).flatMap { time ->
            listOf("", "server id", "ä✓𝄞").map { CursorRecord(ConversationId.MAIN, it, time) }
        }
        records.forEach {
            store.saveCursor("s", it)
            assertEquals(listOf(it), store.load("s").cursors)
        }
    }

    @Test
    fun a_draft_comes_back() = runTest {
        texts().forEach { text ->
            val record = DraftRecord(ConversationId.MAIN, Draft(text, mapOf(text to text)))
            store.saveDraft("s", record)
            assertEquals(listOf(record), store.load("s").drafts)
        }
    }

    @Test
    fun a_conversation_comes_back() = runTest {
        val records = texts().flatMap { text ->
            listOf(
                ConversationRecord(ConversationId("made"), null, NewConversation(text, listOf(text, "$text@"), Sensitivity.PRIVATE), null),
                ConversationRecord(ConversationId("begun"), text, NewConversation(null, emptyList()), text),
                ConversationRecord(ConversationId("of others"), "of others", null, text),
            )
        }
        records.forEach { record ->
            store.saveConversation("s", record)
            assertEquals(record, store.load("s").conversations.single { it.id == record.id })
        }
        assertEquals(listOf("made", "begun", "of others"), store.load("s").conversations.map { it.id.value })
    }

    @Test
    fun a_draft_of_a_message_with_all_that_it_says_of_itself_comes_back() = runTest {
        val draft = Draft("text").withImportance(Importance.HIGH).withSensitivity(Sensitivity.CONFIDENTIAL).withReplyTo("server id")
        store.saveOutbox("s", message("1", draft))
        assertEquals(draft, store.load("s").outbox.single().draft)
    }

    @Test
    fun a_removed_conversation_takes_its_cursor_and_draft_along_and_no_message() = runTest {
        val kept = ConversationId("kept")
        listOf(ConversationId("gone"), kept).forEach { id ->
            store.saveConversation("s", ConversationRecord(id, null, NewConversation.EMPTY, null))
            store.saveCursor("s", CursorRecord(id, "c", 1))
            store.saveDraft("s", DraftRecord(id, Draft("d")))
        }
        store.saveOutbox("s", message("1", conversation = "gone"))

        store.removeConversation("s", ConversationId("gone"))
        store.removeConversation("s", ConversationId("never there"))
        store.removeConversation("unknown", kept)

        val expected = StoredSession(
            null,
            listOf(message("1", conversation = "gone")),
            listOf(CursorRecord(kept, "c", 1)),
            listOf(DraftRecord(kept, Draft("d"))),
            listOf(ConversationRecord(kept, null, NewConversation.EMPTY, null)),
        )
        assertStored(expected, store.load("s"))
        store.delete("s")
        assertStored(StoredSession.EMPTY, store.load("s"))
    }

    @Test
    fun ids_may_be_any_text() = runTest {
        val ids = listOf("main", "Main", " main", "main ", "%", "'; DROP TABLE outbox; --", "ä", "a\u0308", "𝄞", "a\u0000b", "a")
        ids.forEachIndexed { position, id ->
            store.saveSession(id, SessionRecord("key of $id", null))
            store.saveOutbox(id, message(id, Draft(id), conversation = id))
            ids.forEach { store.saveOutbox("all", message(it, Draft(it), position = position.toLong())) }
            store.saveCursor("all", CursorRecord(ConversationId(id), id, null))
            store.saveDraft("all", DraftRecord(ConversationId(id), Draft(id)))
        }

        ids.forEach { id ->
            val expected = StoredSession(
                SessionRecord("key of $id", null),
                listOf(message(id, Draft(id), conversation = id)),
                emptyList(),
                emptyList(),
            )
            assertStored(expected, store.load(id))
        }
        val all = store.load("all")
        assertEquals(ids.toSet(), all.outbox.map { it.messageId.value }.toSet())
        assertEquals(ids.toSet(), all.cursors.map { it.serverId }.toSet())
        assertEquals(ids.toSet(), all.drafts.map { it.draft.text }.toSet())
    }

    @Test
    fun a_session_that_was_never_connected_has_no_record_but_its_rows() = runTest {
        store.saveOutbox("s", message("1"))
        store.saveDraft("s", DraftRecord(ConversationId.MAIN, Draft("d")))

        val stored = store.load("s")
        assertNull(stored.record)
        assertEquals(listOf(message("1")), stored.outbox)
        assertEquals(listOf(DraftRecord(ConversationId.MAIN, Draft("d"))), stored.drafts)
    }

    @Test
    fun saving_the_session_keeps_its_rows() = runTest {
        store.saveOutbox("s", message("1"))
        store.saveSession("s", SessionRecord("a", null))
        store.saveSession("s", SessionRecord("b", null))

        val stored = store.load("s")
        assertEquals(SessionRecord("b", null), stored.record)
        assertEquals(listOf(message("1")), stored.outbox)
    }

    @Test
    fun writing_a_row_again_replaces_it() = runTest {
        val wedged = message("1", Draft("b"), OutboxRecord.Wedge(ErrorCode.MESSAGE_TOO_LONG, "too long"), position = 7)
        store.saveOutbox("s", message("1", Draft("a"), position = 3))
        store.saveOutbox("s", wedged)
        store.saveCursor("s", CursorRecord(ConversationId.MAIN, "1", 1))
        store.saveCursor("s", CursorRecord(ConversationId.MAIN, "2", null))
        store.saveDraft("s", DraftRecord(ConversationId.MAIN, Draft("a", mapOf("k" to "v"))))
        store.saveDraft("s", DraftRecord(ConversationId.MAIN, Draft.EMPTY))

        val expected = StoredSession(
            null,
            listOf(wedged),
            listOf(CursorRecord(ConversationId.MAIN, "2", null)),
            listOf(DraftRecord(ConversationId.MAIN, Draft.EMPTY)),
        )
        assertStored(expected, store.load("s"))
    }

    @Test
    fun the_outbox_is_in_the_order_of_the_positions() = runTest {
        val positions = listOf(5L, Long.MAX_VALUE, 1L, 0L, 300L, 2L)
        positions.forEach { store.saveOutbox("s", message("m$it", position = it)) }
        assertEquals(positions.sorted(), store.load("s").outbox.map(OutboxRecord::position))

        store.saveOutbox("s", message("m0", position = 4))
        assertEquals(listOf(1L, 2L, 4L, 5L, 300L, Long.MAX_VALUE), store.load("s").outbox.map(OutboxRecord::position))
    }

    @Test
    fun removing_a_row_leaves_the_others() = runTest {
        val other = ConversationId("other")
        listOf("1", "2", "3").forEach { store.saveOutbox("s", message(it)) }
        store.saveDraft("s", DraftRecord(ConversationId.MAIN, Draft("a")))
        store.saveDraft("s", DraftRecord(other, Draft("b")))

        store.removeOutbox("s", MessageId("2"))
        store.removeDraft("s", ConversationId.MAIN)

        val stored = store.load("s")
        assertEquals(setOf("1", "3"), stored.outbox.map { it.messageId.value }.toSet())
        assertEquals(listOf(DraftRecord(other, Draft("b"))), stored.drafts)
    }

    @Test
    fun settling_a_message_removes_its_row_and_moves_the_cursor() = runTest {
        store.saveOutbox("s", message("1"))
        store.saveOutbox("s", message("2"))
        store.saveCursor("s", CursorRecord(ConversationId.MAIN, "before", 1))

        val cursor = CursorRecord(ConversationId.MAIN, "proof of 1", 2)
        store.settleOutbox("s", MessageId("1"), cursor)
        assertEquals(listOf(message("2")), store.load("s").outbox)
        assertEquals(listOf(cursor), store.load("s").cursors)

        store.settleOutbox("unknown", MessageId("1"), cursor)
        assertEquals(listOf(cursor), store.load("unknown").cursors)
    }

    @Test
    fun removing_what_is_not_there_has_no_effect() = runTest {
        store.removeOutbox("unknown", MessageId("1"))
        store.removeDraft("unknown", ConversationId.MAIN)
        store.delete("unknown")
        assertStored(StoredSession.EMPTY, store.load("unknown"))

        store.saveOutbox("s", message("1"))
        store.removeOutbox("s", MessageId("2"))
        store.removeDraft("s", ConversationId.MAIN)
        assertEquals(listOf(message("1")), store.load("s").outbox)
    }

    @Test
    fun sessions_are_independent_and_delete_forgets_only_one() = runTest {
        suspend fun fill(session: String) {
            store.saveSession(session, SessionRecord("key of $session", "state of $session"))
            store.saveOutbox(session, message("1", Draft("text of $session")))
            store.saveCursor(session, CursorRecord(ConversationId.MAIN, "of $session", 1))
            store.saveDraft(session, DraftRecord(ConversationId.MAIN, Draft("draft of $session")))
        }
        fill("a")
        fill("b")
        val before = store.load("b")

        store.removeOutbox("a", MessageId("1"))
        assertStored(before, store.load("b"))

        store.delete("a")
        assertStored(StoredSession.EMPTY, store.load("a"))
        assertStored(before, store.load("b"))

        store.saveOutbox("a", message("2"))
        assertStored(StoredSession(null, listOf(message("2")), emptyList(), emptyList()), store.load("a"))
    }

    @Test
    fun sessions_write_at_the_same_time() = runTest {
        withContext(Dispatchers.Default) {
            repeat(SESSIONS) { session ->
                launch {
                    store.saveSession("s$session", SessionRecord("key $session", null))
                    repeat(ROWS) { store.saveOutbox("s$session", message("m$it", Draft("$session/$it"), position = it.toLong())) }
                    repeat(ROWS / 2) { store.removeOutbox("s$session", MessageId("m$it")) }
                }
            }
        }

        repeat(SESSIONS) { session ->
            val stored = store.load("s$session")
            assertEquals(SessionRecord("key $session", null), stored.record)
            assertEquals((ROWS / 2 until ROWS).map { "$session/$it" }, stored.outbox.map { it.draft.text })
        }
    }

    @Test
    fun many_rows_come_back() = runTest {
        val records = List(MANY) { message("m$it", Draft("text $it"), position = it.toLong()) }
        records.forEach { store.saveOutbox("s", it) }
        repeat(MANY / 10) { store.saveCursor("s", CursorRecord(ConversationId("c$it"), "m$it", it.toLong())) }

        val stored = store.load("s")
        assertEquals(records, stored.outbox)
        assertEquals(MANY / 10, stored.cursors.toSet().size)
    }

    /** The in-memory store is the model. */
    @Test
    fun any_row_of_writes_ends_as_in_a_map() = runTest {
        val seed = Random.nextLong()
        val random = Random(seed)
        val model = InMemorySessionStore()
        repeat(RANDOM_WRITES) {
            val write = randomWrite(random)
            write(store)
            write(model)
        }
        SESSION_NAMES.forEach { assertStored(model.load(it), store.load(it), "seed $seed, session $it") }
    }

    private fun randomWrite(random: Random): suspend (SessionStore) -> Unit {
        val session = SESSION_NAMES.random(random)
        val conversation = ConversationId(listOf("main", "b", "c").random(random))
        val id = random.nextInt(1, 9)
        val text = random.nextInt().toString()
        return when (random.nextInt(24)) {
            20, 21, 22 -> { store ->
                store.saveConversation(session, ConversationRecord(conversation, text.takeIf { id > 4 }, NewConversation.EMPTY, text))
            }

            23 -> { store -> store.removeConversation(session, conversation) }

            0 -> { store -> store.delete(session) }

            1, 2 -> { store -> store.saveSession(session, SessionRecord(text, text.takeIf { id > 4 })) }

            3, 4, 5 -> { store -> store.saveCursor(session, CursorRecord(conversation, text, id.toLong().takeIf { id > 4 })) }

            6, 7, 8 -> { store -> store.saveDraft(session, DraftRecord(conversation, Draft(text))) }

            9, 10 -> { store -> store.removeDraft(session, conversation) }

            11, 12 -> { store -> store.removeOutbox(session, MessageId("m$id")) }

            13 -> { store -> store.settleOutbox(session, MessageId("m$id"), CursorRecord(conversation, text, id.toLong())) }

            else -> { store -> store.saveOutbox(session, message("m$id", Draft(text), position = id.toLong())) }
        }
    }

    companion object {
        private const val SESSIONS = 8
        private const val ROWS = 10
        private const val MANY = 300
        private const val RANDOM_WRITES = 250
        private val SESSION_NAMES = listOf("a", "b", "c")

        /** What is easily lost: nothing, other planes, directions, controls, half an emoji, much. */
        private fun texts(): List<String> = listOf(
            "",
            "hello",
            "Grüße, \u4f60\u597d, \ud83d\udc69\u200d\ud83d\udc67, e\u0301",
            "\u202eright to left\u202c \u2028 \ufeff \uffff \u0000 \r\n\t\"\\",
            "cut inside an emoji \ud83d",
            "\udc69 begun inside one",
            "x".repeat(1 shl 20),
            "ß\ud834\udd1e".repeat(1 shl 18),
        )

        /** An outbox record of a test. */
        fun message(
            id: String,
            draft: Draft = Draft("text of $id"),
            wedged: OutboxRecord.Wedge? = null,
            position: Long = 1,
            conversation: String = "main",
        ): OutboxRecord = OutboxRecord(MessageId(id), position, ConversationId(conversation), draft, wedged)

        /** Cursors and drafts have no order. */
        fun assertStored(expected: StoredSession, actual: StoredSession, message: String? = null) {
            assertEquals(expected.record, actual.record, message)
            assertEquals(expected.outbox, actual.outbox, message)
            assertEquals(expected.cursors.toSet(), actual.cursors.toSet(), message)
            assertEquals(expected.drafts.toSet(), actual.drafts.toSet(), message)
            assertEquals(expected.conversations, actual.conversations, message)
        }
    }
}
