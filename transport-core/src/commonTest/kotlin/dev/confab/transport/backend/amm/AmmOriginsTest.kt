package dev.confab.transport.backend.amm

import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.FakeTransferNetwork
import dev.confab.transport.testing.runFileTest
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** Every request carries the user's credentials: nobody else may get one (guarantee SEC-2). */
class AmmOriginsTest {
    private fun origins(options: AmmOptions.Builder, network: FakeTransferNetwork = FakeAmm.network()): AmmOrigins =
        options.build().let { AmmOrigins(it.endpoint, it.linkHosts, it.privateLinkAddresses, network) }

    @Test
    fun SEC2_links_lead_to_the_host_of_the_options_and_nowhere_else() = runTest {
        val origins = origins(FakeAmm.options())
        val good =
            listOf(
                "https://amm.example.com:8443/x",
                "wss://amm.example.com:8443/ws",
                "https://AMM.example.com/x?y=1",
                "https://amm.example.com.:8444/x",
            )
        good.forEach { assertEquals(it, origins.checked("a link", it)) }
        val bad = listOf(
            "http://amm.example.com:8443/x",
            "ws://amm.example.com:8443/ws",
            "https://evil.example.org/x",
            "https://amm.example.com.evil.org/x",
            "https://amm.example.com@evil.org/x",
            "https://evil.org\\@amm.example.com/x",
            "https://xamm.example.com/x",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/x",
            "https://127.0.0.1/x",
            "https://0x7f.1/x",
            "https://ａmm.example.com/x",
            "//evil.org/x",
            "/aem/resources/conversations",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "",
        )
        bad.forEach { link ->
            val failure = assertFailsWith<TransportException>(link) { origins.checked("a link", link) }.failure
            assertEquals(ErrorCode.ADDRESS_REFUSED, failure.code, link)
        }
    }

    @Test
    fun SEC2_on_this_machine_only_the_very_address_counts() = runTest {
        val origins = origins(AmmOptions.builder().loopbackEndpoint("http://127.0.0.1:8088").credentials("alice", "x-canary"))
        assertEquals("ws://127.0.0.1:8088/ws", origins.checked("a link", "ws://127.0.0.1:8088/ws"))
        listOf("http://127.0.0.1:8089/", "http://localhost:8088/", "https://127.0.0.1:8088/").forEach { link ->
            assertFailsWith<TransportException>(link) { origins.checked("a link", link) }
        }
    }

    @Test
    fun SEC2_a_host_that_was_added_must_be_on_the_internet_unless_the_caller_says_otherwise() = runTest {
        val network = FakeAmm.network().apply {
            name("files.example.net", "93.184.216.34")
            name("inner.example.net", "10.0.0.7")
        }
        val hosts = listOf("files.example.net", "inner.example.net:8444", "*.cdn.example.net")
        val careful = origins(FakeAmm.options().linkHosts(hosts), network)
        careful.checked("a link", "https://files.example.net/f")
        assertFailsWith<TransportException> { careful.checked("a link", "https://inner.example.net:8444/f") }
        assertFailsWith<TransportException> { careful.checked("a link", "https://files.example.net:8444/f") }
        val trusting = origins(FakeAmm.options().linkHosts(hosts).privateLinkAddresses(true), network)
        trusting.checked("a link", "https://inner.example.net:8444/f")
        assertFailsWith<TransportException> { trusting.checked("a link", "https://cdn.example.net/f") }
        trusting.checked("a link", "https://a.cdn.example.net/f")
    }

    @Test
    fun SEC2_a_document_with_a_foreign_link_is_refused_before_anything_goes_there() = runFileTest {
        val documents = listOf(
            FakeAmm.resources(conversations = "https://evil.example.org/conversations"),
            FakeAmm.resources(webSocket = "wss://evil.example.org/ws"),
            FakeAmm.resources().replace("${FakeAmm.BASE}/aem/resources/outbox", "https://evil.example.org/outbox"),
            FakeAmm.resources().replace("${FakeAmm.BASE}/aem/resources/session", "https://evil.example.org/session"),
            FakeAmm.resources().replace("${FakeAmm.BASE}/notify/sse", "http://amm.example.com:8443/notify/sse"),
        )
        documents.forEach { document ->
            val service = FakeAmm(this).apply { resources = document }
            val failure = assertFailsWith<TransportException> {
                service.transport(FakeAmm.options()).open(OpenRequest("key", null, startNew = false) {})
            }.failure
            assertEquals(ErrorCode.ADDRESS_REFUSED, failure.code)
            assertTrue("evil" !in service.asked.joinToString { it.url }, "${service.asked}")
            assertEquals(1, service.asked.size)
        }
    }
}
