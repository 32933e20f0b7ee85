package dev.confab.transport.runtime

import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.SessionState
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.policy.RecoveryPolicy.WhenUncertain
import dev.confab.transport.policy.StorePolicy
import dev.confab.transport.store.CursorRecord
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.store.OutboxRecord
import dev.confab.transport.store.SessionRecord
import dev.confab.transport.store.SessionStore
import dev.confab.transport.store.StoreException
import dev.confab.transport.store.StoredSession
import dev.confab.transport.testing.FakeLink
import dev.confab.transport.testing.FakeTransport
import dev.confab.transport.testing.MessagingClientTester
import dev.confab.transport.testing.messagingClientTest
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.supervisorScope
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** Two lives of a process on the same store. (On the JVM only: JavaScript can wait for one test scope, not for two.) */
class RestartTest {
    @Test
    fun REL2_a_client_goes_on_with_what_the_store_holds() {
        val store = InMemorySessionStore()
        val config = MessagingClientConfig.builder().store(store, "guest-1").rate(RatePolicy(0, 0, 0)).build()
        messagingClientTest(config) {
            val link = connect()
            supervisorScope {
                val waiting = async { client.send("not proved") }
                link.expectMessage("not proved")
                client.close()
                waiting.join()
            }
        }
        messagingClientTest(config) {
            val link = connect()
            link.prove(link.expectMessage("not proved"))
            client.conversation.first { conversation -> conversation.messages.any { it.status == MessageStatus.Sent } }
        }
    }

    @Test
    fun REL2_after_a_restart_the_history_settles_what_was_on_its_way() {
        val store = InMemorySessionStore()
        val config = config().store(store, "guest-1").build()
        var stored = emptyList<Message>()
        messagingClientTest(config) {
            val link = connect()
            supervisorScope {
                listOf("one", "two", "three").map { async { client.send(it) } }
                val one = link.expectMessage("one")
                link.prove(one)
                // The second arrives, but its proof does not, and the process ends.
                link.store(link.expectMessage("two"))
                client.close()
            }
            stored = transport.service.history.toList()
        }
        messagingClientTest(config) {
            transport.service.history += stored
            transport.accept(FakeTransport.info(newSession = false))
            val link = connect()
            link.prove(link.expectMessage("three"))
            client.conversation.first { conversation -> conversation.messages.all { it.status == MessageStatus.Sent } }
            assertEquals(listOf("one", "two", "three"), transport.service.history.map { it.text })
        }
    }

    @Test
    fun REL2_a_kill_between_any_two_writes_of_a_proof_loses_no_message_with_the_same_text() {
        for (writes in 0..2) {
            val store = InMemorySessionStore()
            var stored = emptyList<Message>()
            messagingClientTest(config().store(DyingStore(store, writes), "guest-1").build()) {
                val link = connect()
                supervisorScope {
                    repeat(2) { async { client.send("same") } }
                    val first = link.expectMessage("same")
                    while (store.load("guest-1").outbox.size < 2) delay(1)
                    link.prove(first)
                    // The second one is on its way when the process ends, and does not arrive.
                    link.expectMessage("same")
                    client.close()
                }
                stored = transport.service.history.toList()
            }
            assertEquals(1, stored.size)
            messagingClientTest(config().store(store, "guest-1").build()) {
                transport.service.history += stored
                transport.accept(FakeTransport.info(newSession = false))
                val link = connect()
                link.prove(link.expectMessage("same"))
                client.conversation.first { conversation -> conversation.messages.all { it.status == MessageStatus.Sent } }
                assertEquals(listOf("same", "same"), transport.service.history.map { it.text }, "$writes writes of the proof")
            }
        }
    }

    @Test
    fun REL2_one_that_was_given_up_in_doubt_is_found_by_the_history_after_a_restart() {
        val store = InMemorySessionStore()
        var stored = emptyList<Message>()
        messagingClientTest(holding().store(store, "guest-1").build()) {
            giveUp(this, "same") { link, command -> link.store(command) }
            stored = transport.service.history.toList()
        }
        messagingClientTest(holding().store(store, "guest-1").build()) {
            transport.service.history += stored
            transport.accept(FakeTransport.info(newSession = false))
            connect()
            client.conversation.first { conversation -> conversation.messages.all { it.status == MessageStatus.Sent } }
            assertEquals(listOf("same"), texts(), "it is shown once, and was not sent again")
        }
    }

    @Test
    fun REL2_a_later_message_with_the_same_text_is_no_proof_of_one_in_doubt_wherever_the_process_ends() {
        for ((writes, texts) in listOf(0 to listOf("same"), Int.MAX_VALUE to listOf("same", "other"))) {
            val store = InMemorySessionStore()
            var stored = emptyList<Message>()
            messagingClientTest(holding().store(DyingStore(store, writes), "guest-1").build()) {
                val link = giveUp(this, "same") { _, _ -> }
                supervisorScope {
                    texts.forEach {
                        val later = async { client.send(it) }
                        link.prove(link.expectMessage(it))
                        later.await()
                    }
                    client.close()
                }
                stored = transport.service.history.toList()
            }
            messagingClientTest(holding().store(store, "guest-1").build()) {
                transport.service.history += stored
                transport.accept(FakeTransport.info(newSession = false))
                connect()
                while (events.none { it is MessagingEvent.Resumed }) delay(1)
                val left = client.conversation.value.messages.filter { it.text == "same" }
                assertEquals(1, left.count { it.status == MessageStatus.Sent }, "$writes writes of the proof")
                assertEquals(ErrorCode.SEND_UNCERTAIN, left.firstNotNullOf { it.status as? MessageStatus.Wedged }.code)
                assertEquals(texts, transport.service.history.map { it.text })
            }
        }
    }

    @Test
    fun REL2_the_failures_of_a_message_are_counted_over_restarts() {
        val store = InMemorySessionStore()
        val config = config().outbox(OutboxPolicy(OutboxPolicy.DEFAULT.maxMessages, OutboxPolicy.DEFAULT.maxBytes, 15_000, 3))
        messagingClientTest(config.store(store, "guest-1").build()) {
            val link = connect()
            supervisorScope {
                val poison = async { client.send("poison") }
                repeat(2) {
                    val command = link.expectMessage("poison")
                    link.emit(LinkEvent.Refused(command.messageId, command.attempt, TROUBLE))
                }
                while (store.load("guest-1").outbox.single().failures < 2) delay(1)
                client.close()
                poison.join()
            }
        }
        messagingClientTest(config.store(store, "guest-1").build()) {
            transport.accept(FakeTransport.info(newSession = false))
            val link = connect()
            val command = link.expectMessage("poison")
            link.emit(LinkEvent.Refused(command.messageId, command.attempt, TROUBLE))
            val wedged = client.conversation.first { it.messages.single().status is MessageStatus.Wedged }.messages.single()
            assertTrue("(3 attempts)" in (wedged.status as MessageStatus.Wedged).reason)
        }
    }

    @Test
    fun REL2_a_new_chat_that_was_asked_for_is_what_the_next_life_begins_with() {
        val store = InMemorySessionStore()
        var stored = emptyList<Message>()
        val config = config().store(store, "guest-1").build()
        messagingClientTest(config) {
            val link = connect()
            supervisorScope {
                // It arrives, but its proof does not.
                val old = async { client.send("old") }
                link.store(link.expectMessage("old"))
                link.emit(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true))
                awaitState { it is SessionState.ReadOnly }
                val asking = async { client.startNewChat() }
                assertTrue((link.expectCommand() as LinkCommand.Configure).startNew)
                client.close()
                old.join()
                asking.join()
            }
            stored = transport.service.history.toList()
        }
        messagingClientTest(config) {
            transport.service.history += stored
            transport.accept(FakeTransport.info(newSession = true))
            val link = connect()
            assertTrue(transport.requests.single().startNew)
            val kept = client.conversation.value.messages.single()
            assertEquals(ErrorCode.CONVERSATION_ENDED, (kept.status as MessageStatus.Wedged).code)
            supervisorScope {
                val fresh = async { client.send("fresh") }
                link.prove(link.expectMessage("fresh"))
                fresh.await()
            }
            assertEquals(listOf("old", "fresh"), transport.service.history.map { it.text }, "nothing is lost, nothing doubled")
        }
        messagingClientTest(config) {
            transport.accept(FakeTransport.info(newSession = false))
            connect()
            assertFalse(transport.requests.single().startNew, "it has begun")
        }
    }

    /** Sends [text] and loses the connection; nobody can tell afterwards whether it [arrives], so it is given up. */
    private suspend fun giveUp(
        tester: MessagingClientTester,
        text: String,
        arrives: (FakeLink, LinkCommand.SendMessage) -> Unit,
    ): FakeLink = with(tester) {
        val first = connect()
        val sending = async { client.send(text) }
        arrives(first, first.expectMessage(text))
        transport.service.historyFailures += TransportFailure(ErrorCode.WEBSOCKET_ACCESS_DENIED, "No.")
        first.cut()
        val second = expectLink()
        assertEquals(ErrorCode.SEND_UNCERTAIN, assertFailsWith<MessagingException> { sending.await() }.code)
        second
    }

    @Test
    fun a_store_that_cannot_be_read_ends_in_an_error_that_says_why() {
        val store = FailingStore(InMemorySessionStore(), unreadable = true)
        messagingClientTest(config().store(store, "guest-1").build()) {
            val refused = assertFailsWith<MessagingException> { client.connect() }
            assertEquals(ErrorCode.STORE_FAILURE, refused.code)
            assertTrue("the record is damaged" in refused.message.orEmpty())
            assertEquals(emptyList(), transport.requests)
        }
    }

    @Test
    fun a_client_that_may_go_on_in_memory_leaves_a_store_that_it_could_not_read_as_it_is() {
        val kept = InMemorySessionStore()
        val config = config().store(FailingStore(kept, unreadable = true), "guest-1").storePolicy(StorePolicy.CONTINUE_IN_MEMORY)
        messagingClientTest(config.build()) {
            kept.saveSession("guest-1", SessionRecord("the guest's key", null))
            val link = connect()
            supervisorScope {
                val sending = async { client.send("in memory") }
                link.prove(link.expectMessage("in memory"))
                assertEquals(MessageStatus.Sent, sending.await().status)
            }
            val stored = kept.load("guest-1")
            assertEquals("the guest's key", stored.record?.key, "the identity of the guest was written over")
            assertEquals(emptyList(), stored.cursors)
        }
    }

    @Test
    fun a_store_that_stops_writing_decides_by_the_policy_whether_a_message_is_sent() {
        for (policy in StorePolicy.entries) {
            val store = FailingStore(InMemorySessionStore(), unreadable = false)
            messagingClientTest(config().store(store, "guest-1").storePolicy(policy).build()) {
                val link = connect()
                supervisorScope {
                    val sending = async { client.send("Hello") }
                    if (policy == StorePolicy.CONTINUE_IN_MEMORY) {
                        link.prove(link.expectMessage("Hello"))
                        assertEquals(MessageStatus.Sent, sending.await().status)
                    } else {
                        assertEquals(ErrorCode.STORE_FAILURE, assertFailsWith<MessagingException> { sending.await() }.code)
                        assertEquals(emptyList(), transport.service.history)
                    }
                }
            }
        }
    }

    /** Cannot be read, or takes the session and no message. */
    private class FailingStore(private val store: SessionStore, private val unreadable: Boolean) : SessionStore by store {
        override suspend fun load(sessionId: String): StoredSession =
            if (unreadable) throw StoreException("the record is damaged") else store.load(sessionId)

        override suspend fun saveOutbox(sessionId: String, record: OutboxRecord) = throw StoreException("the disk is full")
    }

    /** Of what a proof changes, only the first few writes reach the disk. */
    private class DyingStore(private val store: SessionStore, private var left: Int) : SessionStore by store {
        override suspend fun removeOutbox(sessionId: String, messageId: MessageId) = alive { store.removeOutbox(sessionId, messageId) }

        override suspend fun saveCursor(sessionId: String, record: CursorRecord) = alive { store.saveCursor(sessionId, record) }

        override suspend fun settleOutbox(sessionId: String, messageId: MessageId, cursor: CursorRecord) =
            alive { store.settleOutbox(sessionId, messageId, cursor) }

        private suspend fun alive(write: suspend () -> Unit) {
            if (left-- <= 0) awaitCancellation()
            write()
        }
    }

    private fun config() = MessagingClientConfig.builder().rate(RatePolicy(0, 5_000, 30_000))

    /** What nobody can tell is given up. */
    private fun holding() = config().recovery(RecoveryPolicy(RecoveryPolicy.DEFAULT.maxHistoryPages, WhenUncertain.HOLD))

    private companion object {
        val TROUBLE = TransportFailure(ErrorCode.of(500), "Trouble.")
    }
}
