package dev.confab.transport.session

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import kotlinx.collections.immutable.PersistentSet

/**
 * A message on its way.
 *
 * @property position the order of sending, also across restarts.
 * @property notBeforeTicks the service asked to wait until then.
 * @property calls who waits for the outcome.
 */
internal data class OutboxEntry(
    val messageId: MessageId,
    val position: Long,
    val conversation: ConversationId,
    val draft: Draft,
    val stage: Stage,
    val notBeforeTicks: Long,
    val calls: PersistentSet<CallId>,
) {
    /** In bytes of UTF-8, as the bound of the outbox counts. */
    val bytes: Long = draft.utf8Size()

    enum class Stage {
        /** The outbox is full: the sender waits before the door, and nothing shows yet. */
        WAITING,

        /** On its way to the store: on disk before on the wire. */
        STORING,
        QUEUED,

        /** Handed to the link; neither proof nor refusal yet. */
        IN_FLIGHT,
    }
}

private fun Draft.utf8Size(): Long = text.encodeToByteArray().size.toLong() +
    customAttributes.entries.sumOf { (key, value) -> key.encodeToByteArray().size.toLong() + value.encodeToByteArray().size }
