package dev.confab.transport.session

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
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
    fun an_agent_cannot_prove_a_message_of_the_guest() {
        val session = live().withOutbox(entry(1, Stage.IN_FLIGHT))
        val step = machine.step(session, received(arrived(message("a1", 1, Direction.OUTBOUND), correlation = "m1")))
        assertEquals(Stage.IN_FLIGHT, step.session.outbox.entries.single().stage)
    }

    private fun feed(session: Session, vararg messages: Message): Session =
        messages.fold(session) { current, next -> machine.step(current, received(arrived(next))).session }

    private fun texts(session: Session) = session.conversation(ConversationId.MAIN).messages.map { it.text }
}
