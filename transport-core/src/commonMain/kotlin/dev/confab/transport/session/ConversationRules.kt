package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.Deliver
import kotlinx.collections.immutable.persistentListOf

/** What arrives in a conversation. */
internal class ConversationRules(
    private val capability: CapabilityRules,
    private val outbox: OutboxRules,
    private val expiry: ExpiryRules,
) {
    /** The proof of an own message, a message from elsewhere, or a copy of one that is here already. */
    fun arrived(session: Session, event: LinkEvent.MessageArrived, now: Now): Step =
        expiry.activity(session, event.message.timeMillis, now).then { entered(it, event, now) }

    private fun entered(session: Session, event: LinkEvent.MessageArrived, now: Now): Step {
        // The list has not told of it yet: it comes with its messages.
        if (capability.hasMany && event.correlation == null && event.conversation !in session.conversations) return session.step()
        val conversation = session.conversation(event.conversation)
        val message = event.message
        val hasServiceId = message.serverId != null || message.secondaryId != null
        val known = if (hasServiceId) conversation.holds(message) else conversation.find(message.id) != null
        val own = if (event.correlation == null && known) null else ownOf(session, event)
        if (own != null) return outbox.acknowledge(session, own, ownIdentity(own, message), now)
        if (known) return session.step()
        val shown = session.with(conversation.insert(message))
        val recovery = session.recovery(event.conversation) ?: return shown.step(told(message, event.conversation))
        // What was missed comes first. Should more come in than is worth keeping, being told counts for more than the order.
        val held = recovery.live.add(message)
        val full = held.size >= MAX_HELD
        return shown
            .with(recovery.copy(live = if (full) persistentListOf() else held))
            .step(if (full) held.map { told(it, event.conversation) } else emptyList())
    }

    /**
     * The message of which this is the proof. Where the service does not tell, a message of the guest with the words of one in doubt is that
     * one, as it would be in the history: it has arrived while the history was read, and would be missed there.
     */
    private fun ownOf(session: Session, event: LinkEvent.MessageArrived): OutboxEntry? = when {
        event.message.direction != Direction.INBOUND -> null

        event.correlation != null -> session.outbox.unproved(event.correlation)

        else -> session.outbox.doubtful.firstOrNull {
            it.conversation == event.conversation &&
                it.stage != OutboxEntry.Stage.IN_FLIGHT &&
                session.outbox[it.messageId] != null &&
                it.mayBe(event.message)
        }
    }

    private fun told(message: Message, conversation: ConversationId) = Deliver(MessagingEvent.MessageInserted(conversation, message))

    private companion object {
        const val MAX_HELD = 256
    }
}
