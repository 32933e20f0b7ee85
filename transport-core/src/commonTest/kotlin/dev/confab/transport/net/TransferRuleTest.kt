package dev.confab.transport.net

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull

class TransferRuleTest {
    private val bucket = Regex("""bucket-[a-z]+\.s3\.amazonaws\.com""")
    private val region = TransferRule(null, listOf("mypurecloud.de", "*.mypurecloud.de", "cdn.example.com"), listOf(bucket), false)
    private val loopback = TransferRule(Endpoint.parse("http://127.0.0.1:8088", cleartextLoopback = true), emptyList(), emptyList(), false)

    private fun refusal(rule: TransferRule, address: String): String? = try {
        rule.refusal(TransferAddress.parse(address))
    } catch (malformed: IllegalArgumentException) {
        malformed.message
    }

    @Test
    fun SEC2_the_hosts_of_the_service_and_those_that_were_added_are_allowed() {
        listOf(
            "https://api.mypurecloud.de/api/v2/downloads/abc?x=%2F",
            "https://API.MyPureCloud.DE/x",
            "https://api.mypurecloud.de:443/x",
            "https://api.mypurecloud.de./x",
            "https://mypurecloud.de",
            "https://bucket-eu.s3.amazonaws.com/put?X-Amz-Signature=1",
            "https://cdn.example.com/",
        ).forEach { assertNull(refusal(region, it), it) }
        assertNull(refusal(loopback, "http://127.0.0.1:8088/uploads/1?sig=a"))
    }

    @Test
    fun SEC2_tricks_with_addresses_are_refused() {
        listOf(
            "http://api.mypurecloud.de/x",
            "ftp://api.mypurecloud.de/x",
            "//api.mypurecloud.de/x",
            "https:api.mypurecloud.de",
            "https:///api.mypurecloud.de",
            "https://",
            "https://api.mypurecloud.de:8443/x",
            "https://api.mypurecloud.de:99999/x",
            "https://api.mypurecloud.de:1@evil.example",
            "https://api.mypurecloud.de@evil.example/",
            "https://user:pass@api.mypurecloud.de/",
            "https://evil.example/api.mypurecloud.de",
            "https://evil.example#.mypurecloud.de",
            "https://evil.example\\.mypurecloud.de/",
            "https://evil.example?.mypurecloud.de/",
            "https://mypurecloud.de.evil.example/",
            "https://evilmypurecloud.de/",
            "https://bucket-eu.s3.amazonaws.com.evil.example/",
            "https://sub.cdn.example.com/",
            "https://ap\u0456.mypurecloud.de/",
            "https://xn--ap-7lc.evil.example/",
            "https://api.mypurecloud.de\u3002evil.example/",
            "https://api.mypurecloud.de/\r\nHost: evil.example",
            "https://api.mypurecloud.de /",
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://[fe80::1%25eth0]/",
            "https://localhost/",
        ).forEach { assertNotNull(refusal(region, it), it) }
        listOf(
            "http://127.0.0.1:8089/",
            "http://127.0.0.1/",
            "http://127.0.0.2:8088/",
            "http://localhost:8088/",
            "https://127.0.0.1:8088/",
            "http://0x7f.1:8088/",
        ).forEach { assertNotNull(refusal(loopback, it), it) }
    }

    @Test
    fun SEC2_a_name_must_lead_to_the_public_internet_unless_asked() {
        val api = TransferAddress.parse("https://api.mypurecloud.de/")
        val ownAddress = TransferAddress.parse("http://127.0.0.1:8088/")
        val asked = TransferRule(null, listOf("*.mypurecloud.de"), emptyList(), privateAddresses = true)

        fun ip(text: String) = assertNotNull(IpAddress.parse(text))
        assertNull(region.refusal(api, ip("52.1.2.3")))
        listOf("127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fd00::1").forEach {
            assertNotNull(region.refusal(api, ip(it)), it)
            assertNull(asked.refusal(api, ip(it)), it)
        }
        assertNull(loopback.refusal(ownAddress, ip("127.0.0.1")))
        assertNotNull(loopback.refusal(ownAddress, ip("10.0.0.1")), "another machine must not hide behind the name of this one")
    }

    @Test
    fun SEC2_redirects_are_read_as_strictly() {
        val from = TransferAddress.parse("https://api.mypurecloud.de/a?b")

        assertEquals("https://api.mypurecloud.de", from.redirect("/c").toString())
        assertEquals("https://evil.example", from.redirect("//evil.example/c").toString())
        assertEquals("http://127.0.0.1", from.redirect("http://127.0.0.1/").toString())
        assertFailsWith<IllegalArgumentException> { from.redirect("c/d") }
        assertEquals("/c?d=%2F&e", from.redirect("/c?d=%2F&e").target)
    }

    @Test
    fun a_host_that_is_added_is_a_name() {
        listOf("*", "*.", "*.com", "127.0.0.1", "https://a.example", "a.example/x", "[::1]", "a b.example").forEach {
            assertFailsWith<IllegalArgumentException>(it) { TransferRule.host(it) }
        }
        assertEquals("*.files.example.com", TransferRule.host("*.Files.example.com"))
    }

    @Test
    fun SEC2_files_of_a_sandbox_on_the_host_of_an_emulator_come_from_that_host_and_no_other() {
        val own = TransferRule(Endpoint.parse("http://10.0.2.2:8088", cleartextLoopback = true), emptyList(), emptyList(), false)
        val address = TransferAddress.parse("http://10.0.2.2:8088/uploads/1")
        assertNull(own.refusal(address))
        assertNull(own.refusal(address, assertNotNull(IpAddress.parse("10.0.2.2"))))
        assertNotNull(own.refusal(address, assertNotNull(IpAddress.parse("10.0.2.3"))))
        assertNotNull(own.refusal(TransferAddress.parse("http://10.0.2.2:8089/uploads/1")))
    }
}
