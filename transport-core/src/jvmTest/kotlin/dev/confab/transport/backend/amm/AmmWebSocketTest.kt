package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.scenario
import dev.confab.transport.model.ErrorCode
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs

/** The handshake of a WebSocket at the sandbox, as a user who is not let in at once (protocol notes §B.11). */
class AmmWebSocketTest {
    private val right = UserCredential.password(AmmService.USER, "alice-secret")

    private class Asked(private vararg val answers: UserCredential?) : CredentialProvider {
        val counts = ArrayList<Int>()

        override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) {
            val answer = answers[counts.size]
            counts += challenge.failureCount
            if (answer == null) reply.cancel() else reply.answer(answer)
        }
    }

    /** By somebody who has no cookie of the service yet. */
    private suspend fun AmmLinkBench.opened(provider: CredentialProvider): AmmWebSocket {
        val address = checkNotNull(resources().webSocket)
        return AmmWebSocket.open(address, http, login(service.options().credentials(provider).build()))
    }

    @Test
    fun a_handshake_that_is_refused_for_its_credential_asks_for_another() = scenario { bench ->
        val provider = Asked(UserCredential.password(AmmService.USER, "wrong-canary"), right)
        val socket = bench.opened(provider)
        assertIs<AmmFrame.Discovery>(socket.receive(60_000))
        assertEquals(listOf(0, 1), provider.counts)
        socket.close()
    }

    @Test
    fun a_handshake_whose_question_is_cancelled_opens_nothing() = scenario { bench ->
        val provider = Asked(UserCredential.password(AmmService.USER, "wrong-canary"), null)
        val failure = assertFailsWith<TransportException> { bench.opened(provider) }.failure
        assertEquals(ErrorCode.AUTH_FAILED, failure.code)
        assertEquals(listOf(0, 1), provider.counts)
    }
}
