package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.Direction
import dev.confab.transport.model.NewConversation
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit

/**
 * How a conversation begins at the service: with its first message, of which nobody may know whether it arrived (guarantee REL-4). A complete
 * list decides: a conversation that was not known, about the same subject, with the same participants, and with that message, is that one.
 * When the list does not have it, also a moment later, the message never arrived, and is sent again.
 */
internal class BeginningRules(private val policy: RecoveryPolicy, private val outbox: OutboxRules, private val recovery: RecoveryRules) {
    /** The service has begun it, and says how it calls it. */
    fun opened(session: Session, event: LinkEvent.ConversationOpened): Session {
        val conversation = session.conversations[event.local] ?: return session
        if (conversation.serverId != null || conversation.facts.opening == null) return session
        return session.with(bound(conversation, event.service))
    }

    private fun bound(conversation: Conversation, service: ConversationId): Conversation =
        conversation.with(conversation.facts.copy(serverId = service.value, status = ConversationStatus.OPEN))

    /**
     * What a complete list says of beginnings that are in doubt.
     *
     * @property session with those bound that were recognised.
     * @property unclear those that may be one or the other of several.
     */
    class Matched(val session: Session, val unclear: Set<ConversationId>)

    /**
     * Recognises conversations that may have begun over an earlier link: by the message that began them, in the order in which they left; and what
     * is left, where its beginning is further back than the list shows, if there is just one that it can be: somebody else may have begun that
     * one meanwhile, but about the same with the same people, while a second beginning would store the message twice. Where there are
     * several, nothing is bound: what was written for one conversation must not go into another.
     */
    fun matched(session: Session, items: List<ListedConversation>): Matched {
        val doubts = inDoubt(session, session.outbox.doubtful)
        val begun = doubts.fold(session) { matching, (id, entries) ->
            val found = matching.candidates(id, items).filter { it.newest.older == null && it.isBegunBy(entries) }
            matching.bound(id, found.minByOrNull { it.newest.messages.first().timeMillis ?: Long.MAX_VALUE })
        }
        val said = doubts.fold(begun) { matching, (id, _) ->
            matching.bound(id, matching.onlyOne(id, doubts, items) { it.isAnyIn(this) })
        }
        val only = doubts.fold(said) { matching, (id, _) -> matching.bound(id, matching.onlyOne(id, doubts, items) { true }) }
        val unclear = doubts.map { it.first }.filter { id -> only.openingOf(id) != null && only.hidden(id, items).isNotEmpty() }
        return Matched(only, unclear.toSet())
    }

    private fun Session.candidates(id: ConversationId, items: List<ListedConversation>): List<ListedConversation> {
        val opening = openingOf(id) ?: return emptyList()
        return items.filter { isNew(this, it) && isLike(it, opening) }
    }

    /** Those whose beginning the list does not show. */
    private fun Session.hidden(id: ConversationId, items: List<ListedConversation>): List<ListedConversation> =
        candidates(id, items).filter { it.newest.older != null }

    /** The one that it can be and no other of [doubts], as far as [fits] tells. */
    private fun Session.onlyOne(
        id: ConversationId,
        doubts: List<Pair<ConversationId, List<OutboxEntry>>>,
        items: List<ListedConversation>,
        fits: ListedConversation.(List<OutboxEntry>) -> Boolean,
    ): ListedConversation? {
        val own = doubts.first { it.first == id }.second
        val found = hidden(id, items).filter { it.fits(own) }.singleOrNull() ?: return null
        val others = doubts.filter { (other, entries) -> other != id && found in hidden(other, items) && found.fits(entries) }
        return found.takeIf { others.isEmpty() }
    }

    private fun ListedConversation.isBegunBy(entries: List<OutboxEntry>): Boolean {
        val first = newest.messages.firstOrNull { it.direction == Direction.INBOUND && it.notice == null }
        return first != null && entries.any { it.mayBe(first) }
    }

    private fun List<OutboxEntry>.isAnyIn(item: ListedConversation): Boolean =
        item.newest.messages.any { message -> any { it.mayBe(message) } }

    private fun Session.bound(id: ConversationId, item: ListedConversation?): Session =
        if (item == null) this else with(bound(conversation(id), item.info.id))

    /** Whether a conversation that just appeared may be one that a message in flight begins: then its proof tells which it is. */
    fun isAwaited(session: Session, item: ListedConversation): Boolean = isNew(session, item) &&
        session.outbox.inFlight.any { entry ->
            val opening = session.openingOf(entry.conversation)
            // The message may be further back than the list shows.
            opening != null && isLike(item, opening) && (item.newest.older != null || item.newest.messages.any(entry::mayBe))
        }

    private fun isNew(session: Session, item: ListedConversation): Boolean =
        item.info.isActive && session.conversations[session.local(item.info.id)] == null

    private fun isLike(item: ListedConversation, opening: NewConversation): Boolean {
        val others = item.info.participants.filterNot { it.isSelf }.mapNotNull { it.address?.lowercase() }.toSet()
        val self = item.info.participants.filter { it.isSelf }.mapNotNull { it.address?.lowercase() }.toSet()
        val invited = opening.participantAddresses.map { it.lowercase() }.toSet() - self
        return item.info.subject.orEmpty().trim() == opening.subject.orEmpty().trim() && others == invited
    }

    /**
     * The list is complete, and what was recognised in it is bound. It may be behind, once: what is missing in it is looked for in a second one
     * before it is sent again.
     */
    fun settled(session: Session, unclear: Set<ConversationId>, now: Now): Step {
        val (doubtful, rest) = inDoubt(session, session.outbox.entries).flatMap { it.second }.partition { it.conversation in unclear }
        if (doubtful.isEmpty()) return settled(session, now)
        return doubtful.fold(session.step()) { step, entry -> step.then { recovery.uncertain(it, entry, ALIKE, now) } }
            .then { if (rest.isEmpty()) it.step() else settled(it, now) }
    }

    private fun settled(session: Session, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val entries = inDoubt(session, session.outbox.entries).flatMap { it.second }
        val waits = entries.map { policy.historyLagMillis - (now.ticks - (it.doubt?.missedTicks ?: now.ticks)) }
        val lag = waits.maxOrNull() ?: 0
        return when {
            entries.isEmpty() -> session.step()

            lag <= 0 -> entries.fold(session.step()) { step, entry ->
                step.then { outbox.notArrived(it, entry.copy(doubt = null), entry.doubt?.suspicion, now) }
            }

            live.relists -> missed(session, entries, now).step()

            else -> missed(session, entries, now)
                .copy(phase = live.copy(relists = true))
                .step(StartTimer(TimerKey.Listing(session.link), lag))
        }
    }

    /** It is time for the second look. */
    fun due(session: Session, key: TimerKey.Listing): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        if (key.link != session.link || !live.relists) return session.step()
        return session.copy(phase = live.copy(relists = false)).step(Submit(session.link, LinkCommand.ListConversations))
    }

    private fun missed(session: Session, entries: List<OutboxEntry>, now: Now): Session = entries.fold(session) { missing, entry ->
        val doubt = entry.doubt?.let { it.copy(missedTicks = it.missedTicks ?: now.ticks) }
        missing.copy(outbox = missing.outbox.replace(entry.copy(doubt = doubt)))
    }

    /** Conversations that may have begun, with those of [entries] that may have begun them. */
    private fun inDoubt(session: Session, entries: List<OutboxEntry>): List<Pair<ConversationId, List<OutboxEntry>>> = entries
        .filter { it.doubt != null && it.stage != OutboxEntry.Stage.IN_FLIGHT && session.openingOf(it.conversation) != null }
        .groupBy(OutboxEntry::conversation)
        .toList()

    private companion object {
        const val ALIKE = "The service has several conversations about the same with the same people, any of which it may have begun."
    }
}
