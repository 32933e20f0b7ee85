package dev.confab.transport.net

import dev.confab.transport.Confab
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.webmessaging.WebMessagingOptions
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException
import dev.confab.transport.policy.ReconnectPolicy
import io.ktor.client.plugins.websocket.webSocket
import io.ktor.client.request.get
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.net.ServerSocket
import java.util.concurrent.LinkedBlockingQueue
import kotlin.concurrent.thread
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** Whom the client believes, over real sockets and with certificates that are made here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private lateinit var identity: TlsIdentity
    private lateinit var other: TlsIdentity

    @BeforeAll
    fun make(@TempDir directory: File) {
        identity = TlsIdentity(directory, "one")
        other = TlsIdentity(directory, "two")
    }

    @Test
    fun SEC1_a_certificate_that_nobody_vouches_for_is_refused() {
        assertTrue(refused(Confab.builder()))
    }

    @Test
    fun SEC1_a_pinned_key_is_believed_and_another_one_refused() {
        assertEquals(204, status(trusting().pin("localhost", identity.pin)))
        assertEquals(204, status(trusting().pin("localhost", other.pin).pin("localhost", identity.pin)))
        assertTrue(refused(trusting().pin("localhost", other.pin)))
    }

    @Test
    fun SEC1_a_pin_of_another_host_stands_in_nobodys_way() {
        assertEquals(204, status(trusting().pin("api.example.com", other.pin)))
    }

    @Test
    fun SEC1_a_pin_alone_makes_no_certificate_good() {
        assertTrue(refused(Confab.builder().pin("localhost", identity.pin)))
    }

    @Test
    fun SEC1_tls_1_2_is_spoken_and_a_server_with_nothing_newer_is_refused_where_1_3_is_asked_for() {
        assertEquals(204, status(trusting(), "TLSv1.2"))
        assertTrue(refused(trusting().minimumTls(TlsVersion.TLS_1_3), "TLSv1.2"))
        assertEquals(204, status(trusting().minimumTls(TlsVersion.TLS_1_3), "TLSv1.3"))
    }

    @Test
    fun SEC1_pins_hold_for_tls_1_3_too() {
        assertEquals(204, status(trusting().minimumTls(TlsVersion.TLS_1_3).pin("localhost", identity.pin)))
        assertTrue(refused(trusting().minimumTls(TlsVersion.TLS_1_3).pin("localhost", other.pin)))
    }

    /** The JDK refuses to play such a server, so its first answer is written here: version 3.2, and the one suite that 1.1 must have. */
    @Test
    fun SEC1_a_server_that_answers_with_tls_1_1_is_refused() {
        val hello = byteArrayOf(2, 0, 0, 38, 3, 2) + ByteArray(32) { 7 } + byteArrayOf(0, 0, 0x2f, 0)
        val record = byteArrayOf(22, 3, 2, 0, hello.size.toByte()) + hello
        for (version in TlsVersion.entries) {
            ServerSocket(0).use { server ->
                thread(isDaemon = true) {
                    runCatching {
                        server.accept().use {
                            it.getInputStream().read(ByteArray(4096))
                            it.getOutputStream().write(record)
                            it.getOutputStream().flush()
                            it.getInputStream().read(ByteArray(4096))
                        }
                    }
                }
                using(trusting().minimumTls(version)) { confab ->
                    assertFailsWith<Exception> { confab.httpClient.get("https://localhost:${server.localPort}/") }
                }
            }
        }
    }

    @Test
    fun a_refused_handshake_keeps_its_status_with_either_engine() {
        for (version in TlsVersion.entries) {
            TlsServer(identity, "403 Forbidden").use { server ->
                using(trusting().minimumTls(version)) { confab ->
                    val refused = assertFailsWith<HandshakeRefused> { confab.httpClient.webSocket("wss://localhost:${server.port}/v1") {} }
                    assertEquals(403, refused.status)
                }
            }
        }
    }

    @Test
    fun what_is_not_trusted_is_told_by_name_and_not_tried_for_ever() {
        TlsServer(identity, "204 No Content").use { server ->
            using(Confab.builder()) { confab ->
                val options =
                    WebMessagingOptions.builder("7d1c2a5e-0000-4000-8000-00000000aa01").endpoint("https://localhost:${server.port}").build()
                val config = MessagingClientConfig.builder().reconnect(ReconnectPolicy.DEFAULT).build()
                val client = confab.client(options, config)
                val failure = assertFailsWith<MessagingException> { client.connect() }
                assertEquals(ErrorCode.DEPLOYMENT_CONFIG_FETCH_FAILED, failure.code)
                client.close()
            }
        }
    }

    @Test
    fun everything_goes_through_the_proxy() {
        ServerSocket(0).use { proxy ->
            val asked = LinkedBlockingQueue<String>()
            thread(isDaemon = true) {
                runCatching { proxy.accept().use { asked += it.getInputStream().bufferedReader().readLine() } }
            }
            using(Confab.builder().proxy("http://127.0.0.1:${proxy.localPort}")) { confab ->
                assertFailsWith<Exception> { confab.httpClient.get("https://api.example.com/") }
                assertEquals("CONNECT api.example.com:443 HTTP/1.1", asked.take())
            }
        }
    }

    @Test
    fun what_cannot_work_is_refused_at_once() {
        assertFailsWith<IllegalArgumentException> { Confab.builder().pin("localhost", "sha1/AAAA") }
        assertFailsWith<IllegalArgumentException> { Confab.builder().pin("https://localhost", identity.pin) }
        assertFailsWith<IllegalArgumentException> { Confab.builder().proxy("socks://127.0.0.1:1") }
        assertFailsWith<IllegalArgumentException> { Confab.builder().userAgent("two\nlines") }
        assertFailsWith<IllegalArgumentException> { Confab.builder().trust("not PEM").build() }
    }

    private fun trusting() = Confab.builder().trust(identity.pem)

    private fun status(builder: Confab.Builder, vararg protocols: String): Int =
        TlsServer(identity, "204 No Content", *protocols).use { server ->
            var status = 0
            using(builder) { confab -> status = confab.httpClient.get("https://localhost:${server.port}/").status.value }
            status
        }

    private fun refused(builder: Confab.Builder, vararg protocols: String): Boolean = runCatching { status(builder, *protocols) }.isFailure

    private fun using(builder: Confab.Builder, work: suspend (Confab) -> Unit) {
        val confab = builder.build()
        try {
            runBlocking { withTimeout(60_000) { work(confab) } }
        } finally {
            confab.close()
        }
    }
}
