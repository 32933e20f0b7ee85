package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.testing.runFileTest
import io.ktor.http.HttpHeaders
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.currentTime
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@OptIn(ExperimentalCoroutinesApi::class)
class AmmDiscoveryTest {
    private suspend fun FakeAmm.discover(options: AmmOptions.Builder = FakeAmm.options()): AmmResources {
        val built = options.build()
        val origins = AmmOrigins(built.endpoint, built.linkHosts, built.privateLinkAddresses, FakeAmm.network())
        return AmmDiscovery(built, origins).discover(user(built))
    }

    private suspend fun FakeAmm.refusal() = assertFailsWith<TransportException> { discover() }.failure

    @Test
    fun the_document_says_what_there_is() = runFileTest {
        val resources = FakeAmm(this).discover()
        assertEquals(AmmFlavour.V3_2, resources.features.flavour)
        assertEquals("alice@example.com", resources.features.selfAddress)
        assertEquals(listOf("example.com"), resources.features.routableDomains)
        assertEquals(
            listOf(5_000_000L, 5_000_000L, null, 10_000_000L),
            listOf("audio/mp4", "image/jpeg", "video/mp4", "text/plain").map(resources.features::maxBytesFor),
        )
        assertEquals(
            listOf(5000, 50, 3),
            listOf(resources.features.maxTextLength, resources.features.maxSubjectLength, resources.features.maxBatchSize),
        )
        assertEquals("${FakeAmm.BASE}/aem/resources/outbox", resources.outbox)
    }

    @Test
    fun without_a_filter_it_is_3_0() = runFileTest {
        val service = FakeAmm(this).apply { resources = FakeAmm.resources(filter = false) }
        assertEquals(AmmFlavour.V3_0, service.discover().features.flavour)
    }

    @Test
    fun who_wants_nothing_newer_gets_nothing_newer() = runFileTest {
        assertEquals(AmmFlavour.V3_0, FakeAmm(this).discover(FakeAmm.options().newestFlavour(AmmFlavour.V3_0)).features.flavour)
    }

    @Test
    fun a_406_is_final_for_its_version_and_the_older_one_is_tried_once() = runFileTest {
        val service = FakeAmm(this)
        service.guard = { if (it.headers[HttpHeaders.Accept].orEmpty().contains("resources.v4")) FakeAmm.Answer(406) else null }
        service.resources =
            """{"self":"alice@example.com","conversations":"${FakeAmm.BASE}/c","outbox":"${FakeAmm.BASE}/o","messages":"${FakeAmm.BASE}/m",
            "services":{"markAsReadIf":"${FakeAmm.BASE}/r"},"limits":{"maxTextLength":100},"capabilities":{"richContent":false}}"""
        val resources = service.discover()
        assertEquals(AmmFlavour.V2_1, resources.features.flavour)
        assertEquals(2, service.asked.size)
        assertEquals(
            listOf<Any?>(100, false, true, false),
            with(resources.features) {
                listOf(maxTextLength, richContent, markAsRead, validation)
            },
        )
    }

    @Test
    fun a_server_that_speaks_none_of_the_versions_is_given_up() = runFileTest {
        val service = FakeAmm(this).apply { guard = { FakeAmm.Answer(406) } }
        val failure = service.refusal()
        assertEquals(FailureClass.PERMANENT, failure.failureClass)
        assertEquals(2, service.asked.size)
    }

    @Test
    fun a_document_without_an_own_address_is_no_document() = runFileTest {
        val service = FakeAmm(this).apply {
            resources =
                """{"conversationsResource":{"href":"${FakeAmm.BASE}/c"},"outbox":{"href":"${FakeAmm.BASE}/o"}}"""
        }
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, service.refusal().code)
    }

    private fun resourcesOf(self: String) = FakeAmm.resources().replace("\"alice@example.com\"", "\"$self\"")

    @Test
    fun SEC3_a_user_whom_the_server_does_not_route_is_told_before_anything_else_is_asked_without_the_address() = runFileTest {
        listOf("alice@elsewhere.example", "alice@notexample.com", "alice", "alice@").forEach { self ->
            val service = FakeAmm(this).apply { resources = resourcesOf(self) }
            val failure = service.refusal()
            assertEquals(ErrorCode.ADDRESS_INVALID to FailureClass.PERMANENT, failure.code to failure.failureClass, self)
            assertTrue("amm.example.com" in failure.message && "administrator" in failure.message, failure.message)
            assertFalse("alice" in failure.message || "elsewhere" in failure.message, failure.message)
            assertEquals(listOf("GET /aem/resources"), service.asked.map { "$it" })
        }
    }

    @Test
    fun a_user_of_a_domain_below_or_of_a_server_that_tells_none_is_let_in() = runFileTest {
        val service = FakeAmm(this).apply { resources = resourcesOf("alice@Sub.Example.com") }
        assertEquals("alice@Sub.Example.com", service.discover().features.selfAddress)
        service.resources = resourcesOf("alice@elsewhere.example")
        assertEquals("alice@elsewhere.example", service.discover(FakeAmm.options().screenAddresses(false)).features.selfAddress)
        service.resources = service.resources.replace("\"domains\":[\"example.com\"],", "")
        assertEquals("alice@elsewhere.example", service.discover().features.selfAddress)
    }

    @Test
    fun a_session_of_another_user_is_logged_out_once() = runFileTest {
        val service = FakeAmm(this).apply { resources = FakeAmm.resources(userName = "bob") }
        val failure = service.refusal()
        assertEquals(ErrorCode.AUTH_FAILED, failure.code)
        assertEquals(listOf("GET /aem/resources", "DELETE /aem/resources/session", "GET /aem/resources"), service.asked.map { "$it" })
    }

    @Test
    fun after_the_logout_it_goes_on_as_the_right_user_and_without_the_old_cookie() = runFileTest {
        val service = FakeAmm(this)
        service.guard = { asked ->
            val cookie = asked.headers[HttpHeaders.Cookie]
            when {
                asked.method == "DELETE" -> null

                service.asked.size == 1 -> FakeAmm.Answer(
                    200,
                    FakeAmm.resources(userName = "bob"),
                    FakeAmm.header(HttpHeaders.SetCookie, "AMMSESSION=old"),
                )

                else -> null.also { assertEquals(null, cookie) }
            }
        }
        assertEquals("alice", service.discover().userName)
        assertEquals("AMMSESSION=old", service.asked.single { it.method == "DELETE" }.headers[HttpHeaders.Cookie])
    }

    @Test
    fun REL9_a_service_that_asks_to_come_back_later_is_asked_then_and_five_times_at_most() = runFileTest {
        val service = FakeAmm(this).apply { guard = { FakeAmm.Answer(503, "", FakeAmm.header(HttpHeaders.RetryAfter, "2")) } }
        val failure = service.refusal()
        assertEquals(5, service.asked.size)
        assertEquals(8_000, currentTime)
        assertEquals(FailureClass.TRANSIENT to 2_000L, failure.failureClass to failure.retryAfterMillis)
    }

    @Test
    fun REL9_a_long_wait_is_left_to_the_session() = runFileTest {
        val service = FakeAmm(this).apply { guard = { FakeAmm.Answer(503, "", FakeAmm.header(HttpHeaders.RetryAfter, "600")) } }
        assertEquals(600_000L, service.refusal().retryAfterMillis)
        assertEquals(1, service.asked.size)
    }

    @Test
    fun a_date_to_come_back_at_is_understood() {
        val answer = AmmAnswer(503, null, FakeAmm.header(HttpHeaders.RetryAfter, "Fri, 31 Dec 2100 23:59:59 GMT"))
        assertEquals(86_400_000L, answer.retryAfterMillis)
        assertEquals(0L, AmmAnswer(503, null, FakeAmm.header(HttpHeaders.RetryAfter, "Fri, 31 Dec 1999 23:59:59 GMT")).retryAfterMillis)
    }

    @Test
    fun a_redirect_is_not_followed() = runFileTest {
        val service = FakeAmm(this).apply {
            guard =
                { FakeAmm.Answer(302, "", FakeAmm.header(HttpHeaders.Location, "https://evil.example.org/")) }
        }
        assertTrue(service.refusal().code.value == 302)
        assertEquals(1, service.asked.size)
    }
}
