package dev.confab.transport.backend.amm

import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respondOk
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

class AmmOptionsTest {
    private fun refused(build: AmmOptions.Builder.() -> Unit) =
        assertFailsWith<IllegalArgumentException> { FakeAmm.options().apply(build).build() }

    @Test
    fun the_defaults_are_those_of_the_service() {
        val options = AmmOptions.builder().server("amm.example.com", 8443).credentials("alice", "x-canary").build()
        assertEquals("https://amm.example.com:8443", options.endpoint.toString())
        assertEquals(AmmTimers(30_000, 15_000, 65_000, 10_000, 30_000, 2_000, 600_000, 5_000, 15_000, 60_000), options.timers)
        assertEquals(5, options.maxConnectionErrors)
        assertNull(options.pollIntervalMillis)
        assertNull(options.mainConversation)
    }

    @Test
    fun the_seeds_configuration_has_its_place() {
        val options = AmmOptions.builder().server("127.0.0.1", 8088, isSecure = false).credentials("alice", "x-canary")
            .enabled(true).allowPrevalidation(true).pollIntervalMinutes(1).build()
        assertEquals(60_000L, options.pollIntervalMillis)
        assertEquals(true, options.allowPrevalidation)
        assertEquals("http://127.0.0.1:8088", options.endpoint.toString())
    }

    @Test
    fun a_thousand_minutes_are_the_manual_mode() {
        fun options(minutes: Int) =
            AmmOptions.builder().server("amm.example.com", 8443).credentials("alice", "x-canary").pollIntervalMinutes(minutes).build()
        val manual = options(AmmOptions.MANUAL_REFRESH)
        assertEquals(
            listOf(1_000, null, true, false),
            listOf(manual.pollIntervalMinutes, manual.pollIntervalMillis, manual.isManual, manual.hasChannel),
        )
        assertEquals(listOf(false, true), options(0).let { listOf(it.isManual, it.hasChannel) })
        assertEquals(listOf(3_600_000L, false, false), options(60).let { listOf(it.pollIntervalMillis, it.isManual, it.hasChannel) })
    }

    @Test
    fun SEC1_what_is_not_encrypted_stays_on_this_machine() {
        refused { server("amm.example.com", 8080, isSecure = false) }
        refused { endpoint("http://127.0.0.1:8088") }
        refused { loopbackEndpoint("http://10.0.0.1:8088") }
    }

    @Test
    fun what_cannot_work_is_refused_with_the_way_out() {
        refused { server("amm.example.com", 0) }
        listOf(-1, 61, 999, 1_001).forEach { refused { pollIntervalMinutes(it) } }
        refused { mainConversation("Topic", emptyList()) }
        refused { linkHosts(listOf("10.0.0.1/x")) }
        refused { linkHosts(listOf("*.example.com:8443")) }
        assertFailsWith<IllegalArgumentException> { AmmOptions.builder().server("amm.example.com", 8443).build() }
        assertFailsWith<IllegalArgumentException> { AmmOptions.builder().credentials("alice", "x-canary").build() }
    }

    @Test
    fun a_service_that_is_switched_off_makes_no_transport() {
        val http = confabHttpClient(MockEngine { respondOk() }, NetworkSettings("test"))
        assertFailsWith<IllegalArgumentException> { FakeAmm.options().enabled(false).build().createTransport(http) }
        http.close()
    }
}
