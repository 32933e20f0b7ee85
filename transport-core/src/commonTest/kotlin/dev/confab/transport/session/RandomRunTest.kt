package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.session.Samples.arrived
import dev.confab.transport.session.Samples.message
import dev.confab.transport.session.Samples.plus
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/**
 * Feeds the machine with long random runs of whatever may happen, in a little world that answers some of its effects, loses others and
 * repeats a few, and checks what must hold after every step.
 */
class RandomRunTest {
    @Test
    fun REL1_no_message_is_lost_or_doubled_in_random_runs() {
        val seed = Random.nextLong()
        repeat(RUNS) { run -> World(seed + run).run() }
    }

    private class World(private val seed: Long) {
        private val random = Random(seed)
        private val machine = Samples.machine(SessionPolicies(outbox = OutboxPolicy(5, 1_000, 20_000)))
        private var session = Session()
        private var now = Samples.NOW
        private val timers = HashSet<TimerKey>()
        private val toSave = ArrayDeque<SessionInput>()
        private val wire = ArrayDeque<LinkCommand.SendMessage>()
        private val open = HashSet<CallId>()
        private var lastCall = 0L
        private var sent = 0
        private val provedOrder = ArrayList<Long>()

        fun run() {
            repeat(STEPS) { step ->
                val input = next() ?: return@repeat
                apply(input, "seed $seed, step $step")
            }
            val order = provedOrder.toList()
            assertEquals(order.sorted(), order, "seed $seed: proofs out of order")
            assertEquals(order.distinct(), order, "seed $seed: a message was proved twice")
        }

        private fun apply(input: SessionInput, where: String) {
            val before = session
            (input as? SessionInput.Command)?.takeIf { it !is SessionInput.CancelCall }?.let { open += it.call }
            val step = machine.step(before, input)
            assertEquals(emptyList(), Invariants.violations(before, input, step), "$where: $input in ${before.phase}")
            session = step.session
            step.effects.forEach { perform(it, where) }
            if (session.phase !is Phase.Disposed) {
                val cancelled = (input as? SessionInput.CancelCall)?.call
                open.remove(cancelled)
                assertEquals(Invariants.openCalls(session), open, "$where: somebody waits whom the session does not know")
            }
        }

        private fun perform(effect: SessionEffect, where: String) {
            when (effect) {
                is SessionEffect.StartTimer -> assertTrue(timers.add(effect.key), "$where: ${effect.key} was started twice")
                is SessionEffect.CancelTimer -> timers.remove(effect.key)
                is SessionEffect.SaveSession -> toSave += SessionInput.SessionSaved(now)
                is SessionEffect.SaveOutbox -> toSave += SessionInput.OutboxSaved(effect.record.messageId, now)
                is SessionEffect.Submit -> (effect.command as? LinkCommand.SendMessage)?.let(wire::add)
                is SessionEffect.OpenLink, is SessionEffect.CloseLink -> wire.clear()
                is SessionEffect.CompleteCall -> assertTrue(open.remove(effect.call), "$where: ${effect.call} completed twice")
                is SessionEffect.FailCall -> assertTrue(open.remove(effect.call), "$where: ${effect.call} failed twice")
                is SessionEffect.Deliver -> noteProof(effect.event)
                is SessionEffect.RemoveOutbox, is SessionEffect.SaveCursor, is SessionEffect.SaveDraft -> Unit
            }
        }

        private fun noteProof(event: MessagingEvent) {
            val message = (event as? MessagingEvent.MessageUpdated)?.message ?: return
            if (message.status == MessageStatus.Sent) provedOrder += message.id.value.removePrefix("m").toLong()
        }

        private fun next(): SessionInput? {
            now = now.plus(random.nextLong(0, 800))
            return when (random.nextInt(24)) {
                0 -> SessionInput.Connect(call(), "key", startNew = false, now = now)
                1 -> if (random.nextInt(10) == 0) SessionInput.Disconnect(call()) else null
                in 2..6 -> send()
                in 7..9 -> toSave.removeFirstOrNull()
                in 10..12 -> SessionInput.LinkOpened(session.link, Samples.info(newSession = random.nextBoolean()), now)
                13 -> SessionInput.LinkFailed(someLink(), Samples.TRANSIENT, random.nextDouble(), now)
                in 14..17 -> prove()
                18 -> fireTimer()
                19 -> fireTimer()
                20 -> open.randomOrNull(random)?.let { SessionInput.CancelCall(it, now) }
                21 -> refuse()
                22 -> stray()
                else -> SessionInput.LinkClosed(someLink(), now)
            }
        }

        private fun send(): SessionInput {
            sent++
            val id = MessageId("m$sent")
            return SessionInput.Send(call(), ConversationId.MAIN, id, Draft("text $sent"), random.nextInt(5) == 0, now)
        }

        private fun prove(): SessionInput? {
            val command = wire.removeFirstOrNull() ?: return null
            val echo = message("s-${command.messageId}", now.epochMillis, Direction.INBOUND, command.draft.text)
            return received(arrived(echo, command.messageId.value))
        }

        private fun refuse(): SessionInput? {
            val command = wire.removeFirstOrNull() ?: return null
            return received(LinkEvent.Refused(command.messageId, if (random.nextBoolean()) Samples.TOO_FAST else Samples.TOO_LONG))
        }

        private fun stray(): SessionInput = when (random.nextInt(4)) {
            0 -> received(arrived(message("a${random.nextInt(50)}", now.epochMillis)))
            1 -> received(LinkEvent.Closed(CloseReason(listOf(1000, 1001, 1008, 1011).random(random), "x")))
            2 -> received(LinkEvent.Unknown("News", "{}"))
            else -> SessionInput.LinkConnected(someLink())
        }

        private fun fireTimer(): SessionInput? {
            val key = timers.randomOrNull(random) ?: return null
            timers.remove(key)
            return SessionInput.TimerFired(key, random.nextDouble(), now)
        }

        private fun received(event: LinkEvent) = SessionInput.Received(someLink(), event, random.nextDouble(), now)

        /** Mostly the newest link, sometimes one of the past. */
        private fun someLink(): Int = if (random.nextInt(10) == 0) session.link - 1 else session.link

        private fun call() = CallId(++lastCall)
    }

    private companion object {
        const val RUNS = 60
        const val STEPS = 500
    }
}
