package dev.confab.transport.backend.amm

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.testing.runFileTest
import io.ktor.http.HttpHeaders
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.writeStringUtf8
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** The channels of a link: who is silent is left, who is not let in asks, and nobody waits for what is worth no wait (protocol notes §B.8). */
@OptIn(ExperimentalCoroutinesApi::class)
class AmmEventStreamTest {
    private val bytes = ByteChannel(autoFlush = true)
    private val right = UserCredential.token("right-canary")

    private suspend fun say(event: String, data: String = "") = bytes.writeStringUtf8("event: $event\ndata: $data\n\n")

    private suspend fun FakeAmm.opened(options: AmmOptions): AmmEventStream {
        stream = { bytes }
        return AmmEventStream.open("${FakeAmm.BASE}/notify/sse", http, user(options), 30_000) { it }
    }

    private fun link(
        service: FakeAmm,
        options: AmmOptions,
        channel: AmmChannel,
        vararg conversations: String,
        died: (AmmChannel.Kind) -> Unit = {},
    ): AmmLink {
        val info = SessionInfo(true, false, false, false, Limits.NONE, null, null)
        val listed = conversations.mapNotNull {
            AmmAnswer(200, FakeAmm.conversation(it), io.ktor.http.Headers.Empty).json?.let(AmmCodec::conversation)
        }
        return AmmLink(
            info,
            AmmSession(options, service.user(options), service.calls(), channel, AmmFiles(), died),
            AmmEverything(listed, true, 1, null),
        )
    }

    @Test
    fun REL8_an_event_stream_lives_as_long_as_it_shows_it_and_is_left_after_65_seconds_of_silence() = runFileTest {
        val service = FakeAmm(this)
        val options = FakeAmm.options().build()
        val channel = service.opened(options)
        val ended = async { runCatching { link(service, options, channel).events.toList() } to currentTime }
        repeat(5) {
            delay(60_000)
            say("Ping")
        }
        delay(60_000)
        // A comment is a sign of life, too.
        bytes.writeStringUtf8(": still here\n")
        val last = currentTime
        val (events, time) = ended.await()
        val failure = assertIs<TransportException>(events.exceptionOrNull()).failure
        assertEquals(ErrorCode.WEBSOCKET_ERROR, failure.code)
        assertTrue("65000 ms" in failure.message, failure.message)
        assertEquals(last + 65_000, time)
    }

    @Test
    fun an_event_stream_that_shows_that_it_lives_and_is_cut_then_was_not_mute() = runFileTest {
        for ((isAlive, expected) in listOf(true to emptyList(), false to listOf(AmmChannel.Kind.EVENT_STREAM))) {
            val bytes = ByteChannel(autoFlush = true)
            val service = FakeAmm(this)
            val options = FakeAmm.options().build()
            service.stream = { bytes }
            val channel = AmmEventStream.open("${FakeAmm.BASE}/notify/sse", service.http, service.user(options), 30_000) { it }
            val died = ArrayList<AmmChannel.Kind>()
            val ended = async { runCatching { link(service, options, channel, died = died::add).events.toList() } }
            delay(1_000)
            if (isAlive) bytes.writeStringUtf8("event: Ping\ndata: \n\n")
            delay(1_000)
            bytes.flushAndClose()
            assertIs<TransportException>(ended.await().exceptionOrNull())
            assertEquals(expected, died, "$isAlive")
        }
    }

    @Test
    fun REL8_an_event_stream_that_ends_ends_the_link_at_once() = runFileTest {
        val service = FakeAmm(this)
        val options = FakeAmm.options().build()
        val channel = service.opened(options)
        val ended = async { runCatching { link(service, options, channel).events.toList() } to currentTime }
        delay(1_000)
        bytes.flushAndClose()
        val (events, time) = ended.await()
        assertIs<TransportException>(events.exceptionOrNull())
        assertEquals(1_000, time)
    }

    private inner class Asked(private vararg val answers: UserCredential?) : CredentialProvider {
        val counts = ArrayList<Int>()

        override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) {
            val answer = answers[counts.size]
            counts += challenge.failureCount
            if (answer == null) reply.cancel() else reply.answer(answer)
        }
    }

    private fun TestScope.guarded() = FakeAmm(this).apply {
        guard = { if (it.headers[HttpHeaders.Authorization] == right.authorization) null else FakeAmm.Answer(401, "", FakeAmm.BASIC) }
    }

    @Test
    fun an_event_stream_that_is_refused_for_its_credential_asks_for_another() = runFileTest {
        val service = guarded()
        val provider = Asked(UserCredential.token("wrong-canary"), right)
        val channel = service.opened(FakeAmm.options().credentials(provider).build())
        say("CASNotification", """{"discovery":{"version":"1","commandURL":"${FakeAmm.BASE}/notify/commands"}}""")
        assertIs<AmmFrame.Discovery>(channel.receive(1_000))
        assertEquals(listOf(0, 1), provider.counts)
        assertEquals(2, service.asked.size)
    }

    @Test
    fun an_event_stream_whose_question_is_cancelled_is_not_opened() = runFileTest {
        val service = guarded()
        val provider = Asked(UserCredential.token("wrong-canary"), null)
        val failure =
            assertFailsWith<TransportException> { service.opened(FakeAmm.options().credentials(provider).build()) }.failure
        assertEquals(ErrorCode.AUTH_FAILED, failure.code)
        assertEquals(listOf(0, 1), provider.counts)
        assertEquals(1, service.asked.size)
    }

    /** Takes commands, and never says a word. */
    private class Mute(override val kind: AmmChannel.Kind) : AmmChannel {
        val told = ArrayList<String>()

        override suspend fun receive(millis: Long, alive: () -> Unit): AmmFrame? = withTimeoutOrNull(millis) { awaitCancellation() }

        override suspend fun send(command: String) {
            told += command
            // As a POST that is not answered.
            if (kind == AmmChannel.Kind.EVENT_STREAM) awaitCancellation()
        }

        override suspend fun close() = Unit

        override fun abandon() = Unit
    }

    @Test
    fun whoever_does_not_answer_who_wants_to_hear_typing_holds_up_no_list() = runFileTest {
        for (kind in AmmChannel.Kind.entries) {
            val channel = Mute(kind)
            val before = currentTime
            val link = link(FakeAmm(this), FakeAmm.options().build(), channel, "c-1")
            val listed = link.events.onEach { assertEquals(before, currentTime) }.first()
            assertEquals(listOf("c-1"), assertIs<LinkEvent.ConversationsListed>(listed).items.map { it.info.id.value })
            assertTrue(channel.told.single().let { "subscribe" in it && "chatState" in it && "c-1" in it }, "${channel.told}")
        }
    }
}
