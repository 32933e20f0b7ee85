package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.testing.runFileTest
import io.ktor.http.HttpHeaders
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs

@OptIn(ExperimentalCoroutinesApi::class)
class AmmCallsTest {
    private val mapping = AmmMapping("alice@example.com")

    private fun questions(service: FakeAmm, flavour: AmmFlavour = AmmFlavour.V3_2, screens: Boolean = true): AmmQuestions {
        val calls = service.calls(flavour)
        return AmmQuestions(calls, AmmRoster(mapping), mapping, AmmReading(calls, 0, AmmRoster(mapping)), screens)
    }

    private fun FakeAmm.told() = asked.map { "${it.method} ${it.url.substringAfter(FakeAmm.BASE)} ${it.body}".trim() }

    @Test
    fun lists_are_asked_for_in_the_dialect_of_the_server() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, FakeAmm.list()) } }
        for (flavour in listOf(AmmFlavour.V3_2, AmmFlavour.V3_0)) {
            val calls = service.calls(flavour)
            calls.list(AmmCalls.Filter())
            calls.list(AmmCalls.Filter(afterMillis = 1_795_255_200_001))
            calls.list(AmmCalls.Filter(text = "a b", inBody = false))
            calls.list(AmmCalls.Filter(ids = listOf("c-1", "c-2")))
        }
        assertEquals(
            listOf(
                "POST /c {}",
                """POST /c {"searchAfterDate":"2026-11-21T10:00:00.001Z"}""",
                """POST /c {"searchString":"a b","searchSubject":true,"searchParticipants":true,"searchBody":false}""",
                """POST /c {"ids":[{"id":"c-1"},{"id":"c-2"}]}""",
                "GET /c",
                "GET /c?after=2026-11-21T10%3A00%3A00.001Z",
                "GET /c?q=a+b&subject=true&participants=true&body=false",
                "GET /c?id=c-1&id=c-2",
            ).map { it.replace("a+b", "a%20b") },
            service.told().map { it.replace("a+b", "a%20b") },
        )
        val accept = "application/vnd.avaya.aem.conversations.v2+json, application/vnd.avaya.aem.error.v1+json"
        assertEquals(setOf(accept), service.asked.map { it.headers[HttpHeaders.Accept].orEmpty() }.toSet())
    }

    @Test
    fun an_address_below_a_routed_domain_is_for_the_server_to_judge_as_the_own_one() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, """{"validatedAddresses":[]}""") } }
        val addresses = listOf("bob@Sub.Example.com", "bob@notexample.com")
        questions(service).answer(ConversationQuestion.ValidateAddresses(addresses))
        assertEquals(listOf("""POST /validate {"addresses":[{"address":"bob@Sub.Example.com"}]}"""), service.told())
    }

    @Test
    fun times_have_milliseconds_always() {
        assertEquals("2026-11-21T10:00:00.000Z", AmmCalls.iso(1_795_255_200_000))
        assertEquals("2026-11-21T10:00:00.120Z", AmmCalls.iso(1_795_255_200_120))
    }

    @Test
    fun ids_of_the_service_cannot_change_the_path() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, """{"id":"x"}""") } }
        service.calls().page("../session?x=1#y", 15)
        assertEquals("GET /c/..%2Fsession%3Fx=1%23y?messageCount=15", service.told().single())
    }

    @Test
    fun addresses_that_cannot_be_anybodys_are_not_asked_for() = runFileTest {
        val service = FakeAmm(this)
        service.answer = {
            FakeAmm.Answer(
                200,
                """{"validatedAddresses":[{"query":"bob@example.com","addresses":[{"address":"bob@example.com"},{"address":"bob2@example.com"}]},
                {"query":"no+body@example.com","addresses":[]}]}""",
            )
        }
        val asked = listOf("bob@example.com", "no+body@example.com", "carol@elsewhere.example", "no address", "@example.com")
        val answer = assertIs<ConversationAnswer.Validated>(questions(service).answer(ConversationQuestion.ValidateAddresses(asked)))
        assertEquals(asked.zip(listOf(2, 0, 0, 0, 0)), answer.validations.map { it.query to it.matches.size })
        assertEquals(
            """POST /validate {"addresses":[{"address":"bob@example.com"},{"address":"no+body@example.com"}]}""",
            service.told().single(),
        )
    }

    @Test
    fun the_older_dialect_validates_with_a_query() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, """{"validatedAddresses":[]}""") } }
        questions(service, AmmFlavour.V3_0).answer(ConversationQuestion.ValidateAddresses(listOf("a@example.com", "b@example.com")))
        assertEquals("GET /validate?address=a%40example.com&address=b%40example.com", service.told().single())
    }

    @Test
    fun of_a_partly_valid_list_the_valid_part_is_added_and_the_rest_reported() = runFileTest {
        val service = FakeAmm(this).apply {
            answer =
                { FakeAmm.Answer(200, """{"participants":[{"address":"Carol@example.com","givenName":"Carol"}]}""") }
        }
        val question = ConversationQuestion.AddParticipants(ConversationId("c-1"), listOf("carol@example.com", "nobody@example.com"))
        val outcome = assertIs<ConversationAnswer.Added>(questions(service).answer(question)).outcome
        assertEquals(listOf("Carol"), outcome.added.map { it.name })
        assertEquals(listOf("nobody@example.com"), outcome.rejected.map { it.address })
    }

    @Test
    fun who_is_nobody_is_reported_and_not_thrown() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(400, """{"errorCode":651,"errorMsg":"no"}""") } }
        val question = ConversationQuestion.AddParticipants(ConversationId("c-1"), listOf("nobody@example.com"))
        val outcome = assertIs<ConversationAnswer.Added>(questions(service).answer(question)).outcome
        assertEquals(1 to 0, outcome.rejected.size to outcome.added.size)
    }

    @Test
    fun more_messages_than_a_page_holds_are_asked_for_page_by_page() = runFileTest {
        val service = FakeAmm(this)
        val all = (1..40).map { FakeAmm.entry("m-$it", second = it) }
        service.answer = { asked ->
            val before = asked.url.substringAfter("beforeId=m-").toInt()
            val count = asked.url.substringAfter("messageCount=").substringBefore('&').toInt()
            FakeAmm.Answer(200, FakeAmm.conversation("c-1", *all.take(before - 1).takeLast(count).reversed().toTypedArray()))
        }
        val question = ConversationQuestion.FetchMessages(ConversationId("c-1"), "m-38", before = true, max = 20)
        val page = assertIs<ConversationAnswer.Messages>(questions(service).answer(question)).page
        assertEquals((18..37).map { "m-$it" }, page.messages.map { it.serverId })
        assertEquals(2, service.asked.size)
        assertEquals("m-18", page.older?.value)
    }

    @Test
    fun a_conversation_that_was_left_before_counts_as_left() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(404, """{"errorCode":666}""") } }
        assertIs<ConversationAnswer.Done>(questions(service).answer(ConversationQuestion.Leave(ConversationId("c-1"))))
    }

    @Test
    fun a_conflict_without_a_number_is_not_the_end_of_a_conversation() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(409) } }
        val failure = assertFailsWith<TransportException> {
            questions(service).answer(ConversationQuestion.Leave(ConversationId("c-1")))
        }.failure
        assertEquals(ErrorCode.WRONG_STATE, failure.code)
        for ((status, number) in listOf(409 to 5, 404 to 666, 404 to null, 400 to 666)) {
            service.answer = { FakeAmm.Answer(status, number?.let { """{"errorCode":$it}""" }.orEmpty()) }
            assertIs<ConversationAnswer.Done>(questions(service).answer(ConversationQuestion.Leave(ConversationId("c-1"))))
        }
    }

    @Test
    fun a_search_that_finds_nothing_finds_nothing() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, FakeAmm.list()) } }
        val found = questions(service).answer(ConversationQuestion.SearchConversations(ConversationQuery("parcel")))
        assertEquals(0, assertIs<ConversationAnswer.Found>(found).conversations.size)
    }

    @Test
    fun SEC3_what_the_service_says_in_words_stays_out_of_failures() = runFileTest {
        val service = FakeAmm(this).apply {
            answer =
                { FakeAmm.Answer(409, """{"errorCode":5,"errorMsg":"alice canary","displayMsg":"canary"}""") }
        }
        val failure = assertFailsWith<TransportException> { service.calls().setSubject("c-1", "New") }.failure
        assertEquals(ErrorCode.CONVERSATION_ENDED, failure.code)
        assertEquals(false, "canary" in failure.message)
    }
}
