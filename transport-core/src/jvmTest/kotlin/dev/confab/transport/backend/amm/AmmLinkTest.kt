package dev.confab.transport.backend.amm

import dev.confab.sandbox.amm.AmmOptions.Flavour
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.FrameFault
import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.ALICE
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.BOB
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.scenario
import dev.confab.transport.backend.amm.AmmLinkBench.Companion.theirs
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationNotice
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Importance
import dev.confab.transport.model.MessageId
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue
import dev.confab.sandbox.amm.AmmOptions as ServiceOptions

/** Two users at the sandbox, over real sockets. */
class AmmLinkTest {
    private fun inEveryDialect(body: suspend CoroutineScope.(AmmLinkBench, Flavour) -> Unit) = Flavour.entries.forEach { flavour ->
        scenario(ServiceOptions.builder().flavour(flavour)) { body(it, flavour) }
    }

    @Test
    fun two_users_talk_in_every_dialect() = inEveryDialect { bench, _ ->
        val alice = bench.user(this)
        val bob = bench.user(this, "bob")
        val conversation = alice.open("Hello Bob", BOB)
        bob.message(theirs("Hello Bob"))
        bob.send(conversation, Draft("Hello Alice"))
        alice.message(theirs("Hello Alice"))
        val people = assertIs<ConversationAnswer.Participants>(alice.ask(ConversationQuestion.FetchParticipants(conversation))).participants
        assertEquals(setOf(ALICE to true, BOB to false), people.map { it.address to it.isSelf }.toSet())
        val validated = alice.ask(ConversationQuestion.ValidateAddresses(listOf(BOB, "nobody@example.com", "x@elsewhere.example")))
        assertEquals(listOf(1, 0, 0), assertIs<ConversationAnswer.Validated>(validated).validations.map { it.matches.size })
        val found = alice.ask(ConversationQuestion.SearchConversations(ConversationQuery("Hello")))
        assertEquals(listOf(conversation), assertIs<ConversationAnswer.Found>(found).conversations.map { it.info.id })
        alice.ask(ConversationQuestion.Leave(conversation))
        bob.message { it.notice?.kind == ConversationNotice.Kind.LEFT }
        alice.close()
        bob.close()
    }

    @Test
    fun what_was_read_and_what_is_called_otherwise_is_told() = inEveryDialect { bench, flavour ->
        val alice = bench.user(this)
        val bob = bench.user(this, "bob")
        val conversation = alice.open("Read me", BOB)
        val unread = bob.message(theirs("Read me"))
        assertEquals(false, unread.isRead)
        bob.ask(ConversationQuestion.MarkAsRead(conversation, listOf(checkNotNull(unread.serverId))))
        bob.message { it.serverId == unread.serverId && it.isRead == true }
        alice.send(conversation, Draft("And me"))
        bob.message(theirs("And me"))
        bob.ask(ConversationQuestion.MarkAsRead(conversation, null))
        bob.next<LinkEvent.ConversationsListed> { listed -> listed.items.any { it.info.id == conversation && it.info.unreadCount == 0 } }
        bob.ask(ConversationQuestion.MarkAsAccessed(conversation))
        if (Capability.SET_SUBJECT in bob.link.info.denied) {
            assertEquals(Flavour.V2_1, flavour)
        } else {
            bob.ask(ConversationQuestion.SetSubject(conversation, "New topic"))
            val changed = alice.message { it.notice?.kind == ConversationNotice.Kind.SUBJECT_CHANGED }
            assertEquals("New topic", changed.notice?.subject)
        }
        alice.close()
        bob.close()
    }

    @Test
    fun the_websocket_gives_way_to_the_event_stream_and_that_to_long_polls() {
        listOf(0 to "ws", 1 to "sse", 2 to "Avaya-Request-Timeout").forEach { (mute, way) ->
            scenario { bench ->
                if (mute > 0) bench.service.sandbox.faults().add(FrameFault.Swallow("discovery"), FaultScope(null, null, 0, mute))
                val alice = bench.user(this) { helloTimeout(2_000) }
                val bob = bench.user(this, "bob")
                val conversation = bob.open("Over $way", ALICE)
                alice.message(theirs("Over $way"))
                repeat(3) {
                    bob.send(conversation, Draft("$way $it"))
                    alice.message(theirs("$way $it"))
                }
                alice.send(conversation, Draft("Heard"))
                bob.message(theirs("Heard"))
                assertEquals(mute == 2, Capability.SEND_TYPING in alice.link.info.denied, way)
                alice.close()
                bob.close()
            }
        }
    }

    @Test
    fun typing_goes_both_ways_over_websocket_and_event_stream() {
        listOf(0, 1).forEach { mute ->
            scenario { bench ->
                if (mute > 0) bench.service.sandbox.faults().add(FrameFault.Swallow("discovery"), FaultScope(null, null, 0, mute))
                val alice = bench.user(this) { helloTimeout(2_000) }
                val bob = bench.user(this, "bob")
                val conversation = alice.open("Who types?", BOB)
                bob.message(theirs("Who types?"))
                // Alice listens to a conversation that is used; nobody promises since when.
                var heard: LinkEvent.Typing? = null
                while (heard == null) {
                    listOf(false, true).forEach { bob.link.submit(LinkCommand.IndicateTyping(conversation, it)) }
                    heard = withTimeoutOrNull(500) { alice.next<LinkEvent.Typing> { it.typing } }
                }
                assertEquals("$conversation $BOB", "${heard.conversation} ${heard.from?.address}")
                bob.link.submit(LinkCommand.IndicateTyping(conversation, typing = false))
                alice.next<LinkEvent.Typing> { !it.typing }
                alice.close()
                bob.close()
            }
        }
    }

    @Test
    fun a_hint_that_gets_lost_is_noticed_with_the_next_ping() = scenario { bench ->
        val alice = bench.user(this)
        bench.service.sandbox.faults().add(FrameFault.Swallow("notification.conversation"), FaultScope.always())
        bench.service.say("", "Nobody told you")
        alice.message(theirs("Nobody told you"))
        alice.close()
    }

    @Test
    fun somebody_is_invited_and_the_rest_is_reported() = scenario { bench ->
        val alice = bench.user(this)
        val conversation = alice.open("Two of us", BOB)
        val question = ConversationQuestion.AddParticipants(conversation, listOf(BOB, "carol@example.com", "nobody@example.com"))
        val outcome = assertIs<ConversationAnswer.Added>(alice.ask(question)).outcome
        assertEquals(listOf("carol@example.com"), outcome.added.map { it.address })
        assertEquals(listOf(BOB), outcome.alreadyPresent)
        assertEquals(listOf("nobody@example.com"), outcome.rejected.map { it.address })
        val joined = alice.message { it.notice?.kind == ConversationNotice.Kind.JOINED }
        assertEquals(listOf("carol@example.com"), joined.notice?.participants?.map { it.address })
        alice.close()
    }

    @Test
    fun a_message_goes_to_exactly_those_who_take_part_also_when_somebody_came_a_moment_ago() =
        scenario(ServiceOptions.builder().strictRecipients(true)) { bench ->
            val alice = bench.user(this) { pollIntervalMinutes(1) }
            val conversation = alice.open("Two of us", BOB)
            bench.service.sandbox.agent(conversation.value).act("invite", """{"address":"carol@example.com"}""")
            alice.send(conversation, Draft("Three of us"))
            assertEquals(listOf("Two of us", "Three of us"), bench.service.storedTexts())
            alice.close()
        }

    @Test
    fun pages_lead_back_to_the_start_and_both_ways_from_a_message() = scenario { bench ->
        val alice = bench.user(this)
        val conversation = alice.open("text 1", BOB)
        val ids = listOf("") + (2..70).map { checkNotNull(alice.send(conversation, Draft("text $it")).serverId) }
        val texts = ArrayList<String>()
        var older: Cursor? = null
        do {
            alice.link.submit(LinkCommand.FetchHistory(conversation, older))
            val page = alice.next<LinkEvent.HistoryArrived>().page
            texts.addAll(0, page.messages.filter { it.notice == null }.map { it.text })
            older = page.older
        } while (older != null)
        assertEquals((1..70).map { "text $it" }, texts)
        val before = alice.ask(ConversationQuestion.FetchMessages(conversation, ids[39], before = true, max = 30))
        assertEquals((10..39).map { "text $it" }, assertIs<ConversationAnswer.Messages>(before).page.messages.map { it.text })
        val after = alice.ask(ConversationQuestion.FetchMessages(conversation, ids[39], before = false, max = 20))
        assertEquals((41..60).map { "text $it" }, assertIs<ConversationAnswer.Messages>(after).page.messages.map { it.text })
        alice.close()
    }

    @Test
    fun importance_sensitivity_and_what_is_answered_go_along() = scenario { bench ->
        val alice = bench.user(this)
        val bob = bench.user(this, "bob")
        val conversation = alice.open("Question", BOB)
        val question = bob.message(theirs("Question"))
        bob.send(conversation, Draft("Answer").withImportance(Importance.HIGH).withReplyTo(question.serverId))
        val answer = alice.message(theirs("Answer"))
        assertEquals(Importance.HIGH to question.serverId, answer.importance to answer.replyTo)
        alice.close()
        bob.close()
    }

    @Test
    fun a_message_into_a_conversation_that_was_left_is_refused_for_good() = scenario { bench ->
        val alice = bench.user(this)
        val conversation = alice.open("Bye", BOB)
        alice.ask(ConversationQuestion.Leave(conversation))
        alice.link.submit(LinkCommand.SendMessage(conversation, MessageId("late"), Draft("Anybody?")))
        val refused = alice.next<LinkEvent.Refused>()
        assertFalse(refused.failure.failureClass.isRetryable, "${refused.failure}")
        alice.close()
    }

    @Test
    fun SEC9_a_closed_session_is_logged_out_and_others_of_the_user_go_on() = scenario { bench ->
        val first = bench.user(this)
        val second = bench.user(this)
        first.close()
        val conversation = second.open("Still here", BOB)
        assertTrue(second.send(conversation, Draft("Yes")).serverId != null)
        second.close()
    }

    @Test
    fun tokens_are_let_in() = scenario { bench ->
        UserCredential.TokenScheme.entries.forEach { scheme ->
            val alice = bench.user(this) { credentials(CredentialProvider.of(UserCredential.token("alice-token", scheme))) }
            alice.next<LinkEvent.ConversationsListed> { it.complete }
            alice.close()
        }
    }

    @Test
    fun an_unknown_conversation_is_told_as_a_failure() = scenario { bench ->
        val alice = bench.user(this)
        alice.link.submit(LinkCommand.FetchHistory(ConversationId("nowhere"), null))
        assertFalse(alice.next<LinkEvent.HistoryFailed>().failure.failureClass.isRetryable)
        alice.close()
    }
}
