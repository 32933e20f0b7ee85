package dev.confab.transport.session

import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.RetentionPolicy
import dev.confab.transport.session.OutboxEntry.Stage
import dev.confab.transport.session.Samples.arrived
import dev.confab.transport.session.Samples.entry
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.message
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.Samples.withOutbox
import kotlin.test.Test
import kotlin.test.assertEquals

class ConversationRulesTest {
    private val machine = Samples.machine()

    @Test
    fun REL5_a_message_that_is_here_already_is_not_told_again() {
        val once = machine.step(live(), received(arrived(message("a1", 1))))
        val twice = machine.step(once.session, received(arrived(message("a1", 1))))
        assertEquals(emptyList(), twice.effects)
        assertEquals(1, texts(twice.session).size)
    }

    @Test
    fun REL5_messages_are_ordered_by_the_time_of_the_service() {
        val session = feed(live(), message("c", 3), message("a", 1), message("b", 2))
        assertEquals(listOf("text of a", "text of b", "text of c"), texts(session))
    }

    @Test
    fun equal_times_are_ordered_by_id_so_that_every_client_shows_the_same() {
        assertEquals(texts(feed(live(), message("a", 1), message("b", 1))), texts(feed(live(), message("b", 1), message("a", 1))))
    }

    @Test
    fun a_message_without_proof_stays_at_the_end() {
        val session = feed(live().withOutbox(entry(1, Stage.IN_FLIGHT)), message("a", 1))
        assertEquals(listOf("text of a", "text 1"), texts(session))
    }

    @Test
    fun an_echo_of_another_device_is_a_message_of_the_guest() {
        val other = message("s7", 7, Direction.INBOUND)
        val step = machine.step(live(), received(arrived(other, correlation = "made-elsewhere")))
        val event = step.effects.filterIsInstance<SessionEffect.Deliver>().single().event
        assertEquals(other, (event as MessagingEvent.MessageInserted).message)
    }

    @Test
    fun REL4_a_message_in_doubt_that_arrives_while_the_history_is_read_is_its_own_proof() {
        val doubted = entry(1, Stage.QUEUED).copy(doubt = OutboxEntry.Doubt(null))
        val session = live().copy(phase = Samples.recovering(), wasLive = true).withOutbox(doubted)
        val late = message("s1", 9, Direction.INBOUND, text = "text 1")
        val proved = machine.step(session, received(arrived(late)))
        assertEquals(emptyList(), proved.session.outbox.entries)
        assertEquals(listOf("text 1"), texts(proved.session))
        // The history shows it, too: it is neither sent nor shown again.
        val page = HistoryPage(ConversationId.MAIN, listOf(message("s0", 1), late), null)
        val read = machine.step(proved.session, received(LinkEvent.HistoryArrived(page)))
        assertEquals(1, texts(read.session).count { it == "text 1" })
        assertEquals(emptyList(), read.effects.filterIsInstance<SessionEffect.Submit>())
    }

    @Test
    fun a_message_of_another_device_does_not_prove_the_one_in_flight() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val step = machine.step(session, received(arrived(message("s1", 9, Direction.INBOUND, text = "text 1"))))
        assertEquals(1, step.session.outbox.entries.size)
    }

    @Test
    fun an_agent_cannot_prove_a_message_of_the_guest() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val step = machine.step(session, received(arrived(message("a1", 1, Direction.OUTBOUND), correlation = "m1")))
        assertEquals(Stage.IN_FLIGHT, step.session.outbox.entries.single().stage)
    }

    @Test
    fun REL5_what_comes_in_while_the_history_is_read_is_told_after_what_was_missed() {
        val first = machine.step(live().copy(phase = Samples.recovering()), received(arrived(message("a9", 9))))
        assertEquals(emptyList(), inserted(first))
        assertEquals(listOf("text of a9"), texts(first.session))

        val page = HistoryPage(ConversationId.MAIN, listOf(message("s0", 1), message("a8", 8), message("a9", 9)), null)
        val read = machine.step(first.session, received(LinkEvent.HistoryArrived(page)))
        assertEquals(listOf("s0", "a8", "a9"), inserted(read))
    }

    @Test
    fun REL5_what_waits_for_the_history_waits_for_the_next_link_and_is_told_when_none_follows() {
        val session = feed(live().copy(phase = Samples.recovering()), message("a8", 8), message("a9", 9))
        val cut = machine.step(session, SessionInput.LinkFailed(Samples.LINK, Samples.TRANSIENT, 0.5, Samples.NOW))
        assertEquals(emptyList(), inserted(cut))
        listOf(session, cut.session).forEach {
            assertEquals(listOf("a8", "a9"), inserted(machine.step(it, SessionInput.Close(CallId(7)))))
            assertEquals(listOf("a8", "a9"), inserted(machine.step(it, SessionInput.Disconnect(CallId(7)))))
        }
    }

    @Test
    fun REL11_no_more_than_a_bounded_number_waits_for_the_history() {
        var session = live().copy(phase = Samples.recovering())
        val told = (1..300).flatMap { number ->
            val step = machine.step(session, received(arrived(message("a$number", number.toLong()))))
            session = step.session
            inserted(step)
        }
        assertEquals((1..256).map { "a$it" }, told)
    }

    @Test
    fun with_a_retention_of_nothing_only_what_is_on_its_way_stays() {
        val forgetful = Samples.machine(SessionPolicies(retention = RetentionPolicy(0)))
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val step = forgetful.step(session, received(arrived(message("a1", 1))))
        assertEquals(listOf("a1"), inserted(step))
        assertEquals(listOf("text 1"), texts(step.session))
        assertEquals(emptyList(), forgetful.step(step.session, received(arrived(message("a1", 1)))).effects, "told twice")
        assertEquals(emptyList(), texts(forgetful.step(step.session, received(Samples.proof(1))).session))
    }

    private fun inserted(step: Step): List<String> = step.effects
        .filterIsInstance<SessionEffect.Deliver>()
        .mapNotNull { (it.event as? MessagingEvent.MessageInserted)?.message?.serverId }

    private fun feed(session: Session, vararg messages: Message): Session =
        messages.fold(session) { current, next -> machine.step(current, received(arrived(next))).session }

    private fun texts(session: Session) = session.conversation(ConversationId.MAIN).messages.map { it.text }
}
