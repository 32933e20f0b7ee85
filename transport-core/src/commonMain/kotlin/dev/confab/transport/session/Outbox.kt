package dev.confab.transport.session

import dev.confab.transport.model.MessageId
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.persistentListOf

/**
 * The messages on their way, in the order of sending.
 *
 * @property nextPosition the position of the next message.
 * @property nextSendTicks nothing goes out before: the pace.
 * @property paceTimer whether a [TimerKey.Pace] is running.
 */
internal data class Outbox(
    val entries: PersistentList<OutboxEntry> = persistentListOf(),
    val nextPosition: Long = 1,
    val nextSendTicks: Long = Long.MIN_VALUE,
    val paceTimer: Boolean = false,
) {
    val admitted: List<OutboxEntry> get() = entries.filter { it.stage != OutboxEntry.Stage.WAITING }

    val inFlight: OutboxEntry? get() = entries.firstOrNull { it.stage == OutboxEntry.Stage.IN_FLIGHT }

    operator fun get(messageId: MessageId): OutboxEntry? = entries.firstOrNull { it.messageId == messageId }

    fun add(entry: OutboxEntry): Outbox = copy(entries = entries.add(entry), nextPosition = entry.position + 1)

    fun replace(entry: OutboxEntry): Outbox {
        val index = entries.indexOfFirst { it.messageId == entry.messageId }
        return if (index < 0) this else copy(entries = entries.set(index, entry))
    }

    fun remove(messageId: MessageId): Outbox {
        val index = entries.indexOfFirst { it.messageId == messageId }
        return if (index < 0) this else copy(entries = entries.removeAt(index))
    }
}
