package dev.confab.transport.backend.amm

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.testing.runFileTest
import io.ktor.http.HttpHeaders
import io.ktor.http.headersOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlin.io.encoding.Base64
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull

@OptIn(ExperimentalCoroutinesApi::class)
class AmmCredentialsTest {
    private class Recorded(private val preemptive: Boolean = true, private val answers: List<UserCredential?>) : CredentialProvider {
        val challenges = ArrayList<CredentialChallenge>()
        var acceptances = 0
        val invalid = ArrayList<InvalidCredentials>()
        var whenInvalid: (InvalidCredentials) -> Unit = { it.cancel() }

        override val isPreEmptive: Boolean get() = preemptive

        override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) {
            val answer = answers.getOrElse(challenges.size) { answers.last() }
            challenges += challenge
            if (answer == null) reply.cancel() else reply.answer(answer)
        }

        override fun onAccepted(challenge: CredentialChallenge) {
            acceptances++
        }

        override fun onInvalidCredentials(event: InvalidCredentials) {
            invalid += event
            whenInvalid(event)
        }
    }

    private val right = UserCredential.password("alice", "s3cret-canary")
    private val wrong = UserCredential.password("alice", "wr0ng-canary")

    private fun guarded(scope: TestScope): FakeAmm = FakeAmm(scope).apply {
        guard = { if (it.headers[HttpHeaders.Authorization] == right.authorization) null else FakeAmm.Answer(401, "", FakeAmm.BASIC) }
        answer = { if (it.method == "DELETE") FakeAmm.Answer(204) else FakeAmm.Answer(200, FakeAmm.list()) }
    }

    private suspend fun FakeAmm.open(provider: CredentialProvider) = transport(FakeAmm.options().credentials(provider)).open(REQUEST)

    private suspend fun FakeAmm.refusal(provider: CredentialProvider) = assertFailsWith<TransportException> { open(provider) }.failure

    @Test
    fun a_password_goes_with_every_request_from_the_first_on() = runFileTest {
        val service = guarded(this)
        service.open(CredentialProvider.of(right)).close(NORMAL)
        val expected = "Basic " + Base64.encode("alice:s3cret-canary".encodeToByteArray())
        assertEquals(setOf(expected), service.asked.map { it.headers[HttpHeaders.Authorization].orEmpty() }.toSet())
        assertEquals(
            listOf("GET /aem/resources", "POST /aem/resources/conversations", "DELETE /aem/resources/session"),
            service.asked.map {
                "$it"
            },
        )
    }

    @Test
    fun a_provider_that_waits_for_the_question_is_told_who_asks() = runFileTest {
        val service = guarded(this)
        val provider = Recorded(preemptive = false, listOf(right))
        service.open(provider).close(NORMAL)
        assertNull(service.asked.first().headers[HttpHeaders.Authorization])
        assertEquals(listOf("amm.example.com amm 0"), provider.challenges.map { "${it.host} ${it.realm} ${it.failureCount}" })
        assertEquals(1, provider.acceptances)
    }

    @Test
    fun after_a_refusal_the_provider_is_asked_again_and_may_be_right() = runFileTest {
        val service = guarded(this)
        val provider = Recorded(answers = listOf(wrong, right))
        service.open(provider).close(NORMAL)
        assertEquals(listOf(0, 1), provider.challenges.map { it.failureCount })
        assertEquals(1, provider.acceptances)
        assertEquals(0, provider.invalid.size)
    }

    @Test
    fun a_fixed_password_that_is_wrong_is_sent_once() = runFileTest {
        val service = guarded(this)
        val failure = service.refusal(CredentialProvider.of(wrong))
        assertEquals(ErrorCode.AUTH_FAILED to FailureClass.AUTH, failure.code to failure.failureClass)
        assertEquals(1, service.asked.size)
    }

    @Test
    fun the_same_answer_is_not_sent_again_and_invalid_credentials_are_told() = runFileTest {
        val service = guarded(this)
        val provider = Recorded(answers = listOf(wrong))
        assertEquals(ErrorCode.AUTH_FAILED, service.refusal(provider).code)
        assertEquals(1, service.asked.size)
        assertEquals(listOf(1), provider.invalid.map { it.failureCount })
    }

    @Test
    fun who_is_told_of_invalid_credentials_may_bring_another_provider() = runFileTest {
        val service = guarded(this)
        val second = Recorded(answers = listOf(right))
        val first = Recorded(answers = listOf(wrong, null)).apply { whenInvalid = { it.retry(second) } }
        service.open(first).close(NORMAL)
        assertEquals(listOf(1), second.challenges.map { it.failureCount })
        assertEquals(1, second.acceptances)
    }

    @Test
    fun nobody_guesses_without_end() = runFileTest {
        val service = guarded(this)
        val provider = Recorded(answers = List(100) { UserCredential.password("alice", "guess-$it-canary") })
        assertEquals(ErrorCode.AUTH_FAILED, service.refusal(provider).code)
        assertEquals(5, service.asked.size)
    }

    @Test
    fun providers_that_bring_each_other_do_not_go_on_without_end() = runFileTest {
        val service = guarded(this)
        lateinit var again: Recorded
        again = Recorded(answers = listOf(wrong)).apply { whenInvalid = { it.retry(again) } }
        assertEquals(ErrorCode.AUTH_FAILED, service.refusal(again).code)
        assertEquals(1, service.asked.size)
    }

    @Test
    fun no_credential_ends_the_question() = runFileTest {
        val service = guarded(this)
        assertEquals(ErrorCode.AUTH_FAILED, service.refusal(Recorded(answers = listOf(null))).code)
        assertEquals(0, service.asked.size)
    }

    @Test
    fun a_provider_that_throws_has_no_credential() = runFileTest {
        val service = guarded(this)
        val broken = object : CredentialProvider {
            override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) = error("no keychain")
        }
        assertEquals(ErrorCode.AUTH_FAILED, service.refusal(broken).code)
    }

    @Test
    fun a_question_outlives_the_opening_for_which_it_was_asked() = runFileTest {
        val service = guarded(this)
        val asked = ArrayList<CredentialReply>()
        val told = CompletableDeferred<Unit>()
        val slow = object : CredentialProvider {
            override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) {
                asked += reply
                told.complete(Unit)
            }
        }
        val transport = service.transport(FakeAmm.options().credentials(slow))
        val first = launch { transport.open(REQUEST) }
        told.await()
        first.cancelAndJoin()
        asked.single().answer(right)
        transport.open(REQUEST).close(NORMAL)
        assertEquals(1, asked.size)
    }

    @Test
    fun a_question_that_is_broken_off_while_it_is_told_is_asked_again() = runFileTest {
        val service = guarded(this)
        lateinit var first: Job
        var asked = 0
        val modal = object : CredentialProvider {
            override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) {
                if (++asked > 1) return reply.answer(right)
                first.cancel()
                error("The dialog was interrupted.")
            }
        }
        val transport = service.transport(FakeAmm.options().credentials(modal))
        first = launch { transport.open(REQUEST) }
        first.join()
        transport.open(REQUEST).close(NORMAL)
        assertEquals(2 to 0L, asked to currentTime)
    }

    @Test
    fun a_provider_whose_own_work_was_cancelled_has_no_credential() = runFileTest {
        val service = guarded(this)
        val broken = object : CredentialProvider {
            override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) = throw CancellationException("of its own")
        }
        assertEquals(ErrorCode.AUTH_FAILED, service.refusal(broken).code)
    }

    @Test
    fun a_login_that_runs_out_in_the_middle_is_asked_for_again() = runFileTest {
        val service = guarded(this)
        val other = UserCredential.token("t0ken-canary", UserCredential.TokenScheme.UP_TOKEN)
        val provider = Recorded(answers = listOf(right, other))
        val user = service.user(FakeAmm.options().credentials(provider).build())
        val calls = AmmCalls(user, FakeAmm.resources(FakeAmm.features(AmmFlavour.V3_2)), FakeAmm.options().build().endpoint, 30_000)
        calls.list(AmmCalls.Filter())
        service.guard =
            { if (it.headers[HttpHeaders.Authorization] == "UPToken t0ken-canary") null else FakeAmm.Answer(401, "", FakeAmm.BASIC) }
        calls.list(AmmCalls.Filter())
        assertEquals(listOf(0, 1), provider.challenges.map { it.failureCount })
        assertEquals(2, provider.acceptances)
    }

    @Test
    fun a_server_that_wants_another_way_of_logging_in_is_named() = runFileTest {
        val service = FakeAmm(this)
        service.guard = { FakeAmm.Answer(401, "", FakeAmm.header(HttpHeaders.WWWAuthenticate, "Negotiate")) }
        val failure = service.refusal(CredentialProvider.of(right))
        assertEquals(FailureClass.AUTH, failure.failureClass)
        assertEquals(true, "only Basic and tokens" in failure.message)
    }

    @Test
    fun digest_is_no_way_in_but_basic_beside_it_is() = runFileTest {
        val digest = "Digest realm=\"amm\", qop=\"auth\", nonce=\"n-1\""
        val service = FakeAmm(this)
        service.guard = { FakeAmm.Answer(401, "", headersOf(HttpHeaders.WWWAuthenticate, listOf(digest, "Negotiate"))) }
        val provider = Recorded(preemptive = false, listOf(right))
        assertEquals(true, "only Basic and tokens" in service.refusal(provider).message)
        // Nothing is asked of anybody for a way that is not there.
        assertEquals(0 to 1, provider.challenges.size to service.asked.size)

        val both = guarded(this)
        val known = both.guard
        both.guard = { asked ->
            known(asked)?.let { FakeAmm.Answer(401, "", headersOf(HttpHeaders.WWWAuthenticate, listOf(digest, "Basic realm=\"amm\""))) }
        }
        both.open(Recorded(preemptive = false, listOf(right))).close(NORMAL)
        assertEquals(right.authorization, both.asked.last().headers[HttpHeaders.Authorization])
    }

    @Test
    fun SEC3_no_text_form_shows_a_secret() {
        val shown = listOf(
            right,
            CredentialProvider.of(right),
            FakeAmm.options().build(),
            UserCredential.token("t0ken-canary"),
        ).joinToString()
        assertFalse("canary" in shown || "YWxpY2U" in shown, shown)
    }

    @Test
    fun what_cannot_stand_in_a_header_is_refused_before() {
        assertFailsWith<IllegalArgumentException> { UserCredential.password("al:ice", "x") }
        assertFailsWith<IllegalArgumentException> { UserCredential.password("alice", "a\r\nb") }
        assertFailsWith<IllegalArgumentException> { UserCredential.token("two words") }
    }

    private companion object {
        val NORMAL = CloseReason(CloseReason.NORMAL, "")
        val REQUEST = OpenRequest("key", null, startNew = false) {}
    }
}
