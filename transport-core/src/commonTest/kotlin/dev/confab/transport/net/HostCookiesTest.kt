package dev.confab.transport.net

import io.ktor.http.Url
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

/** Who gets which cookie (RFC 6265 §5, guarantee SEC-9). */
class HostCookiesTest {
    private var now = 1_900_000_000_000
    private val cookies = HostCookies { now }

    private fun hear(address: String, vararg setCookies: String) = cookies.heard(Url(address), setCookies.toList())

    private fun sentTo(address: String): String? = cookies.header(Url(address))

    @Test
    fun SEC9_a_cookie_goes_back_to_its_host_under_any_port_and_to_no_other() {
        hear("https://amm.example.com:8443/aem/resources", "AMMSESSION=abc; Path=/")
        listOf("https://amm.example.com:8443/x", "https://AMM.example.com/", "wss://amm.example.com:8444/notify/ws").forEach {
            assertEquals("AMMSESSION=abc", sentTo(it), it)
        }
        val others = listOf(
            "https://files.example.com/",
            "https://example.com/",
            "https://x.amm.example.com/",
            "https://amm.example.com.evil.org/",
        )
        others.forEach { assertNull(sentTo(it), it) }
    }

    @Test
    fun SEC9_a_wider_domain_widens_nothing_and_a_foreign_one_is_no_cookie() {
        hear(
            "https://amm.example.com/",
            "a=1; Path=/; Domain=.example.com",
            "b=2; Path=/; Domain=evil.org",
            "c=3; Path=/; Domain=x.amm.example.com",
        )
        assertEquals("a=1", sentTo("https://amm.example.com/"))
        assertNull(sentTo("https://files.example.com/"))
        assertNull(sentTo("https://evil.org/"))
    }

    @Test
    fun SEC9_a_secure_cookie_is_not_sent_in_the_clear_nor_taken_from_there() {
        hear("https://127.0.0.1:8088/", "a=1; Path=/; Secure", "b=2; Path=/")
        hear("http://127.0.0.1:8088/", "c=3; Path=/; Secure")
        assertEquals("b=2", sentTo("http://127.0.0.1:8088/x"))
        assertEquals("a=1; b=2", sentTo("https://127.0.0.1:8088/x"))
    }

    @Test
    fun the_path_decides_and_without_one_it_is_the_folder_of_the_request() {
        hear("https://a.example/aem/resources", "r=1", "n=2; Path=/notify", "all=3; Path=/")
        assertEquals("r=1; all=3", sentTo("https://a.example/aem/resources/conversations"))
        assertEquals("n=2; all=3", sentTo("https://a.example/notify/ws"))
        assertEquals("n=2; all=3", sentTo("https://a.example/notify"))
        assertEquals("all=3", sentTo("https://a.example/notifying"))
        hear("https://b.example/", "root=1")
        assertEquals("root=1", sentTo("https://b.example/anything"))
        assertEquals("root=1", sentTo("https://b.example"))
    }

    @Test
    fun a_cookie_is_replaced_deleted_and_runs_out() {
        hear("https://a.example/", "s=1; Path=/")
        hear("https://a.example/", "s=2; Path=/")
        assertEquals("s=2", sentTo("https://a.example/"))
        hear("https://a.example/", "s=gone; Path=/; Max-Age=0")
        assertNull(sentTo("https://a.example/"))
        hear("https://a.example/", "s=3; Path=/; Max-Age=10", "t=4; Path=/; Expires=Fri, 31 Dec 1999 23:59:59 GMT")
        assertEquals("s=3", sentTo("https://a.example/"))
        now += 10_000
        assertNull(sentTo("https://a.example/"))
    }

    @Test
    fun SEC9_what_cannot_stand_in_a_header_or_is_too_much_is_left_out() {
        hear("https://a.example/", "a=x y; Path=/", "b=1\u0007; Path=/", "=c; Path=/", "d=" + "x".repeat(5_000), "plain")
        assertNull(sentTo("https://a.example/"))
        hear("https://a.example/", *(1..40).map { "c$it=v; Path=/" }.toTypedArray())
        assertEquals(16, sentTo("https://a.example/")?.split("; ")?.size)
        hear("https://b.example/", "own=1; Path=/")
        assertEquals("own=1", sentTo("https://b.example/"))
    }

    @Test
    fun a_value_goes_back_as_it_was_written() {
        hear("https://a.example/", "s=a%20b+c==; Path=/; HttpOnly")
        assertEquals("s=a%20b+c==", sentTo("https://a.example/"))
    }
}
