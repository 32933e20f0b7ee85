package dev.confab.transport.store

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.NewConversation

/**
 * What must outlive a process of one of many conversations.
 *
 * @property id what the session calls it.
 * @property serverId what the service calls it; null as long as it does not know it.
 * @property opening what it was made with, where it was made here; null for one that came from the service.
 * @property reach the service's id of the newest message up to which nothing was missing, or null.
 */
public class ConversationRecord(
    public val id: ConversationId,
    public val serverId: String?,
    public val opening: NewConversation?,
    public val reach: String?,
) {
    override fun equals(other: Any?): Boolean = other is ConversationRecord &&
        other.id == id &&
        other.serverId == serverId &&
        other.opening == opening &&
        other.reach == reach

    override fun hashCode(): Int = id.hashCode()

    override fun toString(): String = "ConversationRecord($id, serverId=$serverId, opening=$opening, reach=$reach)"
}
