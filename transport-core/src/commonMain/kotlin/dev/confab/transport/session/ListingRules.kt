package dev.confab.transport.session

import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationFacts
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.SaveCursor
import dev.confab.transport.store.CursorRecord
import kotlinx.collections.immutable.persistentListOf

/**
 * What the service lists: all conversations at the beginning of a link, and those that changed while it lives. What is new in them is put where it
 * belongs; where something may be missing before it, the history is read (guarantee REL-5).
 */
internal class ListingRules(
    private val capability: CapabilityRules,
    private val outbox: OutboxRules,
    private val history: HistoryRules,
    private val recovery: RecoveryRules,
    private val beginning: BeginningRules,
    private val composing: ComposingRules,
    private val gone: GoneRules,
    private val asks: AskRules,
) {
    fun listed(session: Session, event: LinkEvent.ConversationsListed, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        if (!capability.hasMany) return session.step()
        val isFirst = event.complete && live.awaitsListing
        val matched = if (event.complete) beginning.matched(session, event.items) else BeginningRules.Matched(session, emptySet())
        return event.items
            .fold(matched.session.step()) { step, item -> step.then { placed(it, item, isFirst, now) } }
            .then { if (event.complete) missing(it, event.items, isFirst, now) else it.step() }
            .then { if (event.complete) beginning.settled(it, matched.unclear, now) else it.step() }
            .then { if (isFirst) begun(it, now) else outbox.pump(it, now) }
    }

    /** All conversations are known: what waited for that goes on. */
    private fun begun(session: Session, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        return recovery
            .resumedWhenDone(session.copy(phase = live.copy(awaitsListing = false)))
            .then(asks::resumed)
            .then(outbox::admit)
            .then { outbox.pump(it, now) }
            .then { history.pump(it, now) }
    }

    /** What is active and not in a complete list is the guest's no more. One that has just begun may not show in it yet. */
    private fun missing(session: Session, items: List<ListedConversation>, isFirst: Boolean, now: Now): Step {
        val there = items.map { session.local(it.info.id) }.toSet()
        return session.conversations.values
            .filter { it.id !in there && it.isActive && session.openingOf(it.id) == null && (isFirst || it.facts.isListed) }
            .fold(session.step()) { step, lost -> step.then { gone.gone(it, lost.id, ConversationRemoval.GONE, now) } }
    }

    /** The service has begun a conversation of ours. What was listed meanwhile and may be that one finds its place now. */
    fun opened(session: Session, event: LinkEvent.ConversationOpened, now: Now): Step {
        if (!capability.hasMany) return session.step()
        return merged(session, event).then { replaced(beginning.opened(it, event), now) }
    }

    /** Listed under the service's name before it was known to be ours. */
    private fun merged(session: Session, event: LinkEvent.ConversationOpened): Step {
        val stray = session.conversations[event.service]?.takeIf { it.id != event.local && session.openingOf(event.local) != null }
            ?: return session.step()
        val (own, others) = stray.messages.partition { session.outbox.awaits(event.local, it) }
        val whole = others.fold(session.conversation(event.local)) { conversation, message -> conversation.insert(message) }
        val lane = session.lane(stray.id)
        return composing.silenced(session, stray.id)
            .then { asks.over(it, stray.id) }
            .then { history.over(it, stray.id) }
            .then {
                it.copy(conversations = it.conversations.remove(stray.id), outbox = it.outbox.moved(stray.id, event.local))
                    .with(whole)
                    .with(stray.id, Lane.EMPTY)
                    .with(event.local, it.lane(event.local).copy(reach = lane.reach, held = lane.held.addAll(own)))
                    .step(
                        it.outbox.moved(stray.id, event.local).rowsOf(event.local, it.outbox) +
                            SessionEffect.RemoveConversation(stray.id) +
                            Deliver(MessagingEvent.ConversationRemoved(stray.id, ConversationRemoval.GONE)),
                    )
            }.then { it.step(others.map { message -> Deliver(MessagingEvent.MessageInserted(event.local, message)) }) }
    }

    /** After a step that settled messages: listed conversations and messages that waited for that find their places. */
    fun follow(before: Session, step: Step, now: Now?): Step {
        val outboxChanged = step.session.outbox !== before.outbox
        if (!capability.hasMany || !outboxChanged || now == null) return step
        return step
            .then { replaced(it, now) }
            .then { session ->
                session.lanes.filterValues { it.held.isNotEmpty() }.keys.fold(session.step()) { all, id -> all.then { freed(it, id) } }
            }
            .then { session ->
                session.conversations.values.filterNot { it.isActive }.fold(session) { all, over -> all.withoutEmpty(over.id) }.step()
            }
    }

    private fun replaced(session: Session, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        if (live.unplaced.isEmpty()) return session.step()
        val free = session.copy(phase = live.copy(unplaced = persistentListOf()))
        return live.unplaced.fold(free.step()) { step, item -> step.then { placed(it, item, isFirst = false, now) } }
    }

    /** What has the words of an own message in flight no longer: it was somebody else's, or the own one, which is known by now. */
    private fun freed(session: Session, id: ConversationId): Step {
        val lane = session.lane(id)
        val conversation = session.conversation(id)
        // In doubt is as good as in flight here: the history tells which it is.
        val doubtful = session.outbox.doubtful.filter { it.conversation == id && session.outbox[it.messageId] != null }
        val (waiting, free) = lane.held.filterNot(conversation::holds).partition { message -> doubtful.any { it.mayBe(message) } }
        if (waiting.size == lane.held.size) return session.step()
        return inserted(session.with(id, lane.copy(held = persistentListOf<Message>().addAll(waiting))), id, free)
    }

    private fun placed(session: Session, item: ListedConversation, isFirst: Boolean, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        val info = item.info
        val id = session.local(info.id)
        val known = session.conversations[id]
        if (!info.isActive) {
            val reason = if (info.isClosed) ConversationRemoval.CLOSED else ConversationRemoval.LEFT_ELSEWHERE
            return gone.gone(session, id, reason, now)
        }
        if (beginning.isAwaited(session, item)) return session.copy(phase = live.copy(unplaced = live.unplaced.add(item))).step()
        val page = marked(session, item.newest.of(id))
        val listed = session.with((known ?: Conversation(id)).with(factsOf(session, id, item)))
        val isInDoubt = listed.outbox.doubtful(id).any { listed.outbox[it.messageId] != null }
        val lane = listed.lane(id)
        // An own message that began it may be known already, and what was said after it not.
        val isUnknown =
            lane.reach == null && lane.unfinished == null && (page.older == null || listed.conversation(id).newestServerId == null)
        return when {
            isUnknown && listed.outbox.doubtful(id).isEmpty() && id !in live.recoveries -> added(listed, page)
            id in live.recoveries -> updated(listed, page).then { during(it, page) }
            isFirst || isInDoubt -> updated(listed, page).then { recovery.begun(it, page, now) }
            else -> updated(listed, page).then { changed(it, page, now) }
        }.then { composed(it, id, page) }
    }

    /** What the service is being told of shows as read already. */
    private fun marked(session: Session, page: HistoryPage): HistoryPage {
        val pending = ReadingRules.pending(session, page.conversation)
        if (pending.isEmpty()) return page
        val messages = page.messages.map { if (pending.holds(it)) it.toBuilder().read(true).build() else it }
        return HistoryPage(page.conversation, messages, page.older)
    }

    private fun factsOf(session: Session, id: ConversationId, item: ListedConversation): ConversationFacts {
        val info = item.info
        val before = session.conversations[id]?.facts ?: ConversationFacts.NONE
        return before.listed(info).copy(
            status = if (info.isClosed) ConversationStatus.CLOSED else ConversationStatus.OPEN,
            isActive = true,
            unreadCount = ReadingRules.pending(session, id).without(info.unreadCount),
        )
    }

    /** One of which nothing was known but, at most, that it is there. */
    private fun added(session: Session, page: HistoryPage): Step {
        val id = page.conversation
        val lane = session.lane(id)
        val (own, others) = fresh(session, page).partition { session.outbox.awaits(id, it) }
        val paging = if (lane.paging == Paging()) Paging(older = page.older, startReached = page.older == null) else lane.paging
        val reached = session.with(id, lane.copy(reach = newestOf(page), paging = paging, held = lane.held.addAll(own)))
        val live = session.phase as? Phase.Live
        val counted = if (live?.resuming == null || !live.awaitsListing) {
            reached
        } else {
            reached.copy(phase = live.copy(resuming = live.resuming.copy(backfilled = live.resuming.backfilled + others.size)))
        }
        return inserted(counted, id, others)
    }

    /** Of a link that lives: the page must go on where the last one ended, or something is missing between. */
    private fun changed(session: Session, page: HistoryPage, now: Now): Step {
        val id = page.conversation
        val lane = session.lane(id)
        if (page.messages.isEmpty()) return session.step()
        val reach = lane.reach
        val goesOn = page.older == null || (reach != null && page.messages.any { it.serverId == reach || it.secondaryId == reach })
        if (!goesOn) return recovery.begun(session, page, now)
        val (own, others) = fresh(session, page).partition { session.outbox.awaits(id, it) }
        return inserted(session.with(id, lane.copy(reach = newestOf(page) ?: lane.reach, held = lane.held.addAll(own))), id, others)
    }

    /** While its history is read: what comes is told afterwards. */
    private fun during(session: Session, page: HistoryPage): Step {
        val id = page.conversation
        val reading = session.recovery(id) ?: return session.step()
        val goesOn = page.older == null || reading.newest == null || page.messages.any { it.serverId == reading.newest }
        if (!goesOn || reading.pages == 0) return session.with(reading.copy(again = true)).step()
        val found = reading.found.mapNotNull(Message::serverId).toSet()
        val (own, others) = fresh(session, page).filter { it.serverId !in found }.partition { session.outbox.awaits(id, it) }
        val conversation = others.fold(session.conversation(id)) { whole, message -> whole.insert(message) }
        val lane = session.lane(id)
        return session
            .with(conversation)
            .with(id, lane.copy(held = lane.held.addAll(own)))
            .with(reading.copy(live = reading.live.addAll(others), newest = newestOf(page) ?: reading.newest))
            .step()
    }

    /** What is here already may have changed: it was read, or its words were moderated. */
    private fun updated(session: Session, page: HistoryPage): Step {
        val id = page.conversation
        val before = session.conversation(id)
        val changes = page.messages.mapNotNull { told ->
            val here = told.serverId?.let(before::findByServerId) ?: return@mapNotNull null
            // The words of an own message are as they were written: services space them in their own way.
            val parts = if (session.outbox.unproved(here.id) == null && here.id.value == told.id.value) told.parts else here.parts
            val now = here.toBuilder().read(told.isRead ?: here.isRead).parts(parts).notice(told.notice ?: here.notice).build()
            now.takeIf { it != here }
        }
        return session
            .with(changes.fold(before) { conversation, message -> conversation.update(message) })
            .step(changes.map { Deliver(MessagingEvent.MessageUpdated(id, it)) })
    }

    private fun inserted(session: Session, id: ConversationId, messages: List<Message>): Step {
        val before = session.conversation(id)
        val after = messages.fold(before) { conversation, message -> conversation.insert(message) }
        val newest = after.newestServerId
        val cursor = newest?.takeIf { it != before.newestServerId }?.let { SaveCursor(CursorRecord(id, it, after.newestTimeMillis)) }
        val told = messages.map { Deliver(MessagingEvent.MessageInserted(id, it)) }
        return session.with(after).step(told + listOfNotNull(cursor))
    }

    /** Who has written is not writing any more. */
    private fun composed(session: Session, id: ConversationId, page: HistoryPage): Step {
        val writing = session.conversations[id]?.composing.orEmpty()
        if (writing.isEmpty()) return session.step()
        val newest = page.messages.lastOrNull() ?: return session.step()
        return composing.wrote(session, id, newest.from)
    }

    private fun fresh(session: Session, page: HistoryPage): List<Message> {
        val conversation = session.conversation(page.conversation)
        val held = session.lane(page.conversation).held.mapNotNull(Message::serverId).toSet()
        return page.messages.filter { it.serverId != null && it.serverId !in held && !conversation.holds(it) }
    }

    private fun newestOf(page: HistoryPage): String? = page.messages.lastOrNull { it.serverId != null }?.serverId

    /** The link is gone, and with it the listing that was to come. */
    fun linkLost(session: Session): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        if (!live.relists) return session.step()
        return session.copy(phase = live.copy(relists = false)).step(CancelTimer(TimerKey.Listing(session.link)))
    }
}
