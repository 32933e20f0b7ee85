package dev.confab.transport.session

import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.Deliver

/** The conversations as an application sees them, with what follows from the rest of the session: where they stand, and what can be done. */
internal class ConversationViews(private val capability: CapabilityRules) {
    /** Those that there are; the one in which something happened last in front, before all of them those that have not begun. */
    fun all(session: Session, offered: Map<Capability, CapabilityStatus>): List<Conversation> {
        if (!capability.hasMany) return listOf(of(session, session.conversation(ConversationId.MAIN), offered))
        return session.conversations.values
            .filter { it.isShown }
            .map { of(session, it, offered) }
            .sortedByDescending { if (it.serverId == null && it.facts.opening != null) Long.MAX_VALUE else lastActivity(it) }
    }

    private fun lastActivity(conversation: Conversation): Long =
        maxOf(conversation.lastUpdatedMillis ?: Long.MIN_VALUE, conversation.newestTimeMillis ?: Long.MIN_VALUE)

    /** With [Conversation.status], [Conversation.draft] and [Conversation.capabilities] as they are at this moment. */
    fun of(
        session: Session,
        conversation: Conversation,
        offered: Map<Capability, CapabilityStatus> = capability.live(session),
    ): Conversation {
        if (!capability.hasMany) return conversation.with(conversation.facts.copy(capabilities = offered))
        val status = statusOf(session, conversation)
        val facts = conversation.facts.copy(
            status = status,
            draft = session.draftOf(conversation.id),
            capabilities = offered.mapValues { (which, general) -> statusOf(session, conversation, status, which) ?: general },
        )
        return conversation.with(facts)
    }

    private fun statusOf(session: Session, conversation: Conversation): ConversationStatus {
        val id = conversation.id
        return when {
            session.isLeaving(id) -> ConversationStatus.LEAVING
            session.openingOf(id) == null -> conversation.facts.status
            session.outbox.of(id).any { it.stage != OutboxEntry.Stage.WAITING } -> ConversationStatus.OPENING
            session.outbox.wedged.any { it.entry.conversation == id } -> ConversationStatus.FAILED
            else -> ConversationStatus.DRAFT
        }
    }

    /** What speaks for or against it in this conversation; null: it is as in the whole session. */
    private fun statusOf(session: Session, conversation: Conversation, status: ConversationStatus, which: Capability): CapabilityStatus? {
        val isDraft = session.openingOf(conversation.id) != null
        val never = capability.refusal(which)
        if (never != null) return null
        return when (which) {
            Capability.SEND_TEXT,
            Capability.SEND_QUICK_REPLY,
            Capability.SEND_CARD_ACTION,
            Capability.SEND_DATE,
            Capability.SEND_LIST,
            Capability.SEND_FORM,
            Capability.SEND_ATTACHMENTS,
            Capability.REPLY_TO,
            Capability.SET_IMPORTANCE,
            -> capability.closed(session, conversation.id)?.let { CapabilityStatus.denied(it.message) }

            Capability.SEND_TYPING, Capability.HISTORY, Capability.MARK_AS_ACCESSED -> NOT_BEGUN.takeIf { isDraft }

            Capability.MARK_AS_READ -> if (isDraft) NOT_BEGUN else NOTHING_UNREAD.takeIf { conversation.unreadCount == 0 }

            Capability.ADD_PARTICIPANTS, Capability.SET_SUBJECT -> if (isDraft) {
                if (status == ConversationStatus.OPENING) BEGINS else CapabilityStatus.ALLOWED
            } else {
                capability.closed(session, conversation.id)?.let { CapabilityStatus.denied(it.message) }
            }

            Capability.REMOVE_PARTICIPANTS, Capability.SET_SENSITIVITY -> when {
                !isDraft -> BEGUN
                status == ConversationStatus.OPENING -> BEGINS
                else -> null
            }

            Capability.LEAVE_CONVERSATION -> when {
                isDraft -> if (status == ConversationStatus.OPENING) BEGINS else CapabilityStatus.ALLOWED
                status == ConversationStatus.LEAVING -> LEAVING
                else -> null
            }

            Capability.CUSTOM_ATTRIBUTES,
            Capability.HEALTH_CHECK,
            Capability.START_NEW_CHAT,
            Capability.SIGN_IN,
            Capability.CLEAR_CONVERSATION,
            Capability.CREATE_CONVERSATION,
            Capability.RETRIEVE_CONVERSATIONS,
            Capability.SEARCH_CONVERSATIONS,
            Capability.VALIDATE_ADDRESSES,
            -> null
        }
    }

    /** With the events that tell what became of conversations in this step, as the list shows it afterwards. */
    fun told(before: Session, step: Step): Step {
        val after = step.session
        val isSame = after.conversations === before.conversations && after.outbox === before.outbox && after.asks === before.asks
        if (!capability.hasMany || isSame) return step
        val offered = capability.live(after)
        // The main conversation may end and begin anew in one step.
        val removed = step.effects.mapNotNull { ((it as? Deliver)?.event as? MessagingEvent.ConversationRemoved)?.conversation }
        val events = after.conversations.values.filter { it.isShown }.mapNotNull { conversation ->
            val old = before.conversations[conversation.id]?.takeIf { it.isShown && it.id !in removed }
            when {
                old == null -> MessagingEvent.ConversationAdded(of(after, conversation, offered))
                isSameBut(before, old, after, conversation) -> null
                else -> MessagingEvent.ConversationUpdated(of(after, conversation, offered))
            }
        }
        if (events.isEmpty()) return step
        // Its messages come with it.
        val added = events.filterIsInstance<MessagingEvent.ConversationAdded>().map { it.conversation.id }.toSet()
        val rest = step.effects.filterNot { ((it as? Deliver)?.event as? MessagingEvent.MessageInserted)?.conversation in added }
        return Step(after, rest + events.map(::Deliver))
    }

    /** Nothing but messages changed, and what was typed. */
    private fun isSameBut(before: Session, old: Conversation, after: Session, now: Conversation): Boolean {
        if (statusOf(before, old) != statusOf(after, now)) return false
        return old.facts === now.facts || old.facts.copy(draft = now.facts.draft, opening = now.facts.opening) == now.facts
    }

    private companion object {
        val NOT_BEGUN = CapabilityStatus.denied("The conversation has not begun: send its first message.")
        val BEGUN = CapabilityStatus.denied(DraftingRules.BEGUN)
        val BEGINS = CapabilityStatus.denied(DraftingRules.BEGINS)
        val LEAVING = CapabilityStatus.denied("The conversation is being left.")
        val NOTHING_UNREAD = CapabilityStatus.denied("Everything in the conversation was read.")
    }
}

/** Whether an application sees it: not as long as nothing is known but how far it was read once, and not when it is over. */
internal val Conversation.isShown: Boolean
    get() = isActive && (facts.isListed || facts.opening != null || messages.isNotEmpty())
