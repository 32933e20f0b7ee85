package dev.confab.transport.model

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull

class LinkTest {
    @Test
    fun SEC8_only_web_telephone_and_mail_addresses_may_be_opened() {
        assertEquals(Link.Scheme.HTTPS, Link("https://shop.example.org/p?a=b#c").scheme)
        assertEquals(Link.Scheme.HTTPS, Link("HTTPS://münchen.example:8443/").scheme)
        assertEquals(Link.Scheme.HTTP, Link("http://example.org").scheme)
        assertEquals(Link.Scheme.TEL, Link("tel:+49-89-123").scheme)
        assertEquals(Link.Scheme.MAILTO, Link("mailto:help@example.org?subject=Hi").scheme)
    }

    @Test
    fun SEC8_what_runs_or_reads_something_on_the_device_is_refused_and_kept_as_text() {
        listOf(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "intent://scan/#Intent;scheme=zxing;end",
            "file:///etc/passwd",
            "content://contacts/people/1",
            "data:text/html,<script>",
            "blob:https://example.org/1",
            "vbscript:x",
            "ftp://example.org",
            "//example.org",
            "/path",
            "example.org",
            "https:example.org",
            "https://",
            "https:///path",
            "https://:443/",
            "https://bank.example@evil.example/",
            "https://example.org\\@evil.example/",
            "https://example.org/\u202egpj.exe",
            "ht\ttps://example.org",
            "https://exa mple.org",
            "tel:*#06#",
            "tel:%2A%2306%23",
            "tel:",
            "mailto:",
            "",
            ":",
        ).forEach { raw ->
            val link = Link(raw)
            assertFalse(link.isSafe, raw)
            assertNull(link.scheme, raw)
            assertNull(link.address, raw)
            assertEquals(raw, link.raw)
        }
    }

    @Test
    fun SEC8_the_address_to_open_has_no_blanks_around_it() {
        assertEquals("https://example.org/", Link("  https://example.org/ ").address)
    }

    @Test
    fun an_address_stays_out_of_logs() {
        assertEquals("Link(HTTPS)", Link("https://example.org/?token=secret").toString())
        assertEquals("Link(refused)", Link("file:///secret").toString())
    }
}
