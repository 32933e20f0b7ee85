package dev.confab.docs

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.transport.Confab
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.backend.gms.GmsChatEvent
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds

/** The code of `docs/engage.md` does what the page says. */
class EngagePageTest {
    private fun talk(body: suspend (Sandbox) -> Unit) =
        Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).build()).use { sandbox ->
            runBlocking { withTimeout(60.seconds) { body(sandbox) } }
        }

    @Test
    fun each_way_leads_to_its_service() = talk { sandbox ->
        val ways = listOf<TransportOptions>(polled(sandbox.url()), pushed(sandbox.url()), multicloud(sandbox.url(), "key"))
        ways.forEachIndexed { number, options ->
            val client = Confab.shared().client(options)
            client.connect()
            client.send("message $number")
            client.close()
        }
        assertEquals(
            listOf("gms message 0", "gms-cometd message 1", "nexus message 2"),
            sandbox.messages().map { "${it.backend()} ${it.text()}" },
        )
    }

    @Test
    fun the_service_has_words_of_its_own() = talk { sandbox ->
        listOf(polled(sandbox.url()), pushed(sandbox.url())).forEach { options ->
            val told = ConcurrentLinkedQueue<GmsChatEvent>()
            showOffer(options) { told += it }
            assertTrue(told.any { it is GmsChatEvent.Started })
            val entries = told.filterIsInstance<GmsChatEvent.Received>().flatMap { it.entries }
            assertEquals("I am wri", entries.first { it.type == "TypingStarted" }.text)
            assertEquals("https://example.com/offer", entries.first { it.type == "PushUrl" }.text)
            assertEquals("Have a look at this offer", entries.first { it.type == "Message" }.text)
        }
    }
}
