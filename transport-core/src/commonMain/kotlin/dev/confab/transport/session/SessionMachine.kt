package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.NewConversation
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveDraft
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.store.DraftRecord

/**
 * The only place where a [Session] changes: `step(session, input)` answers every input in every phase, without a clock, chance, I/O or
 * exception. The rules stand in one file per topic; this class only sends each input to its topic.
 */
internal class SessionMachine(private val policies: SessionPolicies, capabilities: Capabilities, main: NewConversation? = null) {
    private val capability = CapabilityRules(capabilities)
    private val attributes = AttributeRules(capability)
    private val outbox = OutboxRules(policies, capability, attributes)
    private val composing = ComposingRules(capability)
    private val presence = PresenceRules(policies, capability, composing)
    private val expiry = ExpiryRules(policies, presence)
    private val history = HistoryRules(policies, capability)
    private val recovery = RecoveryRules(policies, capability, outbox, history)
    private val wedged = WedgedRules(outbox, capability)
    private val asks = AskRules()
    private val beginning = BeginningRules(policies.recovery, outbox, recovery)
    private val gone = GoneRules(outbox, history, recovery, composing, asks, main)
    private val listing = ListingRules(capability, outbox, history, recovery, beginning, composing, gone, asks)
    private val views = ConversationViews(capability)
    private val rows = StoredConversations(capability, main)
    private val changes = ChangeRules(policies, capability, outbox, attributes, history, expiry)
    private val loss = LossRules(outbox, attributes, presence, history, changes, expiry, composing, listing, asks)
    private val closing = ClosingRules(policies, outbox, changes, loss)
    private val opening = OpeningRules(policies, capability, recovery, changes, attributes, expiry, closing)
    private val connection = ConnectionRules(policies, outbox, changes, opening, closing)
    private val conversation = ConversationRules(capability, outbox, expiry)
    private val attachments = AttachmentRules(policies.attachments, policies.rate, capability)
    private val uploads = UploadRules(attachments, outbox)
    private val following = FollowingRules(attachments, uploads)
    private val drafting = DraftingRules(capability, outbox, asks, views)
    private val inviting = InvitingRules(capability, asks)
    private val wishes = ConversationWishes(capability, changes, drafting, inviting, ReadingRules(asks), gone, asks)

    /** Which files the service takes; null until it has told. */
    fun attachmentProfile(session: Session): AttachmentProfile? = capability.profile(session)

    fun step(session: Session, input: SessionInput): Step {
        val answered = listing.follow(session, answer(session, input), input.now).then(asks::ended)
        val followed = saved(session, views.told(session, following.follow(session, answered, input.now)))
        val step = translated(session, followed).counted(policies.rate, input.now)
        val trimmed = step.session.retaining(policies.retention.maxMessages)
        return if (trimmed === step.session) step else Step(trimmed, step.effects)
    }

    /** A session as it comes from the store, ready for this back end. */
    fun prepared(session: Session): Session = rows.prepared(session)

    /** The conversations as an application sees them. */
    fun conversations(session: Session, offered: Map<Capability, CapabilityStatus> = capability.live(session)): List<Conversation> =
        views.all(session, offered)

    /** The main conversation as an application sees it; an empty one where there is none. */
    fun main(session: Session, offered: Map<Capability, CapabilityStatus> = capability.live(session)): Conversation =
        views.of(session, session.conversation(ConversationId.MAIN), offered)

    /** The link hears the service's names of conversations, also of one that this step has ended. */
    private fun translated(before: Session, step: Step): Step {
        if (!capability.hasMany) return step
        val names = if (step.session.conversations === before.conversations) before else step.session
        val effects = step.effects.map { ServiceIds.outbound(names, it) }
        return Step(step.session, effects)
    }

    /** What can be done now. */
    fun capabilities(session: Session): Map<Capability, CapabilityStatus> = capability.live(session)

    private fun saved(before: Session, step: Step): Step = draftSaved(before, rows.saved(before, newChatSaved(before, step)))

    /** The row of the session follows the wish for a new conversation. After the rows of the messages that belong to the one before. */
    private fun newChatSaved(before: Session, step: Step): Step {
        val record = step.session.record
        if (record == null || record.newChatPosition == before.record?.newChatPosition) return step
        return if (step.effects.any { it is SaveSession && it.record == record }) step else step.plus(SaveSession(record))
    }

    /** The row of the draft follows the draft. After the other rows: a file that a stored message names is found there, whatever the draft says. */
    private fun draftSaved(before: Session, step: Step): Step {
        val after = step.session
        if (after.draft === before.draft && after.attachments === before.attachments) return step
        val draft = after.storedDraft
        return if (draft == before.storedDraft) step else step.plus(SaveDraft(DraftRecord(ConversationId.MAIN, draft)))
    }

    private fun answer(session: Session, input: SessionInput): Step = when (input) {
        is SessionInput.Command -> if (session.phase == Phase.Disposed) disposed(session, input) else command(session, input)

        is SessionInput.FromLink -> if (input.link == session.link) fromLink(session, input) else session.step()

        is SessionInput.TimerFired -> timer(session, input)

        is SessionInput.SessionSaved -> opening.sessionSaved(session, input)

        is SessionInput.OutboxSaved -> outbox.saved(session, input)

        is SessionInput.NetworkAvailable -> opening.networkAvailable(session, input.now)

        is SessionInput.StoreFailed ->
            when {
                input.ownershipLost -> closing.ownershipLost(session, input)
                input.messageId == null -> opening.storeFailed(session, input)
                else -> outbox.storeFailed(session, input, input.messageId)
            }
    }

    private fun command(session: Session, input: SessionInput.Command): Step = when (input) {
        is SessionInput.Connect ->
            if (capability.hasMany && (input.startNew || input.token != null)) {
                session.step(FailCall(input.call, ErrorCode.UNSUPPORTED, ONE_SESSION))
            } else {
                opening.connect(session, input)
            }

        is SessionInput.Disconnect -> closing.disconnect(session, input)

        is SessionInput.Close -> closing.close(session, input)

        is SessionInput.Send -> outbox.send(session, input)

        is SessionInput.Retry -> wedged.retry(session, input)

        is SessionInput.Discard -> wedged.discard(session, input)

        is SessionInput.EditDraft -> presence.editDraft(session, input)

        is SessionInput.IndicateTyping -> presence.indicateTyping(session, input)

        is SessionInput.CheckHealth -> presence.checkHealth(session, input)

        is SessionInput.StartNewChat -> changes.startNewChat(session, input)

        is SessionInput.SignIn -> changes.signIn(session, input)

        is SessionInput.ClearConversation -> changes.clear(session, input)

        is SessionInput.LeaveConversation ->
            if (capability.hasMany) {
                wishes.wish(session, SessionInput.Converse(input.call, ConversationWish.Leave(ConversationId.MAIN), input.now))
            } else {
                changes.leave(session, input)
            }

        is SessionInput.Converse -> wishes.wish(session, input)

        is SessionInput.NextHistory -> history.next(session, input)

        is SessionInput.SetAttributes -> attributes.set(session, input)

        is SessionInput.Attach -> attachments.attach(session, input)

        is SessionInput.Detach -> attachments.detach(session, input)

        is SessionInput.RefreshAttachment -> attachments.refresh(session, input)

        is SessionInput.CancelCall ->
            attachments.cancelCall(closing.forget(session, input.call), input.call).then { outbox.cancelCall(it, input) }
    }

    /** A closed client refuses everything but closing it again. */
    private fun disposed(session: Session, input: SessionInput.Command): Step = when (input) {
        is SessionInput.Close, is SessionInput.Disconnect -> session.step(SessionEffect.CompleteCall(input.call, Unit))

        is SessionInput.CancelCall -> session.step()

        is SessionInput.Attach ->
            session.step(FailCall(input.call, ErrorCode.CLIENT_CLOSED, CLIENT_CLOSED), SessionEffect.ForgetSource(input.attachment.id))

        is SessionInput.Connect,
        is SessionInput.Send,
        is SessionInput.Retry,
        is SessionInput.Discard,
        is SessionInput.Detach,
        is SessionInput.RefreshAttachment,
        is SessionInput.EditDraft,
        is SessionInput.IndicateTyping,
        is SessionInput.CheckHealth,
        is SessionInput.StartNewChat,
        is SessionInput.SignIn,
        is SessionInput.ClearConversation,
        is SessionInput.LeaveConversation,
        is SessionInput.Converse,
        is SessionInput.NextHistory,
        is SessionInput.SetAttributes,
        -> session.step(FailCall(input.call, ErrorCode.CLIENT_CLOSED, CLIENT_CLOSED))
    }

    private fun fromLink(session: Session, input: SessionInput.FromLink): Step = when (input) {
        is SessionInput.LinkConnected -> opening.linkConnected(session)
        is SessionInput.LinkOpened -> opening.linkOpened(session, input)
        is SessionInput.LinkFailed -> connection.linkFailed(session, input)
        is SessionInput.LinkClosed -> connection.linkClosed(session, input)
        is SessionInput.Received -> received(session, input)
    }

    /** A link speaks only while the session is live; what still arrives while it closes has no place to go. */
    private fun received(session: Session, input: SessionInput.Received): Step = when (session.phase) {
        is Phase.Live -> event(session, named(session, input), session.phase)

        is Phase.Closing -> if (input.event is LinkEvent.Closed) opening.linkEnded(session, input.now) else session.step()

        is Phase.Idle,
        is Phase.Opening,
        is Phase.Waiting,
        is Phase.Closed,
        is Phase.Failed,
        is Phase.Disposed,
        -> session.step()
    }

    /** With the session's names of conversations in place of the service's. */
    private fun named(session: Session, input: SessionInput.Received): SessionInput.Received {
        val event = ServiceIds.inbound(session, input.event)
        return if (event === input.event) input else input.copy(event = event)
    }

    private fun event(session: Session, input: SessionInput.Received, live: Phase.Live): Step = when (val event = input.event) {
        is LinkEvent.MessageArrived -> conversation.arrived(session, event, input.now)
            .then { composing.wrote(it, event.conversation, event.message.from) }

        is LinkEvent.Refused -> outbox.refused(session, event, input.now)

        is LinkEvent.Typing -> presence.typing(session, event)

        is LinkEvent.PresenceChanged -> presence.presenceChanged(session, event)

        is LinkEvent.SignedIn -> presence.signedIn(session, event)

        is LinkEvent.Offered -> presence.offered(session, event)

        is LinkEvent.Reacted -> presence.reacted(session, event)

        is LinkEvent.HealthChecked -> presence.healthChecked(session, event).then { expiry.heard(it, event.expiry, input.now) }

        is LinkEvent.InfoChanged -> changes.infoChanged(session, live, event.info, input.now)

        is LinkEvent.ChangeRefused -> changes.refused(session, event, input.now)

        is LinkEvent.AttributesGreeted -> attributes.greeted(session, event)

        is LinkEvent.ConversationDisconnected ->
            if (capability.hasMany) {
                gone.gone(session, event.conversation, ConversationRemoval.CLOSED, input.now)
            } else {
                connection.conversationDisconnected(session, live, event)
            }

        is LinkEvent.SessionEnded -> connection.sessionEnded(session, live, event, input)

        is LinkEvent.Closed -> connection.closedByPeer(session, live, event.reason, input)

        is LinkEvent.HistoryArrived ->
            if (event.page.conversation in live.recoveries) {
                recovery.pageArrived(session, event, input.now)
            } else {
                history.pageArrived(session, event, input.now)
            }

        is LinkEvent.HistoryFailed ->
            if (event.conversation in live.recoveries) {
                recovery.pageFailed(session, event, input.now)
            } else {
                history.pageFailed(session, event)
            }

        is LinkEvent.UploadProgress -> uploads.progressed(session, event)

        is LinkEvent.AttachmentUploaded ->
            uploads.uploaded(session, event.id, Attachment(event.id, null, null, null, null, event.url))

        is LinkEvent.AttachmentFailed -> uploads.failed(session, event)

        is LinkEvent.AttachmentDeleted -> uploads.deleted(session, event.id)

        is LinkEvent.AttachmentRefreshed -> uploads.refreshed(session, event)

        is LinkEvent.ConversationsListed -> listing.listed(session, event, input.now)

        is LinkEvent.ConversationOpened -> listing.opened(session, event, input.now)

        is LinkEvent.ConversationGone ->
            if (capability.hasMany) gone.gone(session, event.conversation, event.reason, input.now) else session.step()

        // A conversation that is not being left any more goes on.
        is LinkEvent.Answered -> wishes.answered(session, event, input.now).then { outbox.pump(it, input.now) }

        is LinkEvent.AskRefused -> asks.refused(session, event).then { outbox.pump(it, input.now) }

        is LinkEvent.Unknown -> presence.unknown(session, event)
    }

    private fun timer(session: Session, input: SessionInput.TimerFired): Step = when (val key = input.key) {
        is TimerKey.Reconnect -> opening.reconnectDue(session, key)
        is TimerKey.Close -> opening.closeOverdue(session, key, input.now)
        is TimerKey.Proof -> connection.proofOverdue(session, key, input)
        is TimerKey.History -> recovery.due(session, key)
        is TimerKey.Paging -> history.due(session, key, input.now)
        is TimerKey.Listing -> beginning.due(session, key)
        is TimerKey.Composing -> composing.overdue(session, key)
        is TimerKey.Change -> connection.changeOverdue(session, key, input)
        is TimerKey.Health -> presence.healthOverdue(session, key)
        is TimerKey.Expiry -> expiry.due(session, key, input.now)
        is TimerKey.Upload -> uploads.due(session, key)
        is TimerKey.Pace -> outbox.paceOver(session, input.now)
    }

    companion object {
        private const val ONE_SESSION =
            "A session with many conversations is that of its options: make another client for another one, and conversations with createConversation()."
        const val CLIENT_CLOSED: String = "This client is closed: make a new one to go on."
    }
}
