package dev.confab.transport.backend.gms

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.webmessaging.FakeRest
import io.ktor.http.headersOf
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class GmsOptionsTest {
    @Test
    fun every_option_of_the_widgets_has_its_place() = runTest {
        val fake = FakeGms()
        val answer = fake.rest.answer
        fake.rest.answer = { asked ->
            val given = answer(asked)
            FakeRest.Answer(given.status, given.body, headersOf("Set-Cookie", "LB=node-1; Path=/"))
        }
        val options = fake.options()
            .dataUrl("https://proxy.example.com/gms-chat/2/chat")
            .endpoint("customer-support")
            .header("Authorization", "Bearer of-my-own")
            .withCredentials(true)
            .restoreTimeoutMillis(5_000)
            .build()
        assertEquals(5_000L, options.restoreTimeoutMillis)
        assertEquals(listOf(3_000L, 5L), listOf(options.ajaxTimeoutMillis, options.pollExceptionLimit.toLong()))
        options.createTransport(fake.rest.http).open(
            OpenRequest("key", null, startNew = false) {
            },
        ).close(CloseReason(CloseReason.NORMAL, ""))
        val (first, second) = fake.rest.asked
        assertEquals("https://proxy.example.com/gms-chat/2/chat/customer-support", first.url)
        assertEquals("Bearer of-my-own", first.headers["Authorization"])
        assertFalse(first.headers.contains("Cookie"))
        assertEquals("LB=node-1", second.headers["Cookie"])
    }

    @Test
    fun SEC1_cleartext_goes_to_this_machine_only_and_only_when_asked_for() {
        assertFailsWith<IllegalArgumentException> { GmsOptions.builder().dataUrl("http://127.0.0.1:8088/genesys/2/chat/a") }
        assertFailsWith<IllegalArgumentException> { GmsOptions.builder().loopbackDataUrl("http://gms.example.com/genesys/2/chat/a") }
        assertFailsWith<IllegalArgumentException> { GmsCometD.builder("http://127.0.0.1:8088/genesys/cometd", FakeCometD.CHANNEL) }
        GmsOptions.builder().loopbackDataUrl("http://127.0.0.1:8088/genesys/2/chat/a").build()
    }

    @Test
    fun what_cannot_work_is_refused_with_the_way_out() {
        val missing = assertFailsWith<IllegalArgumentException> { GmsOptions.builder().build() }
        assertTrue("dataUrl" in missing.message.orEmpty())
        val ways = listOf<(GmsOptions.Builder) -> Unit>(
            { it.dataUrl("https://gms.example.com/genesys/../admin") },
            { it.dataUrl("https://gms.example.com/genesys?x=1") },
            { it.dataUrl("https://user@gms.example.com/genesys") },
            { it.endpoint("a/b") },
            { it.header("Host", "evil") },
            { it.header("X-A", "b\r\nX-C: d") },
            { it.pollIntervalMillis(60_000) },
            { it.pollExceptionLimit(0) },
            { it.userData(mapOf("a[b]" to "c")) },
            { it.dataUrl("https://gms.example.com/a").push(GmsPush("device", "fcm")).build() },
        )
        ways.forEachIndexed { index, way -> assertFailsWith<IllegalArgumentException>("way $index") { way(GmsOptions.builder()) } }
    }

    @Test
    fun SEC3_options_show_no_secret() {
        val options = GmsOptions.builder().dataUrl("https://gms.example.com/a").apiKey("SECRET").basicAuth("user", "SECRET").build()
        assertFalse("SECRET" in "$options ${GmsPush("SECRET", "fcm")} ${GmsSession("SECRET", "SECRET", "SECRET", "SECRET")}")
    }
}
