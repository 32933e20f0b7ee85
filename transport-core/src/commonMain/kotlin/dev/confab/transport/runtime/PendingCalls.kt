package dev.confab.transport.runtime

import dev.confab.transport.model.MessagingException
import dev.confab.transport.session.CallId
import dev.confab.transport.session.SessionEffect
import kotlinx.coroutines.CompletableDeferred

/**
 * Who waits for what. Belongs to the loop: touched by its coroutine only, so it needs no lock and no test of interleavings. What threads share is
 * the [Mailbox], by which callers hand in and abandon their calls, and the outcome, which is completed once whoever comes second.
 */
internal class PendingCalls {
    private val open = HashMap<CallId, CompletableDeferred<Any?>>()
    private var last = 0L

    val size: Int get() = open.size

    fun register(outcome: CompletableDeferred<Any?>): CallId = CallId(++last).also { open[it] = outcome }

    /** The id of a call, removed; null when it was settled already. */
    fun forget(outcome: CompletableDeferred<Any?>): CallId? = open.entries.firstOrNull { it.value === outcome }?.key?.also(open::remove)

    fun complete(effect: SessionEffect.CompleteCall) {
        open.remove(effect.call)?.complete(effect.value)
    }

    fun fail(effect: SessionEffect.FailCall) {
        open.remove(effect.call)?.completeExceptionally(MessagingException(effect.code, effect.message))
    }

    fun failAll(cause: Throwable) {
        open.values.forEach { it.completeExceptionally(cause) }
        open.clear()
    }
}
