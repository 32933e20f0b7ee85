package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.CorrectiveAction
import dev.confab.transport.model.MessagingException
import io.ktor.http.HttpHeaders
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class WebMessagingAuthTest {
    private val rest = FakeRest()
    private val options = FakeRest.options().build()
    private val auth = WebMessagingAuth.create(options, rest.http)

    @Test
    fun a_code_is_exchanged_for_a_sign_in() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"jwt":"auth-jwt","refreshToken":"rt-1"}""") }

        auth.authorize("auth-code", "myapp://cb", "pkce-verifier")

        val asked = rest.asked.single()
        assertEquals(
            "POST https://api.mypurecloud.de/api/v2/webdeployments/token/oauthcodegrantjwtexchange",
            "${asked.method} ${asked.url}",
        )
        assertEquals(
            """{"deploymentId":"${FakeRest.DEPLOYMENT}","oauth":{"code":"auth-code","redirectUri":"myapp://cb","codeVerifier":"pkce-verifier"}}""",
            asked.body,
        )
        assertEquals(AuthState.SIGNED_IN, auth.state.value)
        assertEquals("auth-jwt", auth.tokens.jwt())
    }

    @Test
    fun SEC10_a_code_is_sent_once_also_when_the_network_fails() = runTest {
        rest.answer = { rest.broken() }

        val failure = assertFailsWith<MessagingException> { auth.authorize("auth-code", "myapp://cb", null) }

        assertEquals(1, rest.asked.size)
        assertEquals(6001, failure.code.value)
        assertEquals(CorrectiveAction.RE_AUTHENTICATE, failure.code.correctiveAction)
        assertFalse("auth-code" in failure.stackTraceToString())
        assertEquals(AuthState.SIGNED_OUT, auth.state.value)
    }

    @Test
    fun a_code_that_is_refused_is_told_without_the_free_text_of_the_service() = runTest {
        rest.answer = { FakeRest.Answer(400, "no code auth-code for Jane") }

        val failure = assertFailsWith<MessagingException> { auth.authorize("auth-code", "myapp://cb", null) }

        assertEquals(6001, failure.code.value)
        assertTrue("400" in failure.message.orEmpty())
        assertFalse("Jane" in failure.stackTraceToString())
    }

    @Test
    fun a_sign_in_that_fails_leaves_the_one_before() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"jwt":"auth-jwt","refreshToken":"rt-1"}""") }
        auth.authorize("one", "myapp://cb", null)
        rest.answer = { FakeRest.Answer(400) }

        assertFailsWith<MessagingException> { auth.authorize("two", "myapp://cb", null) }

        assertEquals("auth-jwt", auth.tokens.jwt())
    }

    @Test
    fun SEC10_an_id_token_with_another_nonce_is_not_even_sent() = runTest {
        val failure = assertFailsWith<MessagingException> { auth.authorizeImplicit("e30.eyJub25jZSI6ImEifQ.c2ln", "b") }

        assertEquals(6001, failure.code.value)
        assertEquals(0, rest.asked.size)
    }

    @Test
    fun the_implicit_flow_keeps_no_refresh_token() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"jwt":"auth-jwt","refreshToken":"rt-1"}""") }

        auth.authorizeImplicit("e30.eyJub25jZSI6ImEifQ.c2ln", "a")

        assertEquals(
            """{"deploymentId":"${FakeRest.DEPLOYMENT}","oauth":{"idToken":"e30.eyJub25jZSI6ImEifQ.c2ln","nonce":"a"}}""",
            rest.asked.single().body,
        )
        assertFailsWith<MessagingException> { auth.tokens.jwt(rejected = "auth-jwt") }
    }

    @Test
    fun SEC10_signing_out_without_a_network_clears_the_tokens_all_the_same() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"jwt":"auth-jwt","refreshToken":"rt-1"}""") }
        auth.authorize("one", "myapp://cb", null)
        rest.answer = { rest.broken() }

        val failure = assertFailsWith<MessagingException> { auth.logout() }

        assertEquals(6002, failure.code.value)
        assertEquals(AuthState.SIGNED_OUT, auth.state.value)
        assertFalse(auth.tokens.isSignedIn())
        assertFalse("rt-1" in options.records.readRecord("auth/${FakeRest.DEPLOYMENT}/guest").orEmpty())
    }

    @Test
    fun signing_out_refreshes_a_jwt_that_the_service_does_not_take() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"jwt":"auth-jwt","refreshToken":"rt-1"}""") }
        auth.authorize("one", "myapp://cb", null)
        rest.answer = {
            when {
                "refresh" in it.url -> FakeRest.Answer(200, """{"jwt":"auth-jwt2"}""")
                it.headers[HttpHeaders.Authorization] == "Bearer auth-jwt2" -> FakeRest.Answer(204)
                else -> FakeRest.Answer(401)
            }
        }

        auth.logout()

        assertEquals(listOf("POST", "DELETE", "POST", "DELETE"), rest.asked.map { it.method })
    }

    @Test
    fun signing_out_gives_up_after_three_refusals_and_is_done() = runTest {
        rest.answer =
            { if ("revoke" in it.url) FakeRest.Answer(401) else FakeRest.Answer(200, """{"jwt":"auth-jwt","refreshToken":"rt-1"}""") }
        auth.authorize("one", "myapp://cb", null)

        auth.logout()

        assertEquals(3, rest.asked.count { it.method == "DELETE" })
    }

    @Test
    fun nobody_needs_to_sign_in_where_the_deployment_does_not_want_it() = runTest {
        rest.answer = { FakeRest.Answer(200, config(auth = false)) }

        assertFalse(auth.shouldAuthorize())
    }

    @Test
    fun whoever_is_signed_in_need_not_sign_in_and_no_refresh_is_spent_on_the_question() = runTest {
        rest.answer =
            { FakeRest.Answer(200, if ("config.json" in it.url) config(auth = true) else """{"jwt":"auth-jwt","refreshToken":"rt-1"}""") }

        assertTrue(auth.shouldAuthorize())
        auth.authorize("one", "myapp://cb", null)
        assertFalse(auth.shouldAuthorize())

        assertFalse(rest.asked.any { "refresh" in it.url })
    }

    private fun config(auth: Boolean) = """{"id":"${FakeRest.DEPLOYMENT}","messenger":{},"auth":{"enabled":$auth}}"""
}
