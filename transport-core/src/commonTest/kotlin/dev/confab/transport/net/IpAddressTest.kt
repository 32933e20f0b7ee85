package dev.confab.transport.net

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

class IpAddressTest {
    @Test
    fun SEC2_every_way_to_write_an_address_reads_as_what_it_is() {
        listOf("127.0.0.1", "127.1", "0x7f.1", "0x7F000001", "0177.0.0.1", "2130706433", "127.0.0.1.", "017700000001").forEach {
            assertEquals("127.0.0.1", IpAddress.parse(it).toString(), it)
        }
        assertEquals("0:0:0:0:0:0:0:1", IpAddress.parse("[::1]").toString())
        assertEquals("0:0:0:0:0:ffff:a9fe:a9fe", IpAddress.parse("[::ffff:169.254.169.254]").toString())
        assertEquals("2001:db8:0:0:0:0:0:1", IpAddress.parse("2001:DB8::1").toString())
        assertEquals(null, IpAddress.parse("api.mypurecloud.de"))
        assertEquals(null, IpAddress.parse("1e100.net"))
    }

    @Test
    fun SEC2_what_looks_like_an_address_and_is_none_is_refused() {
        listOf(
            "256.1.1.1", "1.2.3.4.5", "0x100000000", "08.1.1.1", "1.2.3.999",
            "example.1", "[::1", "[1::2::3]", "[12345::]", "[::ffff:1.2.3]",
        ).forEach {
            assertFailsWith<IllegalArgumentException>(it) { IpAddress.parse(it) }
        }
    }

    @Test
    fun SEC2_only_addresses_of_the_public_internet_are_public() {
        val special =
            listOf(
                "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8",
                "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.1.1.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
                "fd12:3456::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
                "2002:a00:1::", "2001:db8::1", "2001::1", "100::1", "fec0::1", "5f00::1",
            )
        val public =
            listOf(
                "1.1.1.1",
                "172.32.0.1",
                "100.128.0.1",
                "52.216.1.1",
                "2606:4700::1111",
                "2a00:1450::1",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
            )

        special.forEach { assertFalse(assertNotNull(IpAddress.parse(it)).isPublic, it) }
        public.forEach { assertTrue(assertNotNull(IpAddress.parse(it)).isPublic, it) }
    }
}
