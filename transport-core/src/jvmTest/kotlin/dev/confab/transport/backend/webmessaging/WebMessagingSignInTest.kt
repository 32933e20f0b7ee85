package dev.confab.transport.backend.webmessaging

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.webmessaging.Deployment
import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.SessionState
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import java.time.Duration
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds

/** Guests who sign in and out, against the sandbox. */
class WebMessagingSignInTest {
    private val confab = Confab.create()
    private val sandboxes = ArrayList<Sandbox>()

    @AfterEach
    fun stop() {
        confab.close()
        sandboxes.forEach(Sandbox::close)
    }

    @Test
    fun a_guest_signs_in_with_code_and_verifier_and_gets_a_signed_in_session() = scenario { guest ->
        assertTrue(guest.auth.shouldAuthorize())
        guest.signInAtProvider()
        assertFalse(guest.auth.shouldAuthorize())

        assertIs<SessionState.Configured>(guest.client.connect())
        guest.client.send("It is me.")

        assertEquals(listOf("configureAuthenticatedSession"), guest.configures())
    }

    @Test
    fun SEC10_a_replayed_code_is_refused_and_the_sign_in_before_goes_on() = scenario { guest ->
        val code = guest.sandbox.issueAuthorizationCode("mira", REDIRECT, null)
        guest.auth.authorize(code, REDIRECT, null)

        val failure = assertFailsWith<MessagingException> { guest.auth.authorize(code, REDIRECT, null) }

        assertEquals(6001, failure.code.value)
        assertEquals(AuthState.SIGNED_IN, guest.auth.state.value)
    }

    @Test
    fun a_running_guest_session_is_taken_over_with_its_conversation() = scenario { guest ->
        guest.client.connect()
        guest.client.send("Still a guest.")
        guest.signInAtProvider()
        val named = async(start = CoroutineStart.UNDISPATCHED) { guest.client.events.first { it is MessagingEvent.SignedIn } }

        assertIs<SessionState.Configured>(guest.client.signIn())
        named.await()
        guest.client.send("Not any more.")

        assertEquals(listOf("configureSession", "configureAuthenticatedSession"), guest.configures())
        assertEquals(1, guest.tokens().size)
        assertEquals(listOf("Still a guest.", "Not any more."), guest.client.conversation.value.messages.map { it.text })
    }

    @Test
    fun a_step_up_that_the_deployment_forbids_keeps_the_guest_session_also_over_a_reconnect() =
        scenario(Deployment.builder(ID).sessionUpgrade(false).autoStart(false).build()) { guest ->
            guest.client.connect()
            guest.signInAtProvider()

            assertFailsWith<MessagingException> { guest.client.signIn() }
            guest.client.send("Still here.")
            guest.cut()
            guest.client.send("And still.")

            assertEquals(listOf("configureSession", "configureAuthenticatedSession", "configureSession"), guest.configures())
            assertEquals(listOf("Still here.", "And still."), guest.sandbox.messages().map { it.text() })
        }

    @Test
    fun without_a_sign_in_a_session_is_a_guests_and_signing_in_without_one_changes_nothing() = scenario { guest ->
        guest.client.connect()
        assertTrue(guest.client.capability(Capability.SIGN_IN).allowed)

        val state = guest.client.signIn()

        assertIs<SessionState.Configured>(state)
        assertEquals(setOf("configureSession"), guest.configures().toSet())
    }

    @Test
    fun a_signed_in_session_stays_one_over_a_reconnect() = scenario { guest ->
        guest.signInAtProvider()
        guest.client.connect()
        guest.cut()
        guest.client.send("Back again.")

        assertEquals(setOf("configureAuthenticatedSession"), guest.configures().toSet())
    }

    @Test
    fun who_has_only_the_token_of_a_signed_in_session_is_refused_and_comes_back_as_another_guest() = scenario { guest ->
        guest.signInAtProvider()
        guest.client.connect()
        guest.client.send("For my eyes only.")
        val token = guest.tokens().single()
        val stranger = confab.client(guest.optionsWith(token), MessagingClientConfig.defaults())
        try {
            val refused = assertFailsWith<MessagingException> { stranger.connect() }
            assertEquals(ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED, refused.code)
            val state = assertIs<SessionState.Error>(stranger.state.value)
            assertEquals(ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED, state.code)

            assertTrue(assertIs<SessionState.Configured>(stranger.connect()).newSession)
            stranger.send("Somebody else.")
            assertEquals(listOf("Somebody else."), stranger.conversation.value.messages.map { it.text })
            assertEquals(2, guest.tokens().size)
        } finally {
            stranger.close()
        }
    }

    @Test
    fun another_device_of_a_guest_who_signs_in_is_told_and_comes_back_as_another_guest() = scenario { guest ->
        guest.client.connect()
        guest.client.send("Still a guest.")
        val other = confab.client(guest.optionsWith(guest.tokens().single()), MessagingClientConfig.defaults())
        try {
            other.connect()
            val told = async(start = CoroutineStart.UNDISPATCHED) {
                other.events.first { it is MessagingEvent.ConnectionClosed } as MessagingEvent.ConnectionClosed
            }
            guest.signInAtProvider()
            guest.client.signIn()

            assertEquals(ClosedReason.SIGNED_IN, told.await().reason)
            other.state.first { it is SessionState.Closed }
            assertTrue(assertIs<SessionState.Configured>(other.connect()).newSession)
            assertEquals(2, guest.tokens().size)
        } finally {
            other.close()
        }
    }

    @Test
    fun a_jwt_that_ran_out_is_refreshed_when_the_service_says_so() = scenario { guest ->
        guest.signInAtProvider()
        guest.sandbox.advanceClock(Duration.ofMinutes(16))

        guest.client.connect()

        assertEquals(2, guest.configures().size)
        assertEquals(1, guest.paths("/token/refresh"))
    }

    @Test
    fun a_sign_in_that_ran_out_asks_for_another_one() = scenario { guest ->
        guest.signInAtProvider()
        guest.sandbox.advanceClock(Duration.ofHours(25))
        val told = async(start = CoroutineStart.UNDISPATCHED) { guest.client.events.first { it is MessagingEvent.AuthorizationRequired } }

        assertFailsWith<MessagingException> { guest.client.connect() }
        told.await()
        assertEquals(AuthState.AUTHORIZATION_REQUIRED, guest.auth.state.value)

        guest.signInAtProvider()
        assertIs<SessionState.Configured>(guest.client.connect())
    }

    @Test
    fun signing_out_ends_the_session_everywhere_and_the_next_one_is_another_guests() = scenario { guest ->
        guest.signInAtProvider()
        guest.client.connect()
        val told = async(start = CoroutineStart.UNDISPATCHED) { guest.client.events.first { it is MessagingEvent.Logout } }

        guest.auth.logout()
        told.await()
        guest.client.state.first { it is SessionState.Closed }
        guest.client.connect()

        assertEquals(1, guest.paths("/token/revoke"))
        assertEquals("configureSession", guest.configures().last())
        assertEquals(2, guest.tokens().size)
        assertEquals(AuthState.SIGNED_OUT, guest.auth.state.value)
    }

    @Test
    fun SEC10_signing_out_while_nothing_answers_ends_the_session_here_and_the_next_one_is_another_guests() = scenario { guest ->
        guest.signInAtProvider()
        guest.client.connect()
        guest.client.disconnect()
        val before = guest.tokens().single()
        val port = guest.sandbox.port()
        guest.sandbox.close()

        assertEquals(6002, assertFailsWith<MessagingException> { guest.auth.logout() }.code.value)

        val again = start(Deployment.builder(ID).autoStart(false).build(), port)
        assertEquals(
            ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED,
            assertFailsWith<MessagingException> { guest.client.connect() }.code,
        )
        guest.client.connect()
        assertNotEquals(before, tokensOf(again).single())
    }

    @Test
    fun a_device_is_registered_when_the_session_stands_and_left_alone_when_the_guest_signs_out() = scenario { guest ->
        assertEquals(PushSync.WAITING, guest.push.synchronize("device-1", PushProvider.FCM))
        guest.signInAtProvider()
        guest.client.connect()
        eventually { guest.sandbox.pushDevices().size == 1 }
        assertEquals("device-1", guest.sandbox.pushDevices().single().deviceToken())

        guest.auth.logout()

        eventually { guest.sandbox.pushDevices().isEmpty() }
    }

    @Test
    fun the_config_of_the_sandbox_has_everything_that_a_config_needs() = scenario { guest ->
        val config = WebMessagingDeployment.create(guest.options, confab.httpClient).deploymentConfig()

        assertEquals(ID, config.id)
        assertTrue(config.auth.enabled)
    }

    private inner class Guest(val sandbox: Sandbox) {
        val options: WebMessagingOptions = WebMessagingOptions.builder(ID).loopbackEndpoint(sandbox.url()).build()
        val auth = WebMessagingAuth.create(options, confab.httpClient)
        val push = WebMessagingPush.create(options, confab.httpClient)
        val client: MessagingClient = confab.client(options.withAuth(auth).withPush(push), MessagingClientConfig.defaults())

        /** Of a device that knows the session's token, and nothing of the sign-in. */
        fun optionsWith(token: String): WebMessagingOptions =
            WebMessagingOptions.builder(ID).loopbackEndpoint(sandbox.url()).token(token).build()

        suspend fun signInAtProvider() {
            val request = AuthorizationRequest.builder("https://idp.example.com", "client", REDIRECT).build()
            val code = sandbox.issueAuthorizationCode("mira", REDIRECT, request.codeChallenge)
            auth.authorize(request, "$REDIRECT?code=$code&state=${request.state}")
        }

        /** Returns when the client is back; it may be so soon that no state in between is seen. */
        suspend fun cut() = coroutineScope {
            val back = async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.Resumed } }
            sandbox.dropConnections()
            back.await()
        }

        fun configures(): List<String> = frames(sandbox).mapNotNull { ACTION.find(it)?.groupValues?.get(1) }.filter { "onfigure" in it }

        fun paths(path: String): Int = sandbox.ledger().count { it.direction() == "received" && path in it.payload() }

        fun tokens(): Set<String> = tokensOf(sandbox)
    }

    private fun tokensOf(sandbox: Sandbox): Set<String> = frames(sandbox).mapNotNull { TOKEN.find(it)?.groupValues?.get(1) }.toSet()

    private fun frames(sandbox: Sandbox): List<String> = sandbox.ledger().filter {
        it.direction() == "received" &&
            "\"action\"" in it.payload()
    }.map { it.payload() }

    private fun start(deployment: Deployment, port: Int = 0): Sandbox =
        Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).deployment(deployment).port(port).build()).also(sandboxes::add)

    private fun scenario(
        deployment: Deployment = Deployment.builder(ID).autoStart(false).build(),
        test: suspend CoroutineScope.(Guest) -> Unit,
    ) {
        val guest = Guest(start(deployment))
        runBlocking(Dispatchers.Default) {
            withTimeout(60_000) {
                try {
                    test(guest)
                } finally {
                    guest.client.close()
                }
            }
        }
    }

    private suspend fun eventually(condition: () -> Boolean) {
        while (!condition()) delay(POLL)
    }

    private companion object {
        const val ID = "b0000000-0000-4000-8000-00000000000b"
        val POLL = 5.milliseconds
        const val REDIRECT = "app://back"
        val ACTION = Regex("\"action\":\"(\\w+)\"")
        val TOKEN = Regex("\"token\":\"([^\"]+)\"")
    }
}
