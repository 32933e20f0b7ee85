package dev.confab.transport.session

import dev.confab.transport.backend.ConversationInfo
import dev.confab.transport.model.ConversationFacts

/** These facts with what the service tells of the conversation; where it stands and what is unread is for the caller to say. */
internal fun ConversationFacts.listed(info: ConversationInfo): ConversationFacts = copy(
    serverId = info.id.value,
    isListed = true,
    subject = info.subject,
    participants = info.participants,
    totalCount = info.totalCount,
    lastUpdatedMillis = info.lastUpdatedMillis,
    lastAccessedMillis = info.lastAccessedMillis,
    sensitivity = info.sensitivity,
)
