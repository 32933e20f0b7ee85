package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.session.OutboxEntry.Stage
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.entry
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.plus
import dev.confab.transport.session.Samples.proof
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.Samples.send
import dev.confab.transport.session.Samples.withOutbox
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.RemoveOutbox
import dev.confab.transport.session.SessionEffect.SaveOutbox
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.store.CursorRecord
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class OutboxRulesTest {
    private val machine = Samples.machine()

    @Test
    fun a_message_is_stored_before_it_is_sent() {
        val accepted = machine.step(live(), send(1))
        assertEquals(listOf("m1"), accepted.effects.filterIsInstance<SaveOutbox>().map { it.record.messageId.value })
        assertEquals(emptyList(), submitted(accepted))
        assertEquals(MessageStatus.Sending, statusOf(accepted.session, 1))

        val saved = machine.step(accepted.session, SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW))
        assertEquals(listOf("m1"), submitted(saved))
    }

    @Test
    fun an_id_that_another_message_has_is_refused() {
        val first = machine.step(live(), send(1))
        val again = machine.step(first.session, send(1))
        assertEquals(ErrorCode.INVALID_ARGUMENT, again.effects.filterIsInstance<FailCall>().single().code)
        assertEquals(first.session, again.session)

        val proved = machine.step(live().withOutbox(entry(1, Stage.IN_FLIGHT)), received(proof(1)))
        assertEquals(ErrorCode.INVALID_ARGUMENT, machine.step(proved.session, send(1)).effects.filterIsInstance<FailCall>().single().code)
    }

    @Test
    fun the_echo_is_the_proof_and_frees_the_next() {
        val two = live().withOutbox(entry(1, Stage.IN_FLIGHT), entry(2, Stage.QUEUED))
        val step = Samples.machine(unpaced()).step(two, received(proof(1)))

        assertEquals(MessageStatus.Sent, statusOf(step.session, 1))
        assertEquals("s1", messageOf(step.session, 1)?.serverId)
        assertEquals(CursorRecord(ConversationId.MAIN, "s1", NOW.epochMillis + 1), removed(step, 1)?.cursor)
        assertTrue(CancelTimer(TimerKey.Proof(MessageId("m1"), Samples.LINK)) in step.effects)
        assertEquals(CallId(1_001), step.effects.filterIsInstance<CompleteCall>().single().call)
        assertEquals(listOf("m2"), submitted(step))
    }

    @Test
    fun only_one_message_is_in_flight() {
        val one = live().withOutbox(entry(1, Stage.IN_FLIGHT), entry(2, Stage.STORING))
        val step = machine.step(one, SessionInput.OutboxSaved(MessageId("m2"), Draft("text 2"), NOW))
        assertEquals(emptyList(), submitted(step))
        assertEquals(Stage.QUEUED, step.session.outbox[MessageId("m2")]?.stage)
    }

    @Test
    fun a_message_that_is_still_being_stored_holds_back_the_ones_behind_it() {
        val session = live().withOutbox(entry(1, Stage.STORING), entry(2, Stage.STORING))
        val step = machine.step(session, SessionInput.OutboxSaved(MessageId("m2"), Draft("text 2"), NOW))
        assertEquals(emptyList(), submitted(step))
    }

    @Test
    fun REL9_messages_keep_their_distance() {
        val policies = SessionPolicies(rate = RatePolicy(500, 5_000, 30_000))
        val paced = Samples.machine(policies)
        val first = paced.step(
            live().withOutbox(entry(1, Stage.STORING), entry(2, Stage.QUEUED)),
            SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW),
        )
        assertEquals(listOf("m1"), submitted(first))

        val early = paced.step(first.session, received(proof(1), NOW.plus(100)))
        assertEquals(emptyList(), submitted(early))
        assertTrue(StartTimer(TimerKey.Pace, 500) in early.effects)

        val due = paced.step(early.session, SessionInput.TimerFired(TimerKey.Pace, 0.5, NOW.plus(600)))
        assertEquals(listOf("m2"), submitted(due))
    }

    @Test
    fun REL9_a_refusal_for_the_rate_sends_the_same_message_again_when_the_service_allows() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val refused = machine.step(session, received(LinkEvent.Refused(MessageId("m1"), Samples.TOO_FAST)))
        assertEquals(MessageStatus.Sending, statusOf(refused.session, 1))
        assertTrue(StartTimer(TimerKey.Pace, 3_000) in refused.effects)

        val later = machine.step(refused.session, SessionInput.TimerFired(TimerKey.Pace, 0.5, NOW.plus(3_000)))
        assertEquals(listOf("m1"), submitted(later))
    }

    @Test
    fun REL1_a_message_that_is_refused_each_time_is_tried_less_and_less_often_and_then_given_up() {
        val unpaced = Samples.machine(unpaced())
        val failure = TransportFailure(ErrorCode.UNEXPECTED_ERROR, "Something broke.")
        var session = live().withOutbox(entry(1, Stage.IN_FLIGHT), entry(2, Stage.QUEUED))
        var now = NOW
        val waits = (1..4).map { attempt ->
            val refused = unpaced.step(session, received(LinkEvent.Refused(MessageId("m1"), attempt - 1, failure), now))
            val wait = refused.effects.filterIsInstance<StartTimer>().single().delayMillis
            now = now.plus(wait)
            val again = unpaced.step(refused.session, SessionInput.TimerFired(TimerKey.Pace, 0.5, now))
            assertEquals(listOf("m1"), submitted(again))
            session = again.session
            wait
        }
        assertEquals(listOf(1_000L, 2_000L, 4_000L, 8_000L), waits)

        val given = unpaced.step(session, received(LinkEvent.Refused(MessageId("m1"), 4, failure), now))
        assertEquals(ErrorCode.UNEXPECTED_ERROR, assertIs<MessageStatus.Wedged>(statusOf(given.session, 1)).code)
        assertEquals(ErrorCode.UNEXPECTED_ERROR, failure(given).code)
        assertEquals(listOf("m2"), submitted(given))
    }

    @Test
    fun a_service_that_is_asked_too_often_does_not_have_a_message_given_up() {
        val unpaced = Samples.machine(unpaced())
        var session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        var now = NOW
        repeat(20) { attempt ->
            val refused = unpaced.step(session, received(LinkEvent.Refused(MessageId("m1"), attempt, Samples.TOO_FAST), now))
            now = now.plus(3_000)
            session = unpaced.step(refused.session, SessionInput.TimerFired(TimerKey.Pace, 0.5, now)).session
        }
        assertEquals(MessageStatus.Sending, statusOf(session, 1))
    }

    @Test
    fun a_second_copy_of_a_refusal_changes_nothing() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val refused = machine.step(session, received(LinkEvent.Refused(MessageId("m1"), 0, Samples.TOO_FAST))).session
        val changed = machine.step(refused, SessionInput.Retry(CallId(9), MessageId("m1"), Draft("changed"), NOW)).session
        val copy = machine.step(changed, received(LinkEvent.Refused(MessageId("m1"), 0, Samples.TOO_FAST)))
        assertEquals(Stage.STORING, copy.session.outbox[MessageId("m1")]?.stage)
        assertEquals(emptyList(), copy.effects)
    }

    @Test
    fun a_refusal_for_good_wedges_the_message_and_lets_the_next_go() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT), entry(2, Stage.QUEUED))
        val step = machine.step(session, received(LinkEvent.Refused(MessageId("m1"), Samples.TOO_LONG)))
        val status = assertIs<MessageStatus.Wedged>(statusOf(step.session, 1))
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, status.code)
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, failure(step).code)
        assertEquals(listOf("m2"), submitted(step))
    }

    @Test
    fun a_refusal_that_names_no_request_concerns_the_message_in_flight() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT), entry(2, Stage.QUEUED))
        val step = machine.step(session, received(LinkEvent.Refused(null, Samples.TOO_LONG)))
        assertIs<MessageStatus.Wedged>(statusOf(step.session, 1))
    }

    @Test
    fun a_lost_link_puts_the_message_in_flight_back_and_the_next_link_sends_it_again() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT), entry(2, Stage.QUEUED))
        val lost = machine.step(session, SessionInput.LinkFailed(Samples.LINK, Samples.TRANSIENT, 0.5, NOW))
        assertEquals(Stage.QUEUED, lost.session.outbox[MessageId("m1")]?.stage)
        assertTrue(CancelTimer(TimerKey.Proof(MessageId("m1"), Samples.LINK)) in lost.effects)

        val opening = machine.step(lost.session, SessionInput.TimerFired(TimerKey.Reconnect(2), 0.5, NOW.plus(200)))
        val again = machine.step(opening.session, SessionInput.LinkOpened(2, Samples.info(), NOW.plus(300)))
        assertEquals(listOf("m1"), submitted(again))
    }

    @Test
    fun an_echo_that_comes_over_the_next_link_is_still_a_proof() {
        val session = live().withOutbox(entry(1, Stage.QUEUED))
        val step = machine.step(session, received(proof(1)))
        assertEquals(MessageStatus.Sent, statusOf(step.session, 1))
        assertNull(step.session.outbox[MessageId("m1")])
    }

    @Test
    fun a_cancelled_call_takes_back_a_message_that_is_queued() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT), entry(2, Stage.QUEUED))
        val step = machine.step(session, SessionInput.CancelCall(CallId(1_002), NOW))
        assertEquals(MessageStatus.Cancelled, statusOf(step.session, 2))
        assertTrue(RemoveOutbox(MessageId("m2")) in step.effects)
    }

    @Test
    fun a_cancelled_call_does_not_take_back_a_message_in_flight() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val step = machine.step(session, SessionInput.CancelCall(CallId(1_001), NOW))
        assertEquals(MessageStatus.Sending, statusOf(step.session, 1))
        assertNotNull(step.session.outbox[MessageId("m1")])

        val proved = machine.step(step.session, received(proof(1)))
        assertEquals(MessageStatus.Sent, statusOf(proved.session, 1))
    }

    @Test
    fun REL11_a_full_outbox_lets_the_sender_wait_and_admits_it_when_there_is_room() {
        val small = Samples.machine(SessionPolicies(rate = RatePolicy(0, 0, 0), outbox = OutboxPolicy(1, 1 shl 20, 20_000)))
        val full = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val waiting = small.step(full, send(2))
        assertEquals(Stage.WAITING, waiting.session.outbox[MessageId("m2")]?.stage)
        assertNull(messageOf(waiting.session, 2))
        assertEquals(emptyList(), waiting.effects)

        val admitted = small.step(waiting.session, received(proof(1)))
        assertEquals(Stage.STORING, admitted.session.outbox[MessageId("m2")]?.stage)
        assertEquals(MessageStatus.Sending, statusOf(admitted.session, 2))
    }

    @Test
    fun REL11_the_outbox_is_bounded_in_bytes_too_but_takes_one_message_of_any_size() {
        val small = Samples.machine(SessionPolicies(outbox = OutboxPolicy(100, 10, 20_000)))
        val first = small.step(live(), send(1, text = "much longer than ten bytes"))
        assertEquals(Stage.STORING, first.session.outbox[MessageId("m1")]?.stage)
        val second = small.step(first.session, send(2, text = "x"))
        assertEquals(Stage.WAITING, second.session.outbox[MessageId("m2")]?.stage)
    }

    @Test
    fun REL11_a_send_that_must_fit_is_refused_when_the_outbox_is_full() {
        val small = Samples.machine(SessionPolicies(outbox = OutboxPolicy(1, 1 shl 20, 20_000)))
        val step = small.step(live().withOutbox(entry(1, Stage.IN_FLIGHT)), send(2, mustFit = true))
        assertEquals(ErrorCode.OUTBOX_FULL, failure(step).code)
        assertNull(step.session.outbox[MessageId("m2")])
    }

    @Test
    fun bad_input_is_refused_before_anything_is_sent() {
        val empty = machine.step(live(), send(1, text = ""))
        assertEquals(ErrorCode.INVALID_ARGUMENT, failure(empty).code)

        // The service counts bytes of UTF-8: 2 049 times two bytes is too much, although it is fewer characters than the limit.
        val long = machine.step(live(), send(1, text = "ä".repeat(2_049)))
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, failure(long).code)
        assertTrue("4098" in failure(long).message && "4096" in failure(long).message, failure(long).message)
        assertEquals(listOf("m1"), saved(machine.step(live(), send(1, text = "ä".repeat(2_048)))))

        val attributes = Draft("x", mapOf("key" to "v".repeat(2_046)))
        val heavy = machine.step(live(), SessionInput.Send(CallId(5), ConversationId.MAIN, MessageId("m1"), attributes, false, NOW))
        assertEquals(ErrorCode.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE, failure(heavy).code)
    }

    @Test
    fun without_a_session_sending_is_refused_and_says_what_to_do() {
        val step = machine.step(Session(), send(1))
        assertEquals(ErrorCode.NOT_CONNECTED, failure(step).code)
        assertTrue("connect()" in failure(step).message)
    }

    @Test
    fun while_the_connection_is_away_messages_are_accepted() {
        val waiting = Session(sessionKey = "key", phase = Phase.Waiting(1, true, 0))
        val step = machine.step(waiting, send(1))
        assertEquals(listOf("m1"), saved(step))
        assertEquals(emptyList(), submitted(machine.step(step.session, SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW))))
    }

    @Test
    fun a_message_that_cannot_be_stored_is_not_sent_and_the_caller_learns_why() {
        val session = live().withOutbox(entry(1, Stage.STORING))
        val step = machine.step(session, SessionInput.StoreFailed(MessageId("m1"), "the disk is full", false, NOW))
        assertEquals(ErrorCode.STORE_FAILURE, failure(step).code)
        assertTrue("the disk is full" in failure(step).message)
        assertEquals(emptyList(), submitted(step))
    }

    @Test
    fun what_was_changed_while_it_was_stored_goes_out_only_when_the_change_is_stored() {
        val session = live().withOutbox(entry(1, Stage.STORING))
        val changed = machine.step(session, SessionInput.Retry(CallId(9), MessageId("m1"), Draft("changed"), NOW)).session
        val first = machine.step(changed, SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW))
        assertEquals(emptyList(), submitted(first), "the store holds the old text yet")
        assertEquals(listOf("m1"), submitted(machine.step(first.session, SessionInput.OutboxSaved(MessageId("m1"), Draft("changed"), NOW))))
    }

    @Test
    fun a_message_that_was_given_up_is_sent_when_its_proof_comes_after_all() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val wedged = machine.step(session, received(LinkEvent.Refused(null, Samples.TOO_LONG))).session
        val proved = machine.step(wedged, received(proof(1)))
        assertEquals(MessageStatus.Sent, statusOf(proved.session, 1))
        assertEquals(1, proved.session.conversation(ConversationId.MAIN).messages.size, "not shown a second time")
        assertTrue(removed(proved, 1) != null)
        assertEquals(null, proved.session.outbox.wedged(MessageId("m1")))
    }

    @Test
    fun the_draft_is_cleared_by_the_proof_of_the_message_that_was_made_of_it() {
        val typed = live().copy(draft = Draft("text 1")).withOutbox(entry(1, Stage.IN_FLIGHT))
        assertEquals(Draft.EMPTY, machine.step(typed, received(proof(1))).session.draft)

        val goneOn = live().copy(draft = Draft("text 1 and more")).withOutbox(entry(1, Stage.IN_FLIGHT))
        assertEquals(Draft("text 1 and more"), machine.step(goneOn, received(proof(1))).session.draft)
    }

    @Test
    fun REL11_what_was_given_up_and_is_kept_is_bounded_too() {
        val small = Samples.machine(SessionPolicies(outbox = OutboxPolicy(1, 1 shl 20, 20_000)))
        val sent = small.step(small.step(live(), send(1)).session, SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW)).session
        val wedged = small.step(sent, received(LinkEvent.Refused(MessageId("m1"), 1, Samples.TOO_LONG))).session
        val refused = small.step(wedged, send(2))
        assertEquals(ErrorCode.OUTBOX_FULL, assertIs<FailCall>(refused.effects.single()).code)
        val looked = small.step(wedged, SessionInput.Discard(CallId(9), MessageId("m1"), NOW)).session
        assertTrue(small.step(looked, send(2)).effects.none { it is FailCall })
    }

    private fun unpaced() = SessionPolicies(rate = RatePolicy(0, 5_000, 30_000))

    private fun submitted(step: Step): List<String> =
        step.effects.filterIsInstance<Submit>().mapNotNull { (it.command as? LinkCommand.SendMessage)?.messageId?.value }

    private fun saved(step: Step): List<String> = step.effects.filterIsInstance<SaveOutbox>().map { it.record.messageId.value }

    private fun removed(step: Step, number: Int): RemoveOutbox? =
        step.effects.filterIsInstance<RemoveOutbox>().singleOrNull { it.messageId == MessageId("m$number") }

    private fun failure(step: Step): FailCall = step.effects.filterIsInstance<FailCall>().single()

    private fun messageOf(session: Session, number: Int) = session.conversation(ConversationId.MAIN).find(MessageId("m$number"))

    private fun statusOf(session: Session, number: Int) = messageOf(session, number)?.status
}
