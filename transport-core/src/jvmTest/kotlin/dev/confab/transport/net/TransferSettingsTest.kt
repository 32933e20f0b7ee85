package dev.confab.transport.net

import dev.confab.transport.Confab
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.webmessaging.WebMessagingOptions
import dev.confab.transport.jvm.AttachmentFiles
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import io.ktor.http.ContentType
import io.ktor.http.HttpMethod
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.io.TempDir
import java.io.ByteArrayOutputStream
import java.io.File
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Files obey what `Confab.builder()` was told, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferSettingsTest {
    private lateinit var identity: TlsIdentity
    private lateinit var other: TlsIdentity
    private lateinit var files: TlsIdentity

    @BeforeAll
    fun make(@TempDir directory: File) {
        identity = TlsIdentity(directory, "one")
        other = TlsIdentity(directory, "two")
        files = TlsIdentity(directory, "files", FILES)
    }

    @Test
    fun SEC1_a_file_is_fetched_only_from_whom_the_instance_believes() {
        for (version in TlsVersion.entries) {
            assertEquals(0, fetched(trusting(version)), "$version")
            assertEquals(0, fetched(trusting(version).pin("localhost", identity.pin)), "$version")
            assertTrue(refused(trusting(version).pin("localhost", other.pin)), "another key is pinned: $version")
            assertTrue(refused(Confab.builder().minimumTls(version)), "nobody vouches for it: $version")
        }
    }

    @Test
    fun SEC1_a_file_is_not_fetched_with_less_than_the_minimum_tls() {
        assertTrue(refused(trusting(TlsVersion.TLS_1_3), "TLSv1.2"))
        assertEquals(0, fetched(trusting(TlsVersion.TLS_1_3), "TLSv1.3"))
        assertEquals(0, fetched(trusting(TlsVersion.TLS_1_2), "TLSv1.2"))
    }

    @Test
    fun SEC2_the_checked_address_is_asked_under_its_name_with_either_engine() = forBoth { version ->
        TlsServer(files, "200 OK").use { server ->
            val network = Known(NetworkSettings(minimumTls = version, trusted = listOf(files.pem)), "127.0.0.1")

            put(network, server.port)

            val asked = server.asked.take()
            assertEquals(if (version == TlsVersion.TLS_1_2) "TLSv1.2" else "TLSv1.3", asked.protocol)
            assertEquals(listOf(FILES), asked.names, "the certificate of the name is asked for")
            assertEquals("PUT /put?sig=a%2Fb HTTP/1.1", asked.head.first())
            assertTrue("host: $FILES:${server.port}" in asked.head.map(String::lowercase), "${asked.head}")
            assertTrue("content-length: 5" in asked.head.map(String::lowercase), "${asked.head}")
            assertContentEquals("hello".toByteArray(), asked.body)
        }
    }

    @Test
    fun SEC2_the_certificate_must_be_of_the_name_and_not_of_the_address() = forBoth { version ->
        TlsServer(identity, "200 OK").use { server ->
            val network = Known(NetworkSettings(minimumTls = version, trusted = listOf(identity.pem)), "127.0.0.1")

            val failure = runCatching { put(network, server.port) }.exceptionOrNull()

            assertTrue(failure is TransportException, "$failure")
        }
    }

    @Test
    fun SEC2_the_proxy_is_told_the_address_that_was_checked() = forBoth { version ->
        TlsServer(files, "200 OK").use { server ->
            TunnelProxy(server.port).use { proxy ->
                val network = Known(NetworkSettings(minimumTls = version, proxy = proxy.url, trusted = listOf(files.pem)), "127.0.0.1")

                put(network, server.port)

                assertEquals("CONNECT 127.0.0.1:${server.port} HTTP/1.1", proxy.asked.take())
                assertEquals(listOf(FILES), server.asked.take().names)
            }
        }
    }

    @Test
    fun SEC2_the_proxy_is_told_the_name_where_only_it_can_look_it_up() = forBoth { version ->
        TlsServer(files, "200 OK").use { server ->
            TunnelProxy(server.port).use { proxy ->
                val network = Known(NetworkSettings(minimumTls = version, proxy = proxy.url, trusted = listOf(files.pem)), null)

                put(network, server.port)

                assertEquals("CONNECT $FILES:${server.port} HTTP/1.1", proxy.asked.take())
                assertEquals(listOf(FILES), server.asked.take().names)
            }
        }
    }

    @Test
    fun SEC1_the_files_of_a_session_go_through_the_proxy_of_its_instance() {
        for (version in TlsVersion.entries) {
            TlsServer(identity, "200 OK").use { server ->
                TunnelProxy(server.port).use { proxy ->
                    assertEquals(0, fetched(trusting(version).proxy(proxy.url), server))
                    assertTrue(proxy.asked.take().endsWith(":${server.port} HTTP/1.1"))
                }
            }
        }
    }

    /** Knows one name, and is the platform's network otherwise. */
    private class Known(settings: NetworkSettings, private val address: String?) : TransferNetwork {
        private val system = SystemTransferNetwork(settings)
        override val isProxied get() = system.isProxied

        override suspend fun resolve(host: String) = listOfNotNull(address?.let(IpAddress::parse))

        override fun client(serverName: String) = system.client(serverName)
    }

    private suspend fun put(network: TransferNetwork, port: Int) {
        val own = Endpoint.parse("https://$FILES:$port", cleartextLoopback = false)
        val rule = TransferRule(own, emptyList(), emptyList(), privateAddresses = true)
        val source = AttachmentSource.ofBytes("a.txt", "hello".toByteArray())
        val body = { SourceContent(source, ContentType.Text.Plain) {} }
        val request = TransferClient.Request(HttpMethod.Put, "https://$FILES:$port/put?sig=a%2Fb", emptyMap(), body)
        assertEquals(200, TransferClient(rule, network).execute("Testing", request) { it.status.value })
    }

    private fun forBoth(test: suspend (TlsVersion) -> Unit) = runBlocking {
        TlsVersion.entries.forEach { withTimeout(60_000) { test(it) } }
    }

    private fun trusting(version: TlsVersion) = Confab.builder().minimumTls(version).trust(identity.pem)

    private fun fetched(builder: Confab.Builder, vararg protocols: String): Long =
        TlsServer(identity, "200 OK", *protocols).use { fetched(builder, it) }

    /** As a session of the instance does it. */
    private fun fetched(builder: Confab.Builder, server: TlsServer): Long {
        val confab = builder.build()
        try {
            val here = "https://localhost:${server.port}"
            val options = WebMessagingOptions.builder("7d1c2a5e-0000-4000-8000-00000000aa01").endpoint(here).privateTransferAddresses(true)
            val transport = options.build().createTransport(confab.httpClient)
            val file = Attachment(AttachmentId("f1"), "a.txt", null, null, null, "$here/f1")
            val request = DownloadRequest(file, AttachmentFiles.sink(::ByteArrayOutputStream), 100)
            return runBlocking { withTimeout(60_000) { transport.download(request) } }
        } finally {
            confab.close()
        }
    }

    private fun refused(builder: Confab.Builder, vararg protocols: String): Boolean =
        runCatching { fetched(builder, *protocols) }.exceptionOrNull() is TransportException

    private companion object {
        const val FILES = "files.confab.example"
    }
}
