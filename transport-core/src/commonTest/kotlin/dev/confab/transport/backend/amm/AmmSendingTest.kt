package dev.confab.transport.backend.amm

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.testing.runFileTest
import kotlinx.coroutines.test.TestScope
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

/** A message goes to exactly those who take part, and who that is may have changed a moment ago (protocol notes §B.6.1, §B.11). */
class AmmSendingTest {
    private val told = ArrayList<LinkEvent>()
    private val mapping = AmmMapping("alice@example.com")

    private fun sending(service: FakeAmm): AmmSending {
        val roster = AmmRoster(mapping)
        val files = AmmFiles()
        val emit: suspend (LinkEvent) -> Unit = { told += it }
        roster.told(
            checkNotNull(AmmCodec.conversation(Json.parseToJsonElement(FakeAmm.conversation("c-1", FakeAmm.entry("m-1"))).jsonObject)),
        )
        return AmmSending(service.calls(), roster, AmmSendings(roster, mapping, files, emit), files, emit)
    }

    private suspend fun TestScope.sent(outbox: (times: Int) -> FakeAmm.Answer, people: FakeAmm.Answer = THREE): List<String> {
        val service = FakeAmm(this)
        service.answer = { asked ->
            if (asked.path == "/outbox") outbox(service.asked.count { it.path == "/outbox" }) else people
        }
        sending(service).send(LinkCommand.SendMessage(ConversationId("c-1"), MessageId("own"), Draft("Hello")))
        return service.asked.map { "$it" + if ("carol" in it.body) " with carol" else "" }
    }

    @Test
    fun a_mismatch_with_or_without_a_number_asks_who_takes_part_and_sends_once_more() = runFileTest {
        for (mismatch in listOf(FakeAmm.Answer(409, """{"errorCode":667}"""), FakeAmm.Answer(409))) {
            told.clear()
            val asked = sent({ if (it == 1) mismatch else FakeAmm.Answer(201, FakeAmm.entry("m-2", from = "alice@example.com")) })
            assertEquals(listOf("POST /outbox", "GET /c/c-1/participants", "POST /outbox with carol"), asked)
            assertEquals("own", assertIs<LinkEvent.MessageArrived>(told.single()).correlation?.value)
        }
    }

    @Test
    fun a_mismatch_that_stays_refuses_the_message_and_ends_no_conversation() = runFileTest {
        val asked = sent({ FakeAmm.Answer(409) })
        assertEquals(3, asked.size)
        assertEquals(ErrorCode.WRONG_STATE, assertIs<LinkEvent.Refused>(told.single()).failure.code)
    }

    @Test
    fun a_conversation_that_is_gone_is_told_so() = runFileTest {
        assertEquals(1, sent({ FakeAmm.Answer(409, """{"errorCode":5}""") }).size)
        assertEquals(ErrorCode.CONVERSATION_ENDED, assertIs<LinkEvent.Refused>(told.single()).failure.code)
        told.clear()
        // Whoever is not in it is not told who is.
        assertEquals(2, sent({ FakeAmm.Answer(409) }, people = FakeAmm.Answer(404)).size)
        assertEquals(ErrorCode.CONVERSATION_ENDED, assertIs<LinkEvent.Refused>(told.single()).failure.code)
    }

    private companion object {
        val THREE = FakeAmm.Answer(
            200,
            """{"participants":[{"address":"alice@example.com"},{"address":"bob@example.com"},{"address":"carol@example.com"}]}""",
        )
    }
}
