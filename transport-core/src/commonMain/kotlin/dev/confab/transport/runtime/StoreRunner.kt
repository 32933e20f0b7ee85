package dev.confab.transport.runtime

import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.session.SessionEffect
import dev.confab.transport.session.SessionInput
import dev.confab.transport.store.InMemorySessionStore
import dev.confab.transport.store.OwnershipLostException
import dev.confab.transport.store.SessionStore
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.channels.Channel

/**
 * Writes to the store, one row at a time. What a proof settles goes before what waits to be sent: a row that stays too long would have to be
 * looked up in the history after a crash, and new messages may come faster than the disk is.
 */
internal class StoreRunner(private var store: SessionStore, private val sessionId: String, private val mailbox: Mailbox) {
    // The rules bound both: an outbox has a bounded number of messages, and a message has few rows. Used on the loop's serial dispatcher only.
    private val settled = ArrayDeque<SessionEffect>()
    private val waiting = ArrayDeque<SessionEffect>()
    private val signal = Channel<Unit>(Channel.CONFLATED)

    /** From now on in memory: a store that could not be read keeps what it holds, and is not written over with another session. */
    fun forsakeStore() {
        store = InMemorySessionStore()
    }

    fun submit(effect: SessionEffect) {
        when (effect) {
            is SessionEffect.RemoveOutbox -> {
                // A row that is not written yet need not be written, and must not be after its removal.
                waiting.removeAll { it is SessionEffect.SaveOutbox && it.record.messageId == effect.messageId }
                settled += effect
            }

            is SessionEffect.SaveConversation -> {
                // Among the proofs, in its place: what waits to be sent into it needs it.
                settled.removeAll { it is SessionEffect.SaveConversation && it.record.id == effect.record.id }
                settled += effect
            }

            is SessionEffect.RemoveConversation -> {
                waiting.removeAll { it is SessionEffect.SaveDraft && it.record.conversation == effect.id }
                settled += effect
            }

            is SessionEffect.SaveCursor -> {
                settled.removeAll { it is SessionEffect.SaveCursor && it.record.conversation == effect.record.conversation }
                settled += effect
            }

            is SessionEffect.SaveOutbox ->
                if (effect.record.wedged == null) {
                    waiting += effect
                } else {
                    // In its place among the proofs, which it may depend on; nothing that was to be written of it before may come after it.
                    waiting.removeAll { it is SessionEffect.SaveOutbox && it.record.messageId == effect.record.messageId }
                    settled += effect
                }

            is SessionEffect.SaveDraft -> {
                // Typing is faster than some disks, and only the newest draft counts.
                waiting.removeAll { it is SessionEffect.SaveDraft && it.record.conversation == effect.record.conversation }
                waiting += effect
            }

            else -> waiting += effect
        }
        signal.trySend(Unit)
    }

    /** Finishes what was submitted before; nothing is taken any more. */
    fun finish() {
        signal.close()
    }

    suspend fun run() {
        do {
            while (true) write(settled.removeFirstOrNull() ?: waiting.removeFirstOrNull() ?: break)
        } while (signal.receiveCatching().isSuccess)
    }

    private suspend fun write(effect: SessionEffect) {
        when (effect) {
            is SessionEffect.SaveSession ->
                attempt(null) {
                    store.saveSession(sessionId, effect.record)
                    SessionInput.SessionSaved(effect.record.key, mailbox.now(), effect.record.newChatPosition)
                }

            is SessionEffect.SaveOutbox ->
                attempt(effect.record.messageId) {
                    store.saveOutbox(sessionId, effect.record)
                    SessionInput.OutboxSaved(effect.record.messageId, effect.record.draft, mailbox.now())
                }

            is SessionEffect.RemoveOutbox ->
                attempt(effect.messageId) {
                    if (effect.cursor == null) {
                        store.removeOutbox(sessionId, effect.messageId)
                    } else {
                        store.settleOutbox(sessionId, effect.messageId, effect.cursor)
                    }
                    null
                }

            is SessionEffect.SaveCursor ->
                attempt(null) {
                    store.saveCursor(sessionId, effect.record)
                    null
                }

            is SessionEffect.SaveConversation ->
                attempt(null) {
                    store.saveConversation(sessionId, effect.record)
                    null
                }

            is SessionEffect.RemoveConversation ->
                attempt(null) {
                    store.removeConversation(sessionId, effect.id)
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
