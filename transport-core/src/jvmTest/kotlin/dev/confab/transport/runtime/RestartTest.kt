package dev.confab.transport.runtime

import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.testing.FakeTransport
import dev.confab.transport.testing.messagingClientTest
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.supervisorScope
import kotlin.test.Test
import kotlin.test.assertEquals

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

    private fun config() = MessagingClientConfig.builder().rate(RatePolicy(0, 5_000, 30_000))
}
