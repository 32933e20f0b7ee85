package dev.confab.transport.runtime

import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.session.SessionEffect
import dev.confab.transport.session.SessionInput
import dev.confab.transport.store.OwnershipLostException
import dev.confab.transport.store.SessionStore
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.channels.Channel

/** Writes to the store, one row at a time and in the order of the steps. */
internal class StoreRunner(private val store: SessionStore, private val sessionId: String, private val mailbox: Mailbox) {
    // The rules bound it: an outbox has a bounded number of messages, and a message has few rows.
    private val work = Channel<SessionEffect>(Channel.UNLIMITED)

    fun submit(effect: SessionEffect) {
        work.trySend(effect)
    }

    /** Finishes what was submitted before; nothing is taken any more. */
    fun finish() {
        work.close()
    }

    suspend fun run() {
        for (effect in work) write(effect)
    }

    private suspend fun write(effect: SessionEffect) {
        when (effect) {
            is SessionEffect.SaveSession ->
                attempt(null) {
                    store.saveSession(sessionId, effect.record)
                    SessionInput.SessionSaved(mailbox.now())
                }

            is SessionEffect.SaveOutbox ->
                attempt(effect.record.messageId) {
                    store.saveOutbox(sessionId, effect.record)
                    SessionInput.OutboxSaved(effect.record.messageId, mailbox.now())
                }

            is SessionEffect.RemoveOutbox ->
                attempt(effect.messageId) {
                    store.removeOutbox(sessionId, effect.messageId)
                    null
                }

            is SessionEffect.SaveCursor ->
                attempt(null) {
                    store.saveCursor(sessionId, effect.record)
                    null
                }

            is SessionEffect.SaveDraft ->
                attempt(null) {
                    val record = effect.record
                    if (record.draft == Draft.EMPTY) {
                        store.removeDraft(sessionId, record.conversation)
                    } else {
                        store.saveDraft(sessionId, record)
                    }
                    null
                }

            else -> error("Not an effect for the store: $effect")
        }
    }

    private suspend fun attempt(messageId: MessageId?, write: suspend () -> SessionInput?) {
        val answer =
            try {
                write()
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (failed: Exception) {
                val reason = failed.message ?: failed::class.simpleName.orEmpty()
                SessionInput.StoreFailed(messageId, reason, failed is OwnershipLostException, mailbox.now())
            }
        if (answer != null) mailbox.post(answer)
    }
}
