package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import io.ktor.http.headersOf
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

class GuestChatApiTest {
    private val rest = FakeRest()
    private val stranger = GuestChatApi.create(options().build(), rest.http)
    private val api = stranger.withJwt("a.b.c")

    @Test
    fun a_conversation_is_created_without_a_jwt() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"id":"c1","jwt":"a.b.c","eventStreamUri":"wss://x/y","member":{"id":"m1"},"new":1}""") }

        val created = stranger.createConversation(request().build())

        assertEquals(listOf("c1", "a.b.c", "wss://x/y", "m1"), listOf(created.id, created.jwt, created.eventStreamUri, created.member?.id))
        val asked = rest.asked.single()
        assertEquals("POST $CONVERSATIONS", "${asked.method} ${asked.url}")
        assertNull(asked.headers["Authorization"])
        assertFalse("a.b.c" in "$created", "the JWT is a secret")
    }

    @Test
    fun a_member_is_read_with_the_jwt() = runTest {
        rest.answer =
            { FakeRest.Answer(200, """{"id":"m 2","role":"SUPERVISOR","state":"CONNECTED","joinDate":"2024-05-01T10:00:05.120Z"}""") }

        val member = api.member("c1", "m 2")

        assertEquals(MemberRole.of("SUPERVISOR"), member.role)
        assertEquals(MemberState.CONNECTED, member.state)
        assertEquals(1_714_557_605_120, member.joinMillis)
        assertEquals("GET $CONVERSATIONS/c1/members/m%202", asked())
        assertEquals("Bearer a.b.c", rest.asked.single().headers["Authorization"])
    }

    @Test
    fun the_members_are_read_page_by_page() = runTest {
        rest.answer = { asked ->
            val number = asked.url.substringAfter("pageNumber=").substringBefore('&').toInt()
            FakeRest.Answer(200, """{"entities":[{"id":"m$number"}],"pageSize":1,"pageNumber":$number,"total":3,"pageCount":3}""")
        }

        val query = MembersQuery.builder().pageSize(1).excludeDisconnectedMembers(true).build()
        val pages = api.memberPages("c1", query).toList()

        assertEquals(listOf("m1", "m2", "m3"), pages.flatMap { it.entities }.map { it.id })
        assertEquals(
            "GET $CONVERSATIONS/c1/members?pageSize=1&pageNumber=3&excludeDisconnectedMembers=true",
            rest.asked.last().let { "${it.method} ${it.url}" },
        )
        assertEquals(3, rest.asked.size)
    }

    @Test
    fun a_member_is_removed() = runTest {
        api.removeMember("c1", "m1")
        assertEquals("DELETE $CONVERSATIONS/c1/members/m1", asked())
    }

    @Test
    fun a_message_is_sent() = runTest {
        rest.answer =
            { FakeRest.Answer(200, """{"id":"b1","body":"hello","bodyType":"standard","timestamp":"2024-05-01T10:00:10.004Z"}""") }

        val message = api.sendMessage("c1", "m1", CreateMessageRequest.of("hello"))

        assertEquals("b1" to BodyType.STANDARD, message.id to message.bodyType)
        assertEquals("POST $CONVERSATIONS/c1/members/m1/messages", asked())
        assertEquals("""{"body":"hello"}""", rest.asked.single().body)
        assertFalse("hello" in "$message", "texts stay out of logs")
    }

    @Test
    fun typing_is_told_without_a_body() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"id":"d1","sender":{"id":"m1"}}""") }
        assertEquals("m1", api.sendTyping("c1", "m1").sender?.id)
        assertEquals("POST $CONVERSATIONS/c1/members/m1/typing", asked())
        assertEquals("", rest.asked.single().body)
    }

    @Test
    fun messages_are_read_forward_by_after_and_back_by_before() = runTest {
        rest.answer = { asked ->
            val ids = when {
                "after=b2" in asked.url -> listOf("b3")
                "before=b2" in asked.url -> listOf("b1")
                "descending" in asked.url -> listOf("b3", "b2")
                else -> listOf("b1", "b2")
            }
            FakeRest.Answer(200, """{"pageSize":2,"entities":[${ids.joinToString { "{\"id\":\"$it\"}" }}]}""")
        }

        suspend fun read(query: MessagesQuery.Builder) =
            api.messagePages("c1", query.maxResults(2).build()).toList().flatMap { it.entities }.map { it.id }

        assertEquals(listOf("b1", "b2", "b3"), read(MessagesQuery.builder()))
        assertEquals("GET $CONVERSATIONS/c1/messages?after=b2&maxResults=2", rest.asked.last().let { "${it.method} ${it.url}" })
        assertEquals(listOf("b3", "b2", "b1"), read(MessagesQuery.builder().sortOrder(MessagesQuery.SortOrder.DESCENDING)))
        assertEquals(
            "GET $CONVERSATIONS/c1/messages?before=b2&sortOrder=descending&maxResults=2",
            rest.asked.last().let {
                "${it.method} ${it.url}"
            },
        )
    }

    @Test
    fun messages_are_read_on_beyond_entries_that_cannot_be_read_and_never_in_a_circle() = runTest {
        rest.answer = { asked ->
            val ids = if ("after=b1" in asked.url) listOf("b2", "b3") else listOf("b1")
            val entries = ids.map { "{\"id\":\"$it\"}" } + List(2 - ids.size) { "7" }
            FakeRest.Answer(200, "{\"entities\":$entries}")
        }
        val query = MessagesQuery.builder().maxResults(2).build()
        val ids = api.messagePages("c1", query).take(2).toList().flatMap { it.entities }.map { it.id }
        assertEquals(listOf("b1", "b2", "b3"), ids)

        rest.forget()
        rest.answer = { FakeRest.Answer(200, "{\"entities\":[{\"id\":\"b1\"},{\"id\":\"b2\"}]}") }
        assertEquals(2, api.messagePages("c1", query).take(9).toList().size)
        assertEquals(2, rest.asked.size)
    }

    @Test
    @Suppress("DEPRECATION")
    fun a_null_among_the_types_of_a_media_request_is_none() = runTest {
        rest.answer = { FakeRest.Answer(200, "{\"id\":\"f1\",\"types\":[null,\"COBROWSE\"]}") }
        assertEquals(listOf(MediaType.COBROWSE), api.mediaRequest("c1", "f1").types)
    }

    @Test
    fun what_was_not_asked_for_is_not_sent() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"entities":[]}""") }
        api.messages("c1")
        api.members("c1")
        assertEquals(listOf("$CONVERSATIONS/c1/messages", "$CONVERSATIONS/c1/members"), rest.asked.map { it.url })
    }

    @Test
    fun a_message_is_read_by_its_id() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"id":"b1","body":null,"bodyType":"whisper"}""") }
        assertEquals("whisper", api.message("c1", "b1").bodyType?.value)
        assertEquals("GET $CONVERSATIONS/c1/messages/b1", asked())
    }

    @Test
    @Suppress("DEPRECATION")
    fun media_requests_are_read_and_answered() = runTest {
        rest.answer = { asked ->
            val request = """{"id":"f1","types":["COBROWSE","HOLOGRAM"],"state":"PENDING"}"""
            FakeRest.Answer(200, if (asked.url.endsWith("mediarequests")) """{"entities":[$request]}""" else request)
        }

        val request = api.mediaRequests("c1").entities.single()
        assertEquals(listOf(MediaType.COBROWSE, MediaType.of("HOLOGRAM")), request.types)
        assertEquals(MediaRequestState.PENDING, api.mediaRequest("c1", "f1").state)
        api.updateMediaRequest("c1", "f1", MediaRequestUpdate.of(MediaRequestState.ACCEPTED))

        assertEquals(
            listOf(
                "GET $CONVERSATIONS/c1/mediarequests",
                "GET $CONVERSATIONS/c1/mediarequests/f1",
                "PATCH $CONVERSATIONS/c1/mediarequests/f1",
            ),
            rest.asked.map { "${it.method} ${it.url}" },
        )
        assertEquals("""{"state":"ACCEPTED"}""", rest.asked.last().body)
    }

    @Test
    fun a_refusal_is_typed_and_shows_no_text_of_the_service() = runTest {
        rest.answer = {
            FakeRest.Answer(
                400,
                """{"message":"SECRET words","code":"chat.error.conversation.state","status":400,"contextId":"5d0c","details":[],"errors":[]}""",
            )
        }

        val refused = assertFailsWith<GuestChatException> { api.sendTyping("c1", "m1") }

        assertEquals(listOf("chat.error.conversation.state", "5d0c"), listOf(refused.errorCode, refused.contextId))
        assertEquals(400 to ErrorCode.WRONG_STATE, refused.status to refused.code)
        assertEquals("SECRET words", refused.error.message)
        assertFalse("SECRET" in refused.message.orEmpty())
        assertTrue("5d0c" in refused.message.orEmpty())
    }

    @Test
    fun refusals_say_what_can_be_done() = runTest {
        suspend fun refusal(status: Int, code: String?): GuestChatException {
            rest.answer =
                { FakeRest.Answer(status, code?.let { """{"code":"$it","status":$status}""" } ?: "<html>", headersOf("Retry-After", "3")) }
            return assertFailsWith<GuestChatException> { stranger.createConversation(request().build()) }
        }
        assertEquals(ErrorCode.DEPLOYMENT_INACTIVE, refusal(400, "chat.deployment.disabled").code)
        assertEquals(FailureClass.AUTH, refusal(400, "chat.deployment.require.auth").code.failureClass)
        assertEquals(FailureClass.PERMANENT, refusal(400, "chat.error.invalid.queue").code.failureClass)
        assertEquals(ErrorCode.WRONG_STATE, refusal(409, "request.conflict").code)
        assertEquals(ErrorCode.WRONG_STATE, refusal(409, null).code)
        assertEquals(FailureClass.TRANSIENT, refusal(503, null).code.failureClass)
        assertEquals(3_000, refusal(429, "too.many.requests.retry.after").retryAfterMillis)
        assertNull(refusal(502, null).errorCode)
    }

    @Test
    fun a_network_that_fails_and_an_answer_that_cannot_be_read_are_told_apart() = runTest {
        rest.answer = { rest.broken() }
        assertEquals(FailureClass.TRANSIENT, assertFailsWith<TransportException> { api.member("c1", "m1") }.failure.failureClass)
        rest.answer = { FakeRest.Answer(200, "hello") }
        assertEquals(FailureClass.PROTOCOL, assertFailsWith<TransportException> { api.member("c1", "m1") }.failure.failureClass)
    }

    @Test
    fun what_cannot_work_is_refused_before_anything_is_sent() = runTest {
        assertFailsWith<IllegalStateException> { stranger.member("c1", "m1") }
        assertFailsWith<IllegalArgumentException> { api.member("c1", " ") }
        assertFailsWith<IllegalArgumentException> { CreateMessageRequest.of("") }
        assertFailsWith<IllegalArgumentException> { CreateMessageRequest.of("x".repeat(4001)) }
        listOf(0, 101).forEach { count -> assertFailsWith<IllegalArgumentException> { MessagesQuery.builder().maxResults(count) } }
        listOf(1, 100).forEach { count -> assertEquals(count, MessagesQuery.builder().maxResults(count).build().maxResults) }
        assertFailsWith<IllegalArgumentException> { MembersQuery.builder().pageSize(0) }
        assertFailsWith<IllegalArgumentException> { MembersQuery.builder().pageNumber(0) }
        assertFailsWith<IllegalArgumentException> { MediaRequestUpdate.of(MediaRequestState.TIMEDOUT) }
        assertFailsWith<IllegalArgumentException> { RoutingTarget.queue(" ") }
        assertFailsWith<IllegalArgumentException> { GuestMemberInfo.builder("") }
        assertFailsWith<IllegalArgumentException> { GuestChatOptions.builder(DEPLOYMENT, "?") }
        assertFailsWith<IllegalArgumentException> { GuestChatOptions.builder(DEPLOYMENT, ORGANIZATION).build() }
        assertFailsWith<IllegalArgumentException> { options().build().createTransport(rest.http) }
        assertEquals(0, rest.asked.size)
    }

    private fun asked() = rest.asked.single().let { "${it.method} ${it.url}" }

    companion object {
        const val ORGANIZATION = "0a11c0de-0000-4000-8000-000000000001"
        const val DEPLOYMENT = "0a11c0de-0000-4000-8000-000000000002"
        private const val CONVERSATIONS = "https://api.mypurecloud.de/api/v2/webchat/guest/conversations"

        fun options(): GuestChatOptions.Builder = GuestChatOptions.builder(DEPLOYMENT, ORGANIZATION).region("mypurecloud.de")

        fun request(): CreateConversationRequest.Builder = CreateConversationRequest.builder(
            ORGANIZATION,
            DEPLOYMENT,
            RoutingTarget.queue("Support"),
            GuestMemberInfo.builder("Ada").build(),
        )
    }
}
