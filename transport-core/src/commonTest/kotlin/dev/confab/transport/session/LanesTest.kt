package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.session.ManySamples.LOCAL
import dev.confab.transport.session.ManySamples.ONE
import dev.confab.transport.session.ManySamples.TWO
import dev.confab.transport.session.ManySamples.commands
import dev.confab.transport.session.ManySamples.completed
import dev.confab.transport.session.ManySamples.drafted
import dev.confab.transport.session.ManySamples.failed
import dev.confab.transport.session.ManySamples.hear
import dev.confab.transport.session.ManySamples.list
import dev.confab.transport.session.ManySamples.listed
import dev.confab.transport.session.ManySamples.own
import dev.confab.transport.session.ManySamples.relinked
import dev.confab.transport.session.ManySamples.said
import dev.confab.transport.session.ManySamples.sends
import dev.confab.transport.session.ManySamples.sent
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.plus
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** The outbox with several conversations. */
class LanesTest {
    private val machine = ManySamples.machine()
    private val live = ManySamples.live(machine, listed(ONE, said(1)), listed(TWO, said(2)))

    @Test
    fun conversations_do_not_wait_for_each_other_and_each_keeps_its_order() {
        val first = machine.sent(live, 1, ONE)
        val second = machine.sent(first.session, 2, ONE)
        val other = machine.sent(second.session, 3, TWO)
        assertEquals(listOf("m1", "m3"), (first.sends + second.sends + other.sends).map { it.messageId.value })
        val proved = machine.hear(other.session, LinkEvent.MessageArrived(ONE, own(4, "text 1"), MessageId("m1")))
        assertEquals(listOf("m2"), proved.sends.map { it.messageId.value })
    }

    @Test
    fun a_refusal_holds_up_its_conversation_alone() {
        val both = machine.sent(machine.sent(live, 1, ONE).session, 2, TWO)
        val refused = machine.hear(both.session, LinkEvent.Refused(MessageId("m1"), 1, Samples.TOO_LONG))
        assertEquals(listOf(CallId(1_001) to ErrorCode.MESSAGE_TOO_LONG), refused.failed.map { it.call to it.code })
        assertEquals(listOf(MessageId("m2")), refused.session.outbox.inFlight.map { it.messageId })
    }

    @Test
    fun a_refusal_that_names_no_message_blames_none_of_several() {
        val both = machine.sent(machine.sent(live, 1, ONE).session, 2, TWO)
        val refused = machine.hear(both.session, LinkEvent.Refused(null, Samples.TOO_LONG))
        assertEquals(2, refused.session.outbox.inFlight.size)
        assertEquals(emptyList(), refused.failed)
    }

    @Test
    fun REL9_the_pace_is_that_of_the_session() {
        val paced = ManySamples.machine(SessionPolicies(rate = RatePolicy(500, 5_000, 30_000)))
        val both = paced.sent(paced.sent(ManySamples.live(paced, listed(ONE, said(1)), listed(TWO, said(2))), 1, ONE).session, 2, TWO)
        assertEquals(emptyList(), both.sends)
        val due = paced.step(both.session, SessionInput.TimerFired(TimerKey.Pace, 0.0, NOW.plus(500)))
        assertEquals(listOf(TWO), due.sends.map { it.conversation })
    }

    @Test
    fun one_that_waits_long_holds_up_no_other() {
        val paced = ManySamples.machine(SessionPolicies(rate = RatePolicy(500, 5_000, 30_000)))
        val one = paced.sent(ManySamples.live(paced, listed(ONE, said(1)), listed(TWO, said(2))), 1, ONE).session
        // Asked to come back in three seconds.
        val refused = paced.hear(one, LinkEvent.Refused(MessageId("m1"), 1, Samples.TOO_FAST))
        val delays = { step: Step ->
            step.effects.filterIsInstance<SessionEffect.StartTimer>().filter { it.key == TimerKey.Pace }.map { it.delayMillis }
        }
        assertEquals(listOf(3_000L), delays(refused))
        val other = paced.sent(refused.session, 2, TWO)
        assertEquals(listOf(500L), delays(other))
        assertTrue(SessionEffect.CancelTimer(TimerKey.Pace) in other.effects)
        val due = paced.step(other.session, SessionInput.TimerFired(TimerKey.Pace, 0.0, NOW.plus(500)))
        assertEquals(listOf(TWO), due.sends.map { it.conversation })
    }

    @Test
    fun REL8_how_much_waits_is_bounded_for_all_together() {
        val small = ManySamples.machine(SessionPolicies(outbox = OutboxPolicy(2, 1_000, 20_000), rate = RatePolicy(0, 5_000, 30_000)))
        val listed = ManySamples.live(small, listed(ONE, said(1)), listed(TWO, said(2)))
        val full = small.sent(small.sent(listed, 1, ONE).session, 2, TWO).session
        val third = small.step(full, SessionInput.Send(CallId(3), TWO, MessageId("m3"), Draft("x"), true, NOW))
        assertEquals(ErrorCode.OUTBOX_FULL, third.failed.single().code)
    }

    @Test
    fun REL4_each_conversation_settles_its_own_doubts() {
        val both = machine.sent(machine.sent(live, 1, ONE, "same").session, 2, TWO, "same").session
        val again = machine.relinked(both)
        // Arrived in one of them, with the same words as in the other.
        val step = machine.hear(again, list(listed(ONE, said(1)), listed(TWO, said(2), own(3, "same"))))
        assertEquals(listOf(CallId(1_002)), step.completed.map { it.call })
        val message = step.session.conversation(TWO).find(MessageId("m2"))
        assertEquals(MessageStatus.Sent, message?.status)
        assertEquals(emptyList(), step.sends, "the other one is looked for a second time before it is sent again")
        val lag = step.effects.filterIsInstance<SessionEffect.StartTimer>().single { it.key is TimerKey.History }
        assertEquals(TimerKey.History(step.session.link, ONE), lag.key)
    }

    @Test
    fun of_a_conversation_that_has_not_begun_one_message_leaves() {
        val first = machine.sent(machine.drafted(live), 1, LOCAL)
        val second = machine.sent(first.session, 2, LOCAL)
        assertEquals(listOf(listOf("bob@example.org")), (first.sends + second.sends).map { it.opening?.participantAddresses })
        val opened = machine.hear(second.session, LinkEvent.ConversationOpened(LOCAL, ConversationId("c3")))
        assertEquals(emptyList(), opened.commands)
        val proved = machine.hear(
            opened.session,
            LinkEvent.MessageArrived(ConversationId("c3"), own(5, "text 1"), MessageId("m1")),
        )
        val next = proved.sends.single()
        assertEquals("c3" to null, next.conversation.value to next.opening)
        assertEquals("s5", proved.session.conversation(LOCAL).find(MessageId("m1"))?.serverId)
    }
}
