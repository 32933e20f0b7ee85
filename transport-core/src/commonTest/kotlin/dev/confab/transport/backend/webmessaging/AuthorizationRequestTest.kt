package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingException
import io.ktor.http.Url
import kotlin.io.encoding.Base64
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals

class AuthorizationRequestTest {
    private fun request() = AuthorizationRequest.builder("https://idp.example.com/authorize?tenant=1", "client", "app://back").build()

    @Test
    fun the_page_is_asked_with_everything_it_needs() {
        val request = request()
        val parameters = Url(request.url).parameters

        assertEquals("1", parameters["tenant"])
        assertEquals("client", parameters["client_id"])
        assertEquals("app://back", parameters["redirect_uri"])
        assertEquals("code", parameters["response_type"])
        assertEquals(request.state, parameters["state"])
        assertEquals(request.nonce, parameters["nonce"])
        assertEquals(request.codeChallenge, parameters["code_challenge"])
        assertEquals("S256", parameters["code_challenge_method"])
        assertFalse(request.codeVerifier in request.url)
    }

    /** The example of RFC 7636, appendix B. */
    @Test
    fun SEC10_the_challenge_is_the_sha_256_of_the_verifier() {
        val verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        val request =
            AuthorizationRequest.builder(
                "https://idp.example.com",
                "client",
                "app://back",
            ).resume("s".repeat(22), "n".repeat(22), verifier).build()

        assertEquals("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", request.codeChallenge)
    }

    @Test
    fun SEC10_no_two_requests_share_a_secret() {
        val secrets = List(100) { request() }.flatMap { listOf(it.state, it.nonce, it.codeVerifier) }

        assertEquals(300, secrets.toSet().size)
        assertEquals(setOf(43), secrets.map(String::length).toSet())
    }

    @Test
    fun SEC10_an_answer_with_another_state_is_refused() {
        val request = request()

        refused { request.codeFrom("app://back?code=c&state=${request().state}") }
        refused { request.codeFrom("app://back?code=c") }

        assertEquals("c", request.codeFrom("app://back?code=c&state=${request.state}"))
    }

    @Test
    fun SEC10_a_replayed_answer_is_refused() {
        val request = request()
        request.codeFrom("app://back?code=c&state=${request.state}")

        refused { request.codeFrom("app://back?code=c&state=${request.state}") }
    }

    @Test
    fun SEC10_an_id_token_with_another_nonce_is_refused() {
        val other = request()
        refused { other.idTokenFrom("app://back#id_token=${idToken(request().nonce)}&state=${other.state}") }

        val request = request()
        val own = idToken(request.nonce)
        assertEquals(own, request.idTokenFrom("app://back#id_token=$own&state=${request.state}"))
    }

    @Test
    fun what_the_sign_in_page_refuses_is_told_without_its_free_text() {
        val request = request()

        val failure = refused { request.codeFrom("app://back?error=access_denied&error_description=Jane%20Doe&state=${request.state}") }

        assertEquals(true, failure.message?.contains("access_denied"))
        assertFalse("Jane" in failure.message.orEmpty())
    }

    @Test
    fun what_cannot_work_is_refused_before_anything_is_opened() {
        assertFailsWith<IllegalArgumentException> { AuthorizationRequest.builder("http://idp.example.com", "client", "app://back") }
        assertFailsWith<IllegalArgumentException> { AuthorizationRequest.builder("https://idp.example.com", " ", "app://back") }
        val builder = AuthorizationRequest.builder("https://idp.example.com", "client", "app://back")
        assertFailsWith<IllegalArgumentException> { builder.parameter("state", "mine") }
        assertNotEquals(builder.parameter("prompt", "login").build().url, request().url)
    }

    private fun refused(call: () -> Unit): MessagingException {
        val failure = assertFailsWith<MessagingException> { call() }
        assertEquals(ErrorCode.AUTH_FAILED, failure.code)
        return failure
    }

    private fun idToken(nonce: String): String =
        "e30." + Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT).encode("""{"nonce":"$nonce"}""".encodeToByteArray()) + ".c2ln"
}
