package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.RequestId
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.Limits
import dev.confab.transport.testing.runFileTest
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

/** What a link asks the service for, and whom it blames, in virtual time. */
@OptIn(ExperimentalCoroutinesApi::class)
class AmmLinkCommandsTest {
    /** Says what the test says. */
    private class Line(override val kind: AmmChannel.Kind = AmmChannel.Kind.WEB_SOCKET) : AmmChannel {
        val frames = Channel<AmmFrame>(Channel.UNLIMITED)
        var answersPings = true

        override suspend fun receive(millis: Long, alive: () -> Unit): AmmFrame? {
            val next = withTimeoutOrNull(millis) { frames.receiveCatching() } ?: return null
            return next.getOrNull() ?: throw AmmChannel.lost("was cut")
        }

        override suspend fun send(command: String) {
            if (answersPings && "\"ping\"" in command) frames.send(AmmFrame.Pong(null))
        }

        override suspend fun close() = Unit

        override fun abandon() = Unit
    }

    private val c1 = ConversationId("c-1")
    private val died = ArrayList<AmmChannel.Kind>()
    private val events = ArrayList<LinkEvent>()

    private suspend fun link(service: FakeAmm, channel: AmmChannel?, options: AmmOptions.Builder = FakeAmm.options()): AmmLink {
        val built = options.build()
        val info = SessionInfo(true, false, false, false, Limits.NONE, null, null)
        val session = AmmSession(built, service.user(built), service.knownCalls(), channel, AmmFiles(), died::add)
        return AmmLink(info, session, AmmEverything(emptyList(), true, 1, null))
    }

    private fun TestScope.collecting(link: AmmLink) = backgroundScope.launch { link.events.collect(events::add) }

    @Test
    fun a_list_that_fails_is_not_the_death_of_the_channel() = runFileTest {
        val service = FakeAmm(this)
        val link = link(service, Line())
        service.answer = { FakeAmm.Answer(403) }
        val ended = async { runCatching { link.events.toList() } }
        delay(1)
        link.submit(LinkCommand.ListConversations)
        assertIs<TransportException>(ended.await().exceptionOrNull())
        assertEquals(emptyList(), died)
    }

    @Test
    fun a_channel_that_is_cut_before_it_says_a_word_is_blamed_and_one_that_has_spoken_is_not() = runFileTest {
        for ((speaks, expected) in listOf(false to listOf(AmmChannel.Kind.WEB_SOCKET), true to emptyList())) {
            died.clear()
            val line = Line()
            val link = link(FakeAmm(this), line)
            if (speaks) line.frames.send(AmmFrame.Pong(null))
            line.frames.close()
            assertIs<TransportException>(runCatching { link.events.toList() }.exceptionOrNull())
            assertEquals(expected, died, "$speaks")
        }
    }

    @Test
    fun in_manual_mode_news_are_asked_for_after_what_changes_something_and_not_after_mere_questions() = runFileTest {
        val service = FakeAmm(this)
        val link = link(service, null, FakeAmm.options().pollIntervalMinutes(AmmOptions.MANUAL_REFRESH))
        service.answer = { asked ->
            when {
                asked.path.endsWith("/validate") -> FakeAmm.Answer(200, """{"validatedAddresses":[]}""")
                asked.path.endsWith("/participants") -> FakeAmm.Answer(200, """{"participants":[]}""")
                asked.path.endsWith("/c-1") -> FakeAmm.Answer(200, FakeAmm.conversation("c-1"))
                else -> FakeAmm.Answer(200, FakeAmm.list())
            }
        }
        collecting(link)
        var number = 0L
        suspend fun lists(question: ConversationQuestion): Int {
            service.asked.clear()
            link.submit(LinkCommand.Ask(RequestId(++number), question))
            delay(5_000)
            assertIs<LinkEvent.Answered>(events.last { it !is LinkEvent.ConversationsListed }, "$question")
            return service.asked.count { it.path == "/c" && "After" in it.body }
        }
        val reads = listOf(
            ConversationQuestion.ValidateAddresses(listOf("bob@example.com")),
            ConversationQuestion.FetchParticipants(c1),
            ConversationQuestion.SearchConversations(ConversationQuery("word")),
            ConversationQuestion.FetchMessages(c1, "m-1", before = true, max = 5),
        )
        val changes = listOf(
            ConversationQuestion.AddParticipants(c1, listOf("bob@example.com")),
            ConversationQuestion.SetSubject(c1, "Topic"),
            ConversationQuestion.MarkAsRead(c1, listOf("m-1")),
            ConversationQuestion.MarkAsAccessed(c1),
            ConversationQuestion.Leave(c1),
        )
        assertEquals(reads.map { 0 } to changes.map { 1 }, reads.map { lists(it) } to changes.map { lists(it) })
    }

    @Test
    fun a_health_check_asks_for_what_changed_and_for_a_sign_of_the_channel() = runFileTest {
        val service = FakeAmm(this)
        val line = Line()
        val link = link(service, line)
        service.answer = { FakeAmm.Answer(200, FakeAmm.list(FakeAmm.conversation("c-1"))) }
        collecting(link)
        link.submit(LinkCommand.CheckHealth)
        delay(100)
        assertEquals(listOf("POST /c"), service.asked.map { "$it" })
        val healthy = LinkEvent.HealthChecked(null)
        assertEquals(healthy, events.last())
        assertEquals(true, events.any { it is LinkEvent.ConversationsListed && it.items.isNotEmpty() })

        line.answersPings = false
        link.submit(LinkCommand.CheckHealth)
        delay(100)
        assertEquals(1, events.count { it == healthy })
        line.frames.send(AmmFrame.Pong(null))
        delay(100)
        assertEquals(2, events.count { it == healthy })
    }
}
