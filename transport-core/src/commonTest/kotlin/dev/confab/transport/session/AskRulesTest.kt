package dev.confab.transport.session

import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.ParticipantsAdded
import dev.confab.transport.session.ManySamples.LOCAL
import dev.confab.transport.session.ManySamples.ONE
import dev.confab.transport.session.ManySamples.TWO
import dev.confab.transport.session.ManySamples.asks
import dev.confab.transport.session.ManySamples.change
import dev.confab.transport.session.ManySamples.commands
import dev.confab.transport.session.ManySamples.completed
import dev.confab.transport.session.ManySamples.drafted
import dev.confab.transport.session.ManySamples.events
import dev.confab.transport.session.ManySamples.failed
import dev.confab.transport.session.ManySamples.hear
import dev.confab.transport.session.ManySamples.list
import dev.confab.transport.session.ManySamples.listed
import dev.confab.transport.session.ManySamples.own
import dev.confab.transport.session.ManySamples.person
import dev.confab.transport.session.ManySamples.relinked
import dev.confab.transport.session.ManySamples.said
import dev.confab.transport.session.ManySamples.sends
import dev.confab.transport.session.ManySamples.sent
import dev.confab.transport.session.ManySamples.wish
import dev.confab.transport.session.Samples.NOW
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What is asked about conversations and answered: leaving, reading, inviting, typing. */
class AskRulesTest {
    private val machine = ManySamples.machine()
    private val live = ManySamples.live(machine, listed(ONE, said(1), said(2), unread = 2), listed(TWO, said(3)))

    @Test
    fun leaving_takes_the_conversation_away_when_the_service_has_done_it() {
        val asked = machine.step(live, wish(ConversationWish.Leave(ONE)))
        assertEquals(ConversationStatus.LEAVING, machine.conversations(asked.session).single { it.id == ONE }.status)
        val second = machine.step(asked.session, wish(ConversationWish.Leave(ONE), call = 78))
        assertEquals(emptyList(), second.commands)
        assertEquals(ErrorCode.CONVERSATION_ENDED, machine.step(second.session, ManySamples.send(1, ONE)).failed.single().code)

        val left = machine.hear(second.session, LinkEvent.Answered(asked.asks.single().id, ConversationAnswer.Done))
        assertEquals(setOf(CallId(77), CallId(78)), left.completed.map { it.call }.toSet())
        val removed = left.events.filterIsInstance<MessagingEvent.ConversationRemoved>().single()
        assertEquals(ONE to ConversationRemoval.LEFT, removed.conversation to removed.reason)
        assertEquals(listOf(TWO), machine.conversations(left.session).map { it.id })
    }

    @Test
    fun leaving_is_asked_once_more_over_the_next_link_and_then_given_up() {
        val asked = machine.step(live, wish(ConversationWish.Leave(ONE)))
        val again = machine.hear(machine.relinked(asked.session), list(listed(ONE, said(1), said(2)), listed(TWO, said(3))))
        assertEquals(listOf<ConversationQuestion>(ConversationQuestion.Leave(ONE)), again.asks.map { it.question })
        val lost = machine.step(again.session, SessionInput.LinkFailed(again.session.link, Samples.TRANSIENT, 0.0, NOW))
        assertEquals(listOf(CallId(77) to ErrorCode.NOT_CONNECTED), lost.failed.map { it.call to it.code })
        assertTrue(lost.session.asks.isEmpty())
    }

    @Test
    fun one_that_cannot_be_left_goes_on() {
        val asked = machine.step(machine.step(live, ManySamples.send(1, ONE)).session, wish(ConversationWish.Leave(ONE)))
        val saved = machine.step(asked.session, ManySamples.saved(1))
        assertEquals(emptyList(), saved.sends)
        val refused = machine.hear(saved.session, LinkEvent.AskRefused(asked.asks.single().id, Samples.PERMANENT))
        assertEquals(listOf(CallId(77)), refused.failed.map { it.call })
        assertEquals(listOf(ONE), refused.sends.map { it.conversation })
    }

    @Test
    fun one_that_was_left_and_whose_answer_was_lost_is_left() {
        val again = machine.relinked(machine.step(live, wish(ConversationWish.Leave(ONE))).session)
        val step = machine.hear(again, list(listed(TWO, said(3))))
        assertEquals(listOf(CallId(77)), step.completed.map { it.call })
        assertTrue(step.session.asks.isEmpty())
    }

    @Test
    fun a_list_that_is_faster_than_the_answer_says_that_the_guest_has_left() {
        val leaving = machine.step(live, wish(ConversationWish.Leave(ONE))).session
        val step = machine.hear(leaving, change(listed(ONE, said(3), active = false)))
        assertEquals(ConversationRemoval.LEFT, step.events.filterIsInstance<MessagingEvent.ConversationRemoved>().single().reason)
        assertEquals(listOf(CallId(77)), step.completed.map { it.call })
    }

    @Test
    fun what_cannot_be_asked_twice_fails_with_the_link() {
        val asked = machine.step(live, wish(ConversationWish.Subject(ONE, "New")))
        val lost = machine.step(asked.session, SessionInput.LinkFailed(Samples.LINK, Samples.TRANSIENT, 0.0, NOW))
        assertEquals(listOf(CallId(77) to ErrorCode.NOT_CONNECTED), lost.failed.map { it.call to it.code })
        assertEquals(
            emptyList(),
            machine.hear(machine.relinked(live), LinkEvent.Answered(asked.asks.single().id, ConversationAnswer.Done)).effects,
        )
    }

    @Test
    fun an_answer_to_something_else_is_none() {
        val asked = machine.step(live, wish(ConversationWish.Participants(ONE)))
        val step = machine.hear(asked.session, LinkEvent.Answered(asked.asks.single().id, ConversationAnswer.Done))
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, step.failed.single().code)
    }

    @Test
    fun the_end_of_the_session_ends_the_waiting() {
        val asked = machine.step(live, wish(ConversationWish.Leave(ONE)))
        val closing = machine.step(asked.session, SessionInput.Disconnect(CallId(5)))
        assertTrue(CallId(77) in closing.failed.map { it.call })
    }

    @Test
    fun what_was_read_shows_at_once_and_is_told_of() {
        val asked = machine.step(live, wish(ConversationWish.Read(ONE, listOf(MessageId("s1")))))
        assertEquals(ConversationQuestion.MarkAsRead(ONE, listOf("s1")), asked.asks.single().question)
        assertEquals(true, asked.session.conversation(ONE).find(MessageId("s1"))?.isRead)
        assertEquals(1, asked.session.conversation(ONE).unreadCount)

        // A list from before the service heard of it.
        val stale = machine.hear(asked.session, change(listed(ONE, said(1), said(2), said(4), unread = 3)))
        assertEquals(true, stale.session.conversation(ONE).find(MessageId("s1"))?.isRead)
        assertEquals(2, stale.session.conversation(ONE).unreadCount)

        val done = machine.hear(stale.session, LinkEvent.Answered(asked.asks.single().id, ConversationAnswer.Done))
        assertEquals(listOf(CallId(77)), done.completed.map { it.call })
        val again = machine.step(done.session, wish(ConversationWish.Read(ONE, listOf(MessageId("s1"))), call = 78))
        assertEquals(emptyList(), again.commands)
        assertEquals(listOf(CallId(78)), again.completed.map { it.call })
    }

    @Test
    fun what_the_service_does_not_take_as_read_shows_as_before() {
        val asked = machine.step(live, wish(ConversationWish.Read(ONE, null)))
        assertEquals(0, asked.session.conversation(ONE).unreadCount)
        val refused = machine.hear(asked.session, LinkEvent.AskRefused(asked.asks.single().id, Samples.PERMANENT))
        assertEquals(2, refused.session.conversation(ONE).unreadCount)
        assertTrue(refused.session.conversation(ONE).messages.all { it.isRead == false })
        assertEquals(listOf(CallId(77)), refused.failed.map { it.call })
    }

    @Test
    fun what_was_read_on_another_device_shows_as_read() {
        val step = machine.hear(live, change(listed(ONE, said(1).toBuilder().read(true).build(), said(2), unread = 1)))
        assertEquals("s1", step.events.filterIsInstance<MessagingEvent.MessageUpdated>().single().message.serverId)
        assertEquals(1, step.session.conversation(ONE).unreadCount)
    }

    @Test
    fun the_valid_of_several_participants_are_invited_and_the_rest_is_named() {
        val addresses = listOf("ann@example.org", "nobody@example.org", "BOB@example.org", "team@example.org", "")
        val looked = machine.step(live, wish(ConversationWish.Add(ONE, addresses)))
        assertEquals(ConversationQuestion.FetchParticipants(ONE), looked.asks.single().question)
        val there = ConversationAnswer.Participants(listOf(person("bob@example.org")))
        val asked = machine.hear(looked.session, LinkEvent.Answered(looked.asks.single().id, there))
        val wanted = listOf("ann@example.org", "nobody@example.org", "team@example.org")
        assertEquals(ConversationQuestion.ValidateAddresses(wanted), asked.asks.single().question)
        val validations = listOf(
            AddressValidation("ann@example.org", listOf(person("ann@example.org"))),
            AddressValidation("team@example.org", listOf(person("a@example.org"), person("b@example.org"))),
        )
        val valid = machine.hear(asked.session, LinkEvent.Answered(asked.asks.single().id, ConversationAnswer.Validated(validations)))
        assertEquals(ConversationQuestion.AddParticipants(ONE, listOf("ann@example.org")), valid.asks.single().question)

        val invited = ConversationAnswer.Added(ParticipantsAdded(listOf(person("ann@example.org")), emptyList(), emptyList()))
        val done = machine.hear(valid.session, LinkEvent.Answered(valid.asks.single().id, invited))
        val outcome = assertIs<ParticipantsAdded>(done.completed.single().value)
        assertEquals(listOf<String?>("ann@example.org"), outcome.added.map { it.address })
        assertEquals(listOf("BOB@example.org"), outcome.alreadyPresent)
        assertEquals(listOf("", "nobody@example.org", "team@example.org"), outcome.rejected.map { it.address })
        assertTrue(done.session.conversation(ONE).participants.any { it.address == "ann@example.org" })
    }

    @Test
    fun who_has_just_left_is_invited_again_although_our_list_still_has_them() {
        val looked = machine.step(live, wish(ConversationWish.Add(ONE, listOf("bob@example.org"))))
        assertEquals(emptyList(), looked.completed)
        val gone = ConversationAnswer.Participants(listOf(person("carol@example.org")))
        val asked = machine.hear(looked.session, LinkEvent.Answered(looked.asks.single().id, gone))
        assertEquals(ConversationQuestion.ValidateAddresses(listOf("bob@example.org")), asked.asks.single().question)
        val valid = ConversationAnswer.Validated(listOf(AddressValidation("bob@example.org", listOf(person("bob@example.org")))))
        val adding = machine.hear(asked.session, LinkEvent.Answered(asked.asks.single().id, valid))
        assertEquals(ConversationQuestion.AddParticipants(ONE, listOf("bob@example.org")), adding.asks.single().question)
        val answer = ConversationAnswer.Added(ParticipantsAdded(listOf(person("bob@example.org")), emptyList(), emptyList()))
        val done = machine.hear(adding.session, LinkEvent.Answered(adding.asks.single().id, answer))
        val outcome = assertIs<ParticipantsAdded>(done.completed.single().value)
        assertEquals(listOf<String?>("bob@example.org"), outcome.added.map { it.address })
    }

    @Test
    fun who_is_still_there_is_not_invited_twice_and_nor_under_another_name() {
        val looked = machine.step(live, wish(ConversationWish.Add(ONE, listOf("bob@example.org"))))
        val there = ConversationAnswer.Participants(listOf(person("bob@example.org")))
        val done = machine.hear(looked.session, LinkEvent.Answered(looked.asks.single().id, there))
        assertEquals(listOf("bob@example.org"), assertIs<ParticipantsAdded>(done.completed.single().value).alreadyPresent)

        val asked = machine.step(live, wish(ConversationWish.Add(ONE, listOf("bobby@example.org"))))
        val alias = ConversationAnswer.Validated(listOf(AddressValidation("bobby@example.org", listOf(person("bob@example.org")))))
        val doubt = machine.hear(asked.session, LinkEvent.Answered(asked.asks.single().id, alias))
        assertEquals(ConversationQuestion.FetchParticipants(ONE), doubt.asks.single().question)
        val present = machine.hear(doubt.session, LinkEvent.Answered(doubt.asks.single().id, there))
        assertEquals(listOf("bob@example.org"), assertIs<ParticipantsAdded>(present.completed.single().value).alreadyPresent)
        val gone = machine.hear(doubt.session, LinkEvent.Answered(doubt.asks.single().id, ConversationAnswer.Participants(emptyList())))
        assertEquals(ConversationQuestion.AddParticipants(ONE, listOf("bob@example.org")), gone.asks.single().question)
    }

    @Test
    fun a_draft_takes_participants_without_a_connection() {
        val offline = machine.drafted(Session(conversations = Session().conversations.remove(ConversationId.MAIN)))
        val step = machine.step(offline, wish(ConversationWish.Add(LOCAL, listOf("ann@example.org"))))
        assertEquals(
            listOf<String?>("ann@example.org"),
            assertIs<ParticipantsAdded>(step.completed.single().value).added.map {
                it.address
            },
        )
        assertEquals(
            listOf("bob@example.org", "ann@example.org"),
            step.effects.filterIsInstance<SessionEffect.SaveConversation>().single().record.opening?.participantAddresses,
        )
        val removed = machine.step(step.session, wish(ConversationWish.Remove(LOCAL, listOf("BOB@example.org"))))
        assertEquals(listOf<String?>("ann@example.org"), removed.session.conversation(LOCAL).participants.map { it.address })
    }

    @Test
    fun what_is_found_is_not_listed() {
        val asked = machine.step(live, wish(ConversationWish.Search(ConversationQuery("x"))))
        val found = ConversationAnswer.Found(listOf(listed(ConversationId("c9"), said(1), active = false), listed(ONE, said(1))))
        val step = machine.hear(asked.session, LinkEvent.Answered(asked.asks.single().id, found))
        val value = assertIs<List<*>>(step.completed.single().value).map { assertIs<Conversation>(it) }
        assertEquals(listOf("c9", "c1"), value.map { it.id.value })
        assertFalse(ConversationId("c9") in step.session.conversations)
    }

    @Test
    fun who_composes_shows_until_they_stop_write_or_say_nothing_more() {
        val typing = machine.hear(live, LinkEvent.Typing(ONE, true, 60_000, ManySamples.BOB))
        val timer = SessionEffect.StartTimer(TimerKey.Composing(ONE, "bob@example.org"), 60_000)
        assertTrue(timer in typing.effects)
        assertEquals(listOf(ManySamples.BOB), machine.conversations(typing.session).single { it.id == ONE }.composing)

        val again = machine.hear(typing.session, LinkEvent.Typing(ONE, true, 60_000, ManySamples.BOB))
        assertEquals(
            listOf(SessionEffect.CancelTimer(timer.key), timer),
            again.effects.filter {
                it is SessionEffect.StartTimer ||
                    it is SessionEffect.CancelTimer
            },
        )

        val ends = listOf(
            machine.hear(again.session, LinkEvent.Typing(ONE, false, 0, ManySamples.BOB)),
            machine.hear(again.session, change(listed(ONE, said(1), said(2), said(4)))),
            machine.step(again.session, SessionInput.LinkFailed(Samples.LINK, Samples.TRANSIENT, 0.0, NOW)),
            machine.step(again.session, SessionInput.TimerFired(timer.key, 0.0, NOW)),
        )
        ends.forEachIndexed { number, end -> assertEquals(emptyList(), end.session.conversation(ONE).composing, "end $number") }
        ends.take(3).forEach { assertTrue(SessionEffect.CancelTimer(timer.key) in it.effects) }
        // One's own typing on another device is no news.
        assertEquals(
            emptyList(),
            machine.hear(live, LinkEvent.Typing(ONE, true, 60_000, ManySamples.SELF)).session.conversation(ONE).composing,
        )
    }

    @Test
    fun the_guests_typing_is_told_for_each_conversation_and_taken_back() {
        val typed = machine.step(live, SessionInput.IndicateTyping(CallId(1), ONE, NOW))
        assertEquals(1, typed.commands.size)
        val other = machine.step(typed.session, SessionInput.IndicateTyping(CallId(2), TWO, NOW))
        assertEquals(1, other.commands.size)
        assertEquals(emptyList(), machine.step(other.session, SessionInput.IndicateTyping(CallId(3), ONE, NOW)).commands)
        val stopped = machine.step(other.session, SessionInput.IndicateTyping(CallId(4), ONE, NOW, typing = false))
        assertEquals(1, stopped.commands.size)
        assertEquals(emptyList(), machine.step(stopped.session, SessionInput.IndicateTyping(CallId(5), ONE, NOW, typing = false)).commands)
        val draft = machine.drafted(live)
        assertEquals(emptyList(), machine.step(draft, SessionInput.IndicateTyping(CallId(6), LOCAL, NOW)).commands)
        // A message that leaves ends the typing by itself.
        val sent = machine.sent(other.session, 1, TWO)
        assertEquals(emptyList(), machine.step(sent.session, SessionInput.IndicateTyping(CallId(7), TWO, NOW, typing = false)).commands)
    }

    @Test
    fun a_service_with_one_conversation_knows_none_of_this() {
        val single = Samples.machine()
        val wishes = listOf(
            ConversationWish.Create(LOCAL, NewConversation.EMPTY),
            ConversationWish.Validate(listOf("x")),
            ConversationWish.Read(ConversationId.MAIN, null),
        )
        wishes.forEach { assertEquals(ErrorCode.UNSUPPORTED, single.step(Samples.live(), wish(it)).failed.single().code, "$it") }
        val other = single.step(Samples.live(), ManySamples.send(1, ONE))
        assertEquals(ErrorCode.CONVERSATION_NOT_FOUND, other.failed.single().code)
        val leave = single.step(Samples.live(), wish(ConversationWish.Leave(ConversationId.MAIN)))
        assertEquals(1, leave.commands.size)
    }

    @Test
    fun an_own_message_is_not_marked_as_read() {
        val step = machine.hear(live, change(listed(ONE, said(1), said(2), own(4, "mine"))))
        val asked = machine.step(step.session, wish(ConversationWish.Read(ONE, listOf(MessageId("s4")))))
        assertEquals(emptyList(), asked.commands)
    }
}
