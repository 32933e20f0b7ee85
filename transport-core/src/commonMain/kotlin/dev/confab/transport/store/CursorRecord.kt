package dev.confab.transport.store

import dev.confab.transport.model.ConversationId

/**
 * How far a conversation is known: up to the message that the service calls [serverId].
 *
 * @property serverId empty when nothing is known of the conversation that the session has now.
 * @property timeMillis the service's time of that message in milliseconds since the epoch, or null where it told none.
 */
public class CursorRecord(public val conversation: ConversationId, public val serverId: String, public val timeMillis: Long?) {
    override fun equals(other: Any?): Boolean = other is CursorRecord &&
        other.conversation == conversation &&
        other.serverId == serverId &&
        other.timeMillis == timeMillis

    override fun hashCode(): Int = serverId.hashCode()

    override fun toString(): String = "CursorRecord($conversation, $serverId, $timeMillis)"
}
