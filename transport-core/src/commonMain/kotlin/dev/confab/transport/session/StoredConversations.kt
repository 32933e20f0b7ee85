package dev.confab.transport.session

import dev.confab.transport.model.ConversationFacts
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.NewConversation
import dev.confab.transport.session.SessionEffect.SaveConversation
import dev.confab.transport.session.SessionEffect.SaveDraft
import dev.confab.transport.store.ConversationRecord
import dev.confab.transport.store.DraftRecord

/**
 * What the store keeps of many conversations: their rows follow what happens to them. How they were made goes there before the rows of their
 * messages, which need it.
 *
 * @property main what the conversation that needs no name is begun with, if there is one.
 */
internal class StoredConversations(private val capability: CapabilityRules, private val main: NewConversation?) {
    /** A session as it comes from the store, with the conversations that this back end has from the start. */
    fun prepared(session: Session): Session {
        if (!capability.hasMany) return session
        val reached = session.conversations.values.fold(session) { all, conversation ->
            val lane = all.lane(conversation.id)
            if (lane.reach != null) all else all.with(conversation.id, lane.copy(reach = conversation.newestServerId))
        }
        val conversation = reached.conversation(ConversationId.MAIN)
        return when {
            main == null ->
                if (conversation.facts.opening == null && conversation.messages.isEmpty()) {
                    reached.copy(conversations = reached.conversations.remove(ConversationId.MAIN))
                } else {
                    reached
                }

            conversation.serverId != null -> reached

            else -> reached.with(conversation.with(ConversationFacts.ofDraft(main).copy(draft = conversation.draft)))
        }
    }

    fun saved(before: Session, step: Step): Step {
        val after = step.session
        val isSame = after.conversations === before.conversations && after.lanes === before.lanes
        if (!capability.hasMany || isSame) return step
        val changed = after.conversations.values.filter { it.isActive }
        val records = changed.mapNotNull { record(after, it.id) }.filter { it != record(before, it.id) }
        val drafts = changed
            .filter { it.id != ConversationId.MAIN && it.draft != before.conversation(it.id).draft }
            .map { SaveDraft(DraftRecord(it.id, it.draft)) }
        return if (records.isEmpty() && drafts.isEmpty()) step else Step(after, step.effects + records.map(::SaveConversation) + drafts)
    }

    private fun record(session: Session, id: ConversationId): ConversationRecord? {
        val facts = session.conversations[id]?.takeIf { it.isActive }?.facts ?: return null
        val reach = session.lane(id).reach
        return if (facts.opening == null && reach == null) null else ConversationRecord(id, facts.serverId, facts.opening, reach)
    }
}
