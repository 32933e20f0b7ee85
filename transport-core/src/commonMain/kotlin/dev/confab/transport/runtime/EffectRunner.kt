package dev.confab.transport.runtime

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
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
    private val sources: AttachmentSources,
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

            is SessionEffect.Upload -> upload(effect)

            is SessionEffect.ForgetSource -> sources.forget(effect.id)

            is SessionEffect.CloseLink -> closeLink(effect)

            is SessionEffect.StartTimer -> startTimer(effect)

            is SessionEffect.CancelTimer -> timers.remove(effect.key)?.cancel()

            is SessionEffect.SaveSession,
            is SessionEffect.SaveOutbox,
            is SessionEffect.RemoveOutbox,
            is SessionEffect.SaveCursor,
            is SessionEffect.SaveDraft,
            is SessionEffect.SaveConversation,
            is SessionEffect.RemoveConversation,
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

    private fun upload(effect: SessionEffect.Upload) {
        val source = sources[effect.attachment.id]
        if (source != null) {
            if (effect.link == newestNumber) newest?.submit(LinkCommand.UploadAttachment(effect.attachment, source))
            return
        }
        val lost = TransportFailure(ErrorCode.ATTACHMENT_UPLOAD_INTERRUPTED, "The bytes of the file are gone: attach it again.")
        val failed = LinkEvent.AttachmentFailed(effect.attachment.id, LinkEvent.AttachmentFailed.Task.UPLOAD, lost)
        scope.launch { mailbox.post(SessionInput.Received(effect.link, failed, mailbox.roll(), mailbox.now())) }
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
        val listener = newest.takeIf { effect.key.isForAnswer }
        timers[effect.key] =
            scope.launch {
                if (listener == null) delay(effect.delayMillis) else listener.listen(effect.delayMillis)
                timers.remove(effect.key)
                mailbox.post(SessionInput.TimerFired(effect.key, mailbox.roll(), mailbox.now()))
            }
    }
}
