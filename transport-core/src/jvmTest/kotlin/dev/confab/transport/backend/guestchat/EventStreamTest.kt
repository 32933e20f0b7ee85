package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.IpAddress
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.TransferNetwork
import dev.confab.transport.net.confabHttpClient
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse

/** Where the JWT may go: the event stream's address comes from the service, and holds it. */
class EventStreamTest {
    private val asked = ArrayList<String>()
    private var status = HttpStatusCode.ServiceUnavailable
    private val http = confabHttpClient(
        MockEngine {
            asked += it.url.toString()
            respond("", status)
        },
        NetworkSettings.DEFAULT,
    )
    private val names = HashMap<String, String>()
    private val network = object : TransferNetwork {
        override val isProxied: Boolean get() = false

        override suspend fun resolve(host: String): List<IpAddress> = listOfNotNull(IpAddress.parse(names[host] ?: host) ?: PUBLIC)

        override fun client(serverName: String): HttpClient = error("The stream goes over the shared client.")
    }

    @Test
    fun SEC2_an_event_stream_elsewhere_is_refused_before_anything_is_sent() = runTest {
        names["rebound.mypurecloud.de"] = "10.0.0.7"
        names["mapped.mypurecloud.de"] = "[::ffff:127.0.0.1]"
        val region = GuestChatApiTest.options().build()
        listOf(
            "ws://carrier.mypurecloud.de/v1/token/SECRET",
            "https://carrier.mypurecloud.de/v1/token/SECRET",
            "wss://evil.example/v1/token/SECRET",
            "wss://mypurecloud.de.evil.example/SECRET",
            "wss://evilmypurecloud.de/SECRET",
            "wss://carrier.mypurecloud.de:8443/SECRET",
            "wss://carrier.mypurecloud.de@evil.example/SECRET",
            "wss://user:pw@carrier.mypurecloud.de/SECRET",
            "wss://evil.example\\@carrier.mypurecloud.de/SECRET",
            "wss://169.254.169.254/SECRET",
            "wss://[::1]/SECRET",
            "wss://0x7f.1/SECRET",
            "wss://127.0.0.1/SECRET",
            "wss://cаrrier.mypurecloud.de/SECRET",
            "wss://rebound.mypurecloud.de/SECRET",
            "wss://mapped.mypurecloud.de/SECRET",
            "SECRET",
            "",
        ).forEach { address ->
            val failure = assertFailsWith<TransportException>(address) { attach(region, address) }.failure
            assertEquals(ErrorCode.ADDRESS_REFUSED, failure.code, address)
            assertFalse("SECRET" in failure.message, failure.message)
        }
        assertEquals(emptyList(), asked)
    }

    @Test
    fun SEC2_an_event_stream_of_the_service_or_of_a_host_that_was_added_is_attached() = runTest {
        val region = GuestChatApiTest.options().build()
        val added = GuestChatApiTest.options().streamHosts(listOf("*.example.com")).build()
        listOf(
            region to "wss://carrier-pigeon.mypurecloud.de/v1/token/x",
            added to "wss://stream.example.com/x",
        ).forEach { (options, address) ->
            val failure = assertFailsWith<TransportException>(address) { attach(options, address) }.failure
            assertEquals(ErrorCode.of(503), failure.code, "the mock answers every handshake with 503")
        }
        assertEquals(listOf("wss://carrier-pigeon.mypurecloud.de/v1/token/x", "wss://stream.example.com/x"), asked)
    }

    @Test
    fun SEC2_this_machine_is_good_only_where_the_caller_named_it_and_only_there() = runTest {
        val builder = GuestChatOptions.builder(GuestChatApiTest.DEPLOYMENT, GuestChatApiTest.ORGANIZATION).queue("Support")
        val loopback = builder.loopbackEndpoint("http://127.0.0.1:8088").build()
        assertEquals(ErrorCode.of(503), assertFailsWith<TransportException> { attach(loopback, "ws://127.0.0.1:8088/s/x") }.failure.code)
        listOf("ws://127.0.0.1:8089/s/x", "ws://127.0.0.2:8088/s/x", "wss://127.0.0.1:8088/s/x", "ws://evil.example/s/x").forEach {
            assertEquals(ErrorCode.ADDRESS_REFUSED, assertFailsWith<TransportException>(it) { attach(loopback, it) }.failure.code, it)
        }
        assertEquals(listOf("ws://127.0.0.1:8088/s/x"), asked)
    }

    @Test
    fun a_stream_that_was_attached_before_and_is_refused_is_gone() = runTest {
        val options = GuestChatApiTest.options().build()
        suspend fun refusal(code: Int, isKnown: Boolean): ErrorCode {
            status = HttpStatusCode.fromValue(code)
            return assertFailsWith<TransportException> { attach(options, "wss://carrier.mypurecloud.de/x", isKnown) }.failure.code
        }
        listOf(403, 404, 410).forEach { code ->
            assertEquals(ErrorCode.SESSION_NOT_FOUND, refusal(code, isKnown = true))
            // Of a new conversation it says nothing: something on the way may refuse every stream.
            assertEquals(ErrorCode.of(code), refusal(code, isKnown = false))
        }
        assertEquals(ErrorCode.SESSION_HAS_EXPIRED, refusal(401, isKnown = true))
        assertEquals(ErrorCode.of(503), refusal(503, isKnown = true))
    }

    private suspend fun attach(options: GuestChatOptions, address: String, isKnown: Boolean = false) =
        EventStream(options, http, network).attach(GuestSession("c1", "m1", "a.b.c", address), isKnown)

    private companion object {
        val PUBLIC = checkNotNull(IpAddress.parse("93.184.216.34"))
    }
}
