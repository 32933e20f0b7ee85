package dev.confab.transport.runtime

import dev.confab.transport.backend.Transport
import dev.confab.transport.session.SessionEffect
import dev.confab.transport.session.SessionInput
import dev.confab.transport.session.TimerKey
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** Does what the steps want done. Never suspends the loop: what takes time runs in a coroutine of its own and answers by the mailbox. */
internal class EffectRunner(
    private val transport: Transport,
    private val mailbox: Mailbox,
    private val calls: PendingCalls,
    private val delivery: Delivery,
    private val store: StoreRunner,
    private val budget: RetryBudget,
    private val scope: CoroutineScope,
) {
    private val timers = HashMap<TimerKey, Job>()
    private var newest: LinkRunner? = null
    private var newestNumber = 0

    /** The closing of the newest link, while it is under way. */
    var closing: Job? = null
        private set

    fun run(effect: SessionEffect) {
        when (effect) {
            is SessionEffect.OpenLink -> openLink(effect)

            is SessionEffect.Submit -> if (effect.link == newestNumber) newest?.submit(effect.command)

            is SessionEffect.CloseLink -> closeLink(effect)

            is SessionEffect.StartTimer -> startTimer(effect)

            is SessionEffect.CancelTimer -> timers.remove(effect.key)?.cancel()

            is SessionEffect.SaveSession,
            is SessionEffect.SaveOutbox,
            is SessionEffect.RemoveOutbox,
            is SessionEffect.SaveCursor,
            is SessionEffect.SaveDraft,
            -> store.submit(effect)

            is SessionEffect.CompleteCall -> calls.complete(effect)

            is SessionEffect.FailCall -> calls.fail(effect)

            is SessionEffect.Deliver -> delivery.offer(effect.event)
        }
    }

    private fun openLink(effect: SessionEffect.OpenLink) {
        newestNumber = effect.link
        newest = LinkRunner(transport, effect, mailbox, delivery, budget, scope).also(LinkRunner::start)
    }

    private fun closeLink(effect: SessionEffect.CloseLink) {
        val runner = newest
        closing =
            if (runner == null || effect.link != newestNumber) {
                scope.launch { mailbox.post(SessionInput.LinkClosed(effect.link, mailbox.now())) }
            } else {
                newest = null
                runner.close(effect.reason)
            }
    }

    private fun startTimer(effect: SessionEffect.StartTimer) {
        timers.remove(effect.key)?.cancel()
        timers[effect.key] =
            scope.launch {
                delay(effect.delayMillis)
                timers.remove(effect.key)
                mailbox.post(SessionInput.TimerFired(effect.key, mailbox.roll(), mailbox.now()))
            }
    }
}
