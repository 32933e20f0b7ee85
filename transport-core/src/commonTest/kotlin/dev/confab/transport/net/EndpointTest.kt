package dev.confab.transport.net

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class EndpointTest {
    @Test
    fun an_encrypted_address_is_taken() {
        assertEquals("https://chat.example.org/x", Endpoint.parse("https://chat.example.org", false).http("/x"))
        assertEquals("wss://chat.example.org:8443/v1", Endpoint.parse("https://chat.example.org:8443/", false).webSocket("/v1"))
        assertEquals("wss://webmessaging.mypurecloud.de/v1", Endpoint.ofHost("webmessaging.mypurecloud.de").webSocket("/v1"))
    }

    @Test
    fun SEC1_cleartext_is_for_this_machine_only() {
        for (local in listOf("http://127.0.0.1:8088", "http://localhost:8088", "http://127.1.2.3:1", "ws://[::1]:8088")) {
            Endpoint.parse(local, cleartextLoopback = true)
        }
        for (remote in listOf(
            "http://example.org",
            "http://10.0.0.1:8088",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "ws://0x7f.1",
        )) {
            val refused = assertFailsWith<IllegalArgumentException>(remote) { Endpoint.parse(remote, cleartextLoopback = true) }
            assertTrue("not encrypted" in refused.message.orEmpty(), refused.message)
        }
    }

    @Test
    fun SEC1_the_host_of_an_android_emulator_counts_as_this_machine_and_needs_the_option_too() {
        assertTrue(Endpoint.parse("http://10.0.2.2:8088", cleartextLoopback = true).isEmulatorHost)
        assertFailsWith<IllegalArgumentException> { Endpoint.parse("http://10.0.2.2:8088", cleartextLoopback = false) }
        for (near in listOf("http://10.0.2.3:8088", "http://10.0.2.22:8088", "http://10.0.2.2.example.org")) {
            assertFailsWith<IllegalArgumentException>(near) { Endpoint.parse(near, cleartextLoopback = true) }
        }
    }

    @Test
    fun SEC1_cleartext_needs_an_explicit_option_even_on_this_machine() {
        val refused = assertFailsWith<IllegalArgumentException> { Endpoint.parse("http://127.0.0.1:8088", cleartextLoopback = false) }
        assertTrue("explicitly" in refused.message.orEmpty())
    }

    @Test
    fun what_is_no_address_is_refused_with_the_way_out() {
        for (bad in listOf(
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "http://127.0.0.1:99999",
            "https://user:secret@example.org",
            "https://example.org/path",
            "https://example.org?a=b",
        )) {
            assertFailsWith<IllegalArgumentException>(bad) { Endpoint.parse(bad, cleartextLoopback = true) }
        }
        for (bad in listOf("", "https://mypurecloud.de", "a b", "-x", "webmessaging.my/purecloud")) {
            assertFailsWith<IllegalArgumentException>(bad) { Endpoint.ofHost(bad) }
        }
    }
}
