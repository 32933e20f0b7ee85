package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import io.ktor.http.Headers
import io.ktor.http.headersOf
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What a link makes of refusals. */
class GuestCallsTest {
    private val rest = FakeRest()
    private val told = ArrayList<LinkEvent>()
    private val over = CompletableDeferred<Unit>()
    private val session = GuestSession("c1", "m1", "a.b.c", "wss://x/y")
    private val tell: suspend (LinkEvent) -> Unit = { told += it }
    private val api = GuestChatApi.create(GuestChatApiTest.options().build(), rest.http).withJwt(session.jwt)
    private val info = GuestChatTransport.info(session, newSession = true, readOnly = false)
    private val calls = GuestCalls(api, session, OwnMessages(tell), GuestStanding(api, session, over, tell), info, tell)

    @Test
    fun a_health_check_that_was_refused_is_no_sign_of_health() = runTest {
        listOf(429, 500, 503).forEach { status ->
            refuse(status, null)
            calls.run(LinkCommand.CheckHealth)
            assertEquals(emptyList(), told, "$status")
        }
        refuse(401, "credentials.expired")
        calls.run(LinkCommand.CheckHealth)
        assertIs<LinkEvent.SessionEnded>(told.single())
    }

    @Test
    fun a_session_that_was_not_confirmed_is_not_told_anew() = runTest {
        refuse(429, "too.many.requests")
        calls.run(LinkCommand.Configure(false, emptyMap()))
        assertEquals(ErrorCode.of(429), assertIs<LinkEvent.ChangeRefused>(told.single()).failure.code)
    }

    @Test
    fun a_conversation_whose_state_permits_nothing_has_ended() = runTest {
        refuse(400, "chat.error.conversation.state")
        calls.run(LinkCommand.CheckHealth)
        assertIs<LinkEvent.ConversationDisconnected>(told.single())
    }

    @Test
    fun typing_costs_no_link_whatever_happens_to_its_calls() = runTest {
        rest.answer = { asked ->
            if (asked.method == "POST") FakeRest.Answer(400, """{"code":"chat.error.conversation.state"}""") else rest.broken()
        }
        calls.run(LinkCommand.IndicateTyping(ConversationId.MAIN))
        assertEquals(listOf("POST", "GET"), rest.asked.map { it.method })
        assertEquals(emptyList(), told)
    }

    @Test
    fun a_busy_service_is_left_alone_as_long_as_it_asks() = runTest {
        refuse(503, "service.unavailable", headersOf("Retry-After", "7"))
        val failure = assertFailsWith<TransportException> { send() }.failure
        assertEquals(7_000, failure.retryAfterMillis)
        assertTrue(failure.failureClass.isRetryable)
        // It may have the message: nothing is told of it.
        assertEquals(emptyList(), told)
    }

    @Test
    fun a_message_that_was_refused_to_a_stranger_makes_the_guest_ask_whether_it_is_one() = runTest {
        refuse(403, "not.authorized")
        send()
        assertIs<LinkEvent.SessionEnded>(told.first())
    }

    @Test
    fun a_message_alone_that_was_refused_ends_nothing() = runTest {
        rest.answer = { asked ->
            val member = """{"id":"m1","state":"CONNECTED"}"""
            if (asked.method == "POST") FakeRest.Answer(403, """{"code":"not.authorized"}""") else FakeRest.Answer(200, member)
        }
        send()
        assertEquals(ErrorCode.of(403), assertIs<LinkEvent.Refused>(told.single()).failure.code)
    }

    private suspend fun send() = calls.run(LinkCommand.SendMessage(ConversationId.MAIN, MessageId("x1"), Draft("Hello")))

    private fun refuse(status: Int, code: String?, headers: Headers = Headers.Empty) {
        rest.answer = { FakeRest.Answer(status, code?.let { """{"code":"$it","status":$status}""" }.orEmpty(), headers) }
    }
}
