package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.CustomAttributes.Status
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.info
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.OpenLink
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.session.SessionEffect.Submit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class AttributeRulesTest {
    private val machine = Samples.machine(SessionPolicies(rate = dev.confab.transport.policy.RatePolicy(0, 5_000, 30_000)))
    private val gold = mapOf("tier" to "gold")

    @Test
    fun they_go_with_the_next_message_and_are_sent_when_it_is_proved() {
        val set = machine.step(live(), set(gold))
        assertEquals(CustomAttributes(gold, Status.PENDING), set.effects.filterIsInstance<CompleteCall>().single().value)
        assertEquals(gold, set.effects.filterIsInstance<SaveSession>().single().record.customAttributes)
        val left = sent(set.session, 1)
        assertEquals(gold, carried(left))
        assertEquals(Status.SENDING, left.session.attributes.status)
        val proved = machine.step(left.session, received(Samples.proof(1))).session
        assertEquals(Status.SENT, proved.attributes.status)
        assertEquals(emptyMap(), carried(sent(proved, 2)))
    }

    @Test
    fun what_a_draft_carries_itself_wins_and_goes_with_it_only() {
        val session = machine.step(live(), set(mapOf("tier" to "gold", "lang" to "de"))).session
        val send = SessionInput.Send(
            CallId(1),
            Samples.send(1).conversation,
            MessageId("m1"),
            Draft("x", mapOf("tier" to "silver")),
            false,
            NOW,
        )
        val left = machine.step(machine.step(session, send).session, SessionInput.OutboxSaved(MessageId("m1"), send.draft, NOW))
        assertEquals(mapOf("tier" to "silver", "lang" to "de"), carried(left))
        assertEquals(mapOf("tier" to "gold", "lang" to "de"), left.session.attributes.values)
    }

    @Test
    fun adding_keeps_what_was_there_and_makes_all_of_it_due_again() {
        val sent = live().copy(attributes = AttributeState(gold, Status.SENT, null))
        assertEquals(Status.SENT, machine.step(sent, add(gold)).session.attributes.status, "nothing new, nothing to send")
        val added = machine.step(sent, add(mapOf("lang" to "de"))).session
        assertEquals(AttributeState(gold + ("lang" to "de"), Status.PENDING, null), added.attributes)
    }

    @Test
    fun what_changed_after_the_message_left_is_not_proved_by_it() {
        val left = sent(machine.step(live(), set(gold)).session, 1).session
        val changed = machine.step(left, add(mapOf("lang" to "de"))).session
        assertEquals(Status.PENDING, machine.step(changed, received(Samples.proof(1))).session.attributes.status)
    }

    @Test
    fun too_many_bytes_are_refused_with_size_and_limit_and_change_nothing() {
        val before = machine.step(live(), set(gold)).session
        val refused = machine.step(before, add(mapOf("ä" to "ö".repeat(1_020))))
        val failure = refused.effects.filterIsInstance<FailCall>().single()
        assertEquals(ErrorCode.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE, failure.code)
        // "tier" and "gold" are 8, "ä" 2, the value 2040.
        assertTrue("2050" in failure.message && "2048" in failure.message, failure.message)
        assertEquals(gold, refused.session.attributes.values)
    }

    @Test
    fun a_limit_that_comes_later_fails_them_with_an_event() {
        val opening = Session(sessionKey = "key", phase = Phase.Opening(1, false, false, Phase.Stage.CONNECTED, 0), link = 1)
        val set = machine.step(opening, set(gold)).session
        val tight = dev.confab.transport.backend.SessionInfo(
            true,
            true,
            false,
            false,
            Limits(null, 5, null, emptyList(), emptyList()),
            null,
            null,
        )
        val opened = machine.step(set, SessionInput.LinkOpened(1, tight, NOW))
        assertEquals(Status.FAILED, opened.session.attributes.status)
        val told = opened.effects.filterIsInstance<Deliver>().map { it.event }.filterIsInstance<MessagingEvent.Error>().single()
        assertEquals(ErrorCode.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE, told.code)
        assertEquals(emptyMap(), carried(sent(opened.session, 1)))
    }

    @Test
    fun a_refusal_for_their_size_fails_them_and_the_message_that_is_sent_again_leaves_without_them() {
        val left = sent(machine.step(live(), set(gold)).session, 1).session
        val tooLarge = TransportFailure(ErrorCode.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE, "Too large.")
        val refused = machine.step(left, received(LinkEvent.Refused(MessageId("m1"), 1, tooLarge))).session
        assertEquals(Status.FAILED, refused.attributes.status)
        assertIs<MessageStatus.Wedged>(refused.conversation(Samples.send(1).conversation).find(MessageId("m1"))?.status)
        val again = machine.step(refused, SessionInput.Retry(CallId(7), MessageId("m1"), null, NOW)).session
        assertEquals(emptyMap(), carried(machine.step(again, SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW))))
    }

    @Test
    fun another_refusal_keeps_them_for_the_next_message() {
        val left = sent(machine.step(live(), set(gold)).session, 1).session
        val refused = machine.step(left, received(LinkEvent.Refused(MessageId("m1"), 1, Samples.TOO_LONG))).session
        assertEquals(Status.PENDING, refused.attributes.status)
    }

    @Test
    fun after_a_loss_they_are_sent_again_in_full_unless_the_history_proves_them() {
        val left = sent(machine.step(live(), set(gold)).session, 1).session
        val lost = machine.step(left, SessionInput.LinkFailed(1, Samples.TRANSIENT, 0.5, NOW)).session
        assertEquals(Status.PENDING, lost.attributes.status)
        val opening = machine.step(lost, SessionInput.TimerFired(TimerKey.Reconnect(2), 0.5, NOW))
        assertEquals(gold, opening.effects.filterIsInstance<OpenLink>().single().customAttributes)
        val proved = machine.step(left, received(Samples.proof(1))).session
        assertEquals(Status.SENT, proved.attributes.status)
    }

    @Test
    fun the_greeting_of_a_new_conversation_proves_them() {
        val opening = Session(sessionKey = "key", phase = Phase.Opening(1, false, false, Phase.Stage.CONNECTED, 0), link = 1)
        val opened = machine.step(
            machine.step(opening, set(gold)).session,
            SessionInput.LinkOpened(1, info(newSession = true), NOW),
        ).session
        val greeting = machine.step(opened, received(LinkEvent.AttributesGreeted(gold, proved = false, failure = null))).session
        assertEquals(Status.SENDING, greeting.attributes.status)
        val greeted = machine.step(greeting, received(LinkEvent.AttributesGreeted(gold, proved = true, failure = null))).session
        assertEquals(Status.SENT, greeted.attributes.status)
    }

    private fun set(values: Map<String, String>) = SessionInput.SetAttributes(CallId(9), values, replace = true)

    private fun add(values: Map<String, String>) = SessionInput.SetAttributes(CallId(9), values, replace = false)

    private fun sent(session: Session, number: Int): Step = machine.step(
        machine.step(session, Samples.send(number)).session,
        SessionInput.OutboxSaved(MessageId("m$number"), Draft("text $number"), NOW),
    )

    private fun carried(step: Step) =
        assertIs<LinkCommand.SendMessage>(step.effects.filterIsInstance<Submit>().single().command).draft.customAttributes
}
