package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Presence
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

/** Who is in a conversation, and what the stream's entries mean. */
class StreamEventsTest {
    private val rest = FakeRest()
    private val session = GuestSession("c1", "m1", "a.b.c", "wss://x/y")
    private val api = GuestChatApi.create(GuestChatApiTest.options().build(), rest.http).withJwt(session.jwt)
    private val roster = Roster(api, session)
    private val news = StreamEvents(roster, MediaRequestTypes(api, session))

    @Test
    fun a_member_whom_the_service_does_not_name_is_asked_for_twice_and_no_more() = runTest {
        rest.answer = { FakeRest.Answer(404, """{"code":"chat.error.not.found"}""") }
        repeat(5) { assertEquals(Participant.Kind.UNKNOWN, roster.participant("m2").kind) }
        assertEquals(2, rest.asked.size)
        rest.answer = { FakeRest.Answer(200, """{"id":"m3","role":"AGENT","displayName":"Robin"}""") }
        repeat(5) { assertEquals("Robin", roster.participant("m3").name) }
        assertEquals(3, rest.asked.size)
    }

    @Test
    fun an_agent_who_was_here_before_leaves_and_the_guest_does_not() = runTest {
        rest.answer = { FakeRest.Answer(200, """{"id":"m2","role":"AGENT","displayName":"Robin"}""") }
        val left = assertIs<LinkEvent.PresenceChanged>(news.stands("m2", MemberState.DISCONNECTED, "{}").single())
        assertEquals(Presence.Kind.LEFT to "Robin", left.presence.kind to left.from?.name)
        assertEquals(emptyList(), news.stands("m2", MemberState.DISCONNECTED, "{}"))
        assertEquals(emptyList(), news.stands("m1", MemberState.DISCONNECTED, "{}"))
    }

    @Test
    fun a_state_that_nobody_knows_is_handed_over_as_it_came_and_changes_nothing() = runTest {
        news.stands("m1", MemberState.CONNECTED, "{}")
        assertEquals(
            listOf(LinkEvent.Unknown("member-change DIALING", """{"a":1}""")),
            news.stands("m1", MemberState.of("DIALING"), """{"a":1}"""),
        )
        assertEquals(emptyList(), news.stands("m1", MemberState.CONNECTED, "{}"))
    }

    @Test
    fun a_wish_to_see_the_screen_is_no_offer_of_co_browse() = runTest {
        val entry = ChatMessage(
            Json.parseToJsonElement("""{"id":"b1","sender":{"id":"m2"},"bodyType":"media-request","body":"f1"}""").jsonObject,
        )
        rest.answer = { FakeRest.Answer(200, """{"entities":[{"id":"f1","types":["SCREENSHARE"],"state":"PENDING"}]}""") }
        assertEquals(entry.fields.toString(), assertIs<LinkEvent.Unknown>(news.beside(entry).single()).json)
        rest.answer = { FakeRest.Answer(200, """{"entities":[{"id":"f1","types":["SCREENSHARE","COBROWSE"]}]}""") }
        assertEquals("f1", assertIs<LinkEvent.Offered>(news.beside(entry).single()).offer.id)
        rest.answer = { FakeRest.Answer(500) }
        assertIs<LinkEvent.Offered>(news.beside(entry).single())
    }

    @Test
    fun a_full_page_with_entries_that_cannot_be_read_is_not_the_last() = runTest {
        val entries = (1..48).map { """{"id":"b$it","bodyType":"member-join"}""" } + """{"bodyType":"member-join"}""" + "7"
        rest.answer = { asked -> FakeRest.Answer(200, """{"entities":${if ("before" in asked.url) "[]" else "$entries"}}""") }
        val history = GuestChatHistory(api, session, news)
        val page = history.page(null)
        assertEquals("b48", page.older?.value)
        assertEquals(null, history.page(page.older).older)
    }
}
