package dev.confab.transport.net

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.FakeTransferNetwork.Companion.answer
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import kotlinx.coroutines.test.runTest
import kotlinx.io.IOException
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class TransferClientTest {
    private val rule = TransferRule(null, listOf("*.service.example"), emptyList(), privateAddresses = false)

    private suspend fun get(network: FakeTransferNetwork, address: String = "https://files.service.example/f?sig=a%2Fb"): Int =
        TransferClient(rule, network).execute("Testing", TransferClient.Request(HttpMethod.Get, address, emptyMap(), null)) {
            it.status.value
        }

    private suspend fun refusal(network: FakeTransferNetwork, address: String = "https://files.service.example/f?sig=a%2Fb"): ErrorCode =
        assertFailsWith<TransportException> { get(network, address) }.code

    @Test
    fun SEC2_the_address_that_was_checked_is_the_one_connected_to() = runTest {
        val network = FakeTransferNetwork { answer(200) }
        network.name("files.service.example", "52.1.2.3")
        // A second look-up would lead home.
        network.name("files.service.example", "127.0.0.1")

        assertEquals(200, get(network))

        assertEquals(listOf("https://52.1.2.3/f?sig=a%2Fb"), network.asked.map { it.address })
        assertEquals("files.service.example", network.asked.single().headers[HttpHeaders.Host])
        assertEquals(listOf("files.service.example"), network.serverNames, "the certificate is that of the name")
        assertEquals(1, network.lookUps.size)
    }

    @Test
    fun SEC2_a_name_that_leads_home_is_refused_even_among_others() = runTest {
        listOf(
            "127.0.0.1",
            "10.0.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "::ffff:192.168.0.1",
            "64:ff9b::a00:1",
        ).forEach { ip ->
            val network = FakeTransferNetwork { answer(200) }
            network.name("files.service.example", "52.1.2.3", ip)

            assertEquals(ErrorCode.ADDRESS_REFUSED, refusal(network), ip)
            assertTrue(network.asked.isEmpty(), ip)
        }
    }

    @Test
    fun SEC2_redirects_are_followed_only_within_the_rule() = runTest {
        suspend fun to(location: String): FakeTransferNetwork {
            val network = FakeTransferNetwork { asked ->
                if ("first" in asked.address) answer(302, ByteArray(0), HttpHeaders.Location to location) else answer(200)
            }
            network.name("files.service.example", "52.1.2.3")
            network.name("cdn.service.example", "52.9.9.9")
            network.name("inside.service.example", "10.0.0.1")
            return network
        }

        val allowed = to("https://cdn.service.example/second")
        assertEquals(200, get(allowed, "https://files.service.example/first"))
        assertEquals("https://52.9.9.9/second", allowed.asked.last().address)
        listOf(
            "http://cdn.service.example/x",
            "https://evil.example/x",
            "https://inside.service.example/x",
            "https://127.0.0.1/x",
            "x",
        ).forEach {
            val network = to(it)
            assertEquals(ErrorCode.ADDRESS_REFUSED, refusal(network, "https://files.service.example/first"), it)
            assertEquals(1, network.asked.size, it)
        }
    }

    @Test
    fun SEC2_redirects_end_after_five() = runTest {
        val network = FakeTransferNetwork { answer(307, ByteArray(0), HttpHeaders.Location to "/again") }
        network.name("files.service.example", "52.1.2.3")

        assertEquals(ErrorCode.ADDRESS_REFUSED, refusal(network))
        assertEquals(6, network.asked.size)
    }

    @Test
    fun SEC2_nothing_of_ours_is_sent_along_and_a_server_sets_no_header_of_the_connection() = runTest {
        val network = FakeTransferNetwork { answer(200) }
        network.name("files.service.example", "52.1.2.3")
        val source = AttachmentSource.ofBytes("a.txt", "hello".encodeToByteArray())
        val given = mapOf(
            "x-amz-tagging" to "a=b",
            "Host" to "evil.example",
            "Content-Length" to "1",
            "Transfer-Encoding" to "chunked",
            "Cookie" to "a=b",
        )
        val body = { SourceContent(source, ContentType.Text.Plain) {} }
        val request = TransferClient.Request(HttpMethod.Put, "https://files.service.example/put", given, body)

        TransferClient(rule, network).execute("Testing", request) {}

        val headers = network.asked.single().headers
        assertEquals("a=b", headers["x-amz-tagging"])
        assertEquals(listOf("files.service.example"), headers.getAll(HttpHeaders.Host))
        listOf(HttpHeaders.Authorization, HttpHeaders.Cookie, HttpHeaders.TransferEncoding, HttpHeaders.Origin).forEach {
            assertEquals(null, headers[it], it)
        }
        assertContentEquals("hello".encodeToByteArray(), network.asked.single().body)
    }

    @Test
    fun SEC2_a_name_that_only_the_proxy_knows_is_left_to_it_when_the_rule_allows_it() = runTest {
        val network = FakeTransferNetwork(isProxied = true) { answer(200) }

        assertEquals(200, get(network))

        assertEquals(listOf("https://files.service.example/f?sig=a%2Fb"), network.asked.map { it.address })
        assertEquals(listOf("files.service.example"), network.serverNames)
        listOf("https://evil.example/x", "http://files.service.example/x", "https://files.service.example:8443/x").forEach {
            assertEquals(ErrorCode.ADDRESS_REFUSED, refusal(network, it), it)
        }
        assertEquals(1, network.asked.size)
    }

    @Test
    fun SEC2_a_name_that_leads_home_is_refused_behind_a_proxy_too() = runTest {
        val network = FakeTransferNetwork(isProxied = true) { answer(200) }
        network.name("files.service.example", "10.0.0.1")

        assertEquals(ErrorCode.ADDRESS_REFUSED, refusal(network))
        assertTrue(network.asked.isEmpty())
    }

    @Test
    fun SEC2_cleartext_is_never_left_to_the_proxy() = runTest {
        val rule =
            TransferRule(
                Endpoint.parse("http://localhost:8080", cleartextLoopback = true),
                emptyList(),
                emptyList(),
                privateAddresses = false,
            )
        val network = FakeTransferNetwork(isProxied = true) { answer(200) }
        val request = TransferClient.Request(HttpMethod.Get, "http://localhost:8080/f", emptyMap(), null)

        val failure = assertFailsWith<TransportException> { TransferClient(rule, network).execute("Testing", request) {} }

        assertEquals(ErrorCode.WEBSOCKET_ERROR, failure.code)
        assertTrue(network.asked.isEmpty())
    }

    private class FakeConnectException : IOException("52.1.2.3")

    @Test
    fun where_nothing_answers_the_next_address_of_the_name_is_tried() = runTest {
        val network = FakeTransferNetwork { asked -> if ("52.1.2.3" in asked.address) throw FakeConnectException() else answer(200) }
        network.name("files.service.example", "52.1.2.3", "52.1.2.4")

        assertEquals(200, get(network))
        assertEquals(listOf("https://52.1.2.3/f?sig=a%2Fb", "https://52.1.2.4/f?sig=a%2Fb"), network.asked.map { it.address })
    }

    @Test
    fun an_unknown_name_is_told_as_what_it_is() = runTest {
        assertEquals(ErrorCode.WEBSOCKET_ERROR, refusal(FakeTransferNetwork { answer(200) }))
    }
}
