package dev.confab.transport.backend.amm

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlin.test.Test
import kotlin.test.assertEquals

/** The hint at an own message may come, and be followed, before its POST is answered. */
class AmmSendingsTest {
    private val told = ArrayList<String>()
    private val mapping = AmmMapping("alice@example.com")
    private val sendings = AmmSendings(AmmRoster(mapping), mapping, AmmFiles()) { event ->
        told += when (event) {
            is LinkEvent.MessageArrived -> "${event.conversation}: ${event.message.serverId} proves ${event.correlation}"

            is LinkEvent.ConversationOpened -> "${event.local} is ${event.service}"

            is LinkEvent.ConversationsListed ->
                event.items.joinToString("; ", "listed: ") { "${it.info.id} ${it.newest.messages.map { entry -> entry.serverId }}" }

            else -> "$event"
        }
    }

    private val command = LinkCommand.SendMessage(ConversationId("c-1"), MessageId("own"), Draft("Hello"))
    private val opening = LinkCommand.SendMessage(
        ConversationId("local"),
        MessageId("own"),
        Draft("Hello"),
        1,
        NewConversation.with("bob@example.com"),
    )

    private fun own(id: String) = FakeAmm.entry(id, from = "alice@example.com")

    /** Newest first. */
    private fun conversation(id: String, vararg entries: String) =
        checkNotNull(AmmCodec.conversation(Json.parseToJsonElement(FakeAmm.conversation(id, *entries)).jsonObject))

    private fun entry(json: String) = checkNotNull(AmmCodec.message(Json.parseToJsonElement(json).jsonObject))

    @Test
    fun a_copy_waits_for_the_answer_and_what_others_say_does_not() = runTest {
        sendings.listed(listOf(conversation("c-1", own("m-1"))), complete = true)
        sendings.begun(command)
        sendings.listed(listOf(conversation("c-1", FakeAmm.entry("m-3"), own("m-2"), own("m-1"))), complete = false)
        sendings.proved(command, "c-1", entry(own("m-2")))
        sendings.listed(listOf(conversation("c-1", FakeAmm.entry("m-3"), own("m-2"), own("m-1"))), complete = false)
        assertEquals(
            listOf("listed: c-1 [m-1]", "listed: c-1 [m-1, m-3]", "c-1: m-2 proves own", "listed: c-1 [m-1, m-2, m-3]"),
            told,
        )
    }

    @Test
    fun what_was_written_on_another_device_meanwhile_is_told_after_the_answer() = runTest {
        sendings.listed(listOf(conversation("c-1", own("m-1"))), complete = true)
        sendings.begun(command)
        repeat(2) { sendings.listed(listOf(conversation("c-1", own("m-3"), own("m-2"), own("m-1"))), complete = false) }
        sendings.proved(command, "c-1", entry(own("m-3")))
        assertEquals(
            listOf("listed: c-1 [m-1]", "listed: c-1 [m-1]", "listed: c-1 [m-1]", "c-1: m-3 proves own", "c-1: m-2 proves null"),
            told,
        )
    }

    @Test
    fun a_refused_message_holds_nothing_back_any_more() = runTest {
        sendings.listed(listOf(conversation("c-1", own("m-1"))), complete = true)
        sendings.begun(command)
        sendings.listed(listOf(conversation("c-1", own("m-2"), own("m-1"))), complete = false)
        sendings.refused(command)
        assertEquals("c-1: m-2 proves null", told.last())
    }

    @Test
    fun other_conversations_are_told_as_ever() = runTest {
        sendings.begun(command)
        sendings.listed(listOf(conversation("c-2", own("m-8"), FakeAmm.entry("m-7"))), complete = false)
        assertEquals(listOf("listed: c-2 [m-7, m-8]"), told)
    }

    @Test
    fun a_new_conversation_with_own_words_waits_until_it_has_its_name() = runTest {
        sendings.begun(opening)
        val begun = FakeAmm.entry("m-0", from = "alice@example.com", event = "START")
        sendings.listed(listOf(conversation("c-5", own("m-1"), begun), conversation("c-6", FakeAmm.entry("m-9"))), complete = false)
        sendings.proved(opening, "c-5", entry(own("m-1")))
        assertEquals(
            listOf("listed: c-6 [m-9]", "local is c-5", "c-5: m-1 proves own", "listed: c-5 [m-0, m-1]"),
            told,
        )
    }

    @Test
    fun a_conversation_that_was_begun_on_another_device_waits_no_longer_than_that() = runTest {
        sendings.begun(opening)
        sendings.listed(listOf(conversation("c-5", own("m-1"))), complete = false)
        sendings.refused(opening)
        assertEquals(listOf("listed: ", "listed: c-5 [m-1]"), told)
    }
}
