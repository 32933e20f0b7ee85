package dev.confab.transport.runtime

import dev.confab.transport.session.Phase
import dev.confab.transport.session.Session
import dev.confab.transport.session.SessionInput
import dev.confab.transport.session.SessionMachine

/**
 * Owns a session: reads one input after the other, steps, publishes the new state, then runs the effects. Everything else in this package
 * talks to it through the [Mailbox], on the same serial dispatcher.
 */
internal class SessionLoop(
    private val machine: SessionMachine,
    private val mailbox: Mailbox,
    private val calls: PendingCalls,
    private val runner: EffectRunner,
    private val publish: (Session) -> Unit,
) {
    /** Runs until the session is disposed. */
    suspend fun run(initial: Session) {
        var session = initial
        publish(session)
        for (next in mailbox.inputs) {
            val input = inputOf(next) ?: continue
            val step = machine.step(session, input)
            session = step.session
            publish(session)
            step.effects.forEach(runner::run)
            if (session.phase == Phase.Disposed) break
        }
        mailbox.close().forEach { if (it is LoopInput.Call) calls.register(it.outcome) }
    }

    private fun inputOf(next: LoopInput): SessionInput? = when (next) {
        is LoopInput.Plain -> next.input
        is LoopInput.Call -> next.command(calls.register(next.outcome))
        is LoopInput.Abandon -> calls.forget(next.outcome)?.let { SessionInput.CancelCall(it, mailbox.now()) }
    }
}
