package dev.confab.transport.session

import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.store.OutboxRecord
import kotlinx.collections.immutable.PersistentSet

/**
 * A message on its way.
 *
 * @property position the order of sending, also across restarts.
 * @property notBeforeTicks the service asked to wait until then.
 * @property calls who waits for the outcome.
 * @property attempt how often it was handed to a link: a refusal names the attempt that it refuses.
 * @property failures how often the service had the chance to take it and did not, for a reason that lies with the message.
 * @property doubt set while the service may have the message although nothing proves it.
 */
internal data class OutboxEntry(
    val messageId: MessageId,
    val position: Long,
    val conversation: ConversationId,
    val draft: Draft,
    val stage: Stage,
    val notBeforeTicks: Long,
    val calls: PersistentSet<CallId>,
    val doubt: Doubt? = null,
    val attempt: Int = 0,
    val failures: Int = 0,
) {
    /** In bytes of UTF-8, as the bound of the outbox counts. */
    val bytes: Long = draft.allBytes

    /** Its place in the order in which messages left. */
    val leftAs: Long get() = doubt?.leftAs ?: position

    /** Then it cannot be taken back. */
    val mayHaveArrived: Boolean get() = doubt != null

    /**
     * As the store keeps it. That a message on its way may have left is supposed of all of them after a restart; what is known beyond that
     * must be kept.
     */
    fun record(wedged: OutboxRecord.Wedge? = null): OutboxRecord {
        val kept = doubt?.takeIf { wedged != null || isDoubtStored }
        return OutboxRecord(
            messageId,
            position,
            conversation,
            draft,
            wedged,
            kept?.run { OutboxRecord.Doubt(anchor, isFinal, leftAs, before, resend) },
            failures,
        )
    }

    /** Whether the row of this message on its way tells of the doubt: then it must be written anew before it leaves again. */
    val isDoubtStored: Boolean get() = doubt?.leftAs != null

    /** Whether [message], an entry of the history, says what this one says. */
    fun mayBe(message: Message): Boolean = message.direction == Direction.INBOUND && draft.isSaidBy(message)

    /** How the conversation shows the message as long as the service has not proved it. */
    fun shownAs(status: MessageStatus): Message = Message
        .Builder(messageId, Direction.INBOUND)
        .status(status)
        .parts(draft.parts)
        .replyTo(draft.reply?.to?.value ?: draft.replyTo)
        .importance(draft.importance)
        .sensitivity(draft.sensitivity)
        .build()

    /**
     * The message was handed to a link that is gone.
     *
     * @property anchor the service's newest message that was known at that time: one of ours would be newer. Null: none was known.
     * @property isFinal its conversation is over: no history will tell any more.
     * @property suspicion why the link was left, where that speaks against the message; null: the link had troubles of its own.
     * @property leftAs the position at which it left, where it has another one since.
     * @property before the service's id of an own message that left later and is proved: this one can only be older.
     * @property missedTicks when a complete history did not hold it for the first time.
     * @property resend the guest wants it sent again if nobody can tell.
     */
    data class Doubt(
        val anchor: String?,
        val isFinal: Boolean = false,
        val suspicion: TransportFailure? = null,
        val leftAs: Long? = null,
        val before: String? = null,
        val missedTicks: Long? = null,
        val resend: Boolean = false,
    )

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

/** In bytes of UTF-8, as services count. */
internal val Draft.textBytes: Int get() = words.encodeToByteArray().size

/** Keys and values together, in bytes of UTF-8, as services count. */
internal val Draft.attributeBytes: Int get() = customAttributes.utf8Bytes

/** Keys and values together. */
internal val Map<String, String>.utf8Bytes: Int
    get() = entries.sumOf { (key, value) -> key.encodeToByteArray().size + value.encodeToByteArray().size }
