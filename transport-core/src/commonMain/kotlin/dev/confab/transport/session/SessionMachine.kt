package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveDraft
import dev.confab.transport.session.SessionEffect.SaveSession
import dev.confab.transport.store.DraftRecord

/**
 * The only place where a [Session] changes: `step(session, input)` answers every input in every phase, without a clock, chance, I/O or
 * exception. The rules stand in one file per topic; this class only sends each input to its topic.
 */
internal class SessionMachine(private val policies: SessionPolicies, capabilities: Capabilities) {
    private val capability = CapabilityRules(capabilities)
    private val attributes = AttributeRules(capability)
    private val outbox = OutboxRules(policies, capability, attributes)
    private val presence = PresenceRules(policies, capability)
    private val expiry = ExpiryRules(policies, presence)
    private val history = HistoryRules(policies, capability)
    private val recovery = RecoveryRules(policies, capability, outbox, history)
    private val wedged = WedgedRules(outbox, capability)
    private val changes = ChangeRules(policies, capability, outbox, attributes, history, expiry)
    private val loss = LossRules(outbox, attributes, presence, history, changes, expiry)
    private val closing = ClosingRules(policies, outbox, changes, loss)
    private val opening = OpeningRules(policies, recovery, changes, attributes, expiry, closing)
    private val connection = ConnectionRules(policies, outbox, changes, opening, closing)
    private val conversation = ConversationRules(outbox, expiry)
    private val attachments = AttachmentRules(policies.attachments, policies.rate, capability)
    private val uploads = UploadRules(attachments)
    private val following = FollowingRules(attachments, uploads)

    /** Which files the service takes; null until it has told. */
    fun attachmentProfile(session: Session): AttachmentProfile? = capability.profile(session)

    fun step(session: Session, input: SessionInput): Step {
        val step = saved(session, following.follow(session, answer(session, input), input.now)).counted(policies.rate, input.now)
        val trimmed = step.session.retaining(policies.retention.maxMessages)
        return if (trimmed === step.session) step else Step(trimmed, step.effects)
    }

    /** What can be done now. */
    fun capabilities(session: Session): Map<Capability, CapabilityStatus> = capability.live(session)

    private fun saved(before: Session, step: Step): Step = draftSaved(before, newChatSaved(before, step))

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
        is SessionInput.Connect -> opening.connect(session, input)

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

        is SessionInput.LeaveConversation -> changes.leave(session, input)

        is SessionInput.Converse ->
            session.step(FailCall(input.call, ErrorCode.UNSUPPORTED, "This back end has a single conversation."))

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
        is Phase.Live -> event(session, input, session.phase)

        is Phase.Closing -> if (input.event is LinkEvent.Closed) opening.linkEnded(session, input.now) else session.step()

        is Phase.Idle,
        is Phase.Opening,
        is Phase.Waiting,
        is Phase.Closed,
        is Phase.Failed,
        is Phase.Disposed,
        -> session.step()
    }

    private fun event(session: Session, input: SessionInput.Received, live: Phase.Live): Step = when (val event = input.event) {
        is LinkEvent.MessageArrived -> conversation.arrived(session, event, input.now)

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

        is LinkEvent.ConversationDisconnected -> connection.conversationDisconnected(session, live, event)

        is LinkEvent.SessionEnded -> connection.sessionEnded(session, live, event, input)

        is LinkEvent.Closed -> connection.closedByPeer(session, live, event.reason, input)

        is LinkEvent.HistoryArrived ->
            if (live.recovery ==
                null
            ) {
                history.pageArrived(session, event, input.now)
            } else {
                recovery.pageArrived(session, live, event, input.now)
            }

        is LinkEvent.HistoryFailed ->
            if (live.recovery == null) history.pageFailed(session, event) else recovery.pageFailed(session, live, event, input.now)

        is LinkEvent.UploadProgress -> uploads.progressed(session, event)

        is LinkEvent.AttachmentUploaded ->
            uploads.uploaded(session, event.id, Attachment(event.id, null, null, null, null, event.url))

        is LinkEvent.AttachmentFailed -> uploads.failed(session, event)

        is LinkEvent.AttachmentDeleted -> uploads.deleted(session, event.id)

        is LinkEvent.AttachmentRefreshed -> uploads.refreshed(session, event)

        is LinkEvent.ConversationsListed,
        is LinkEvent.ConversationOpened,
        is LinkEvent.ConversationGone,
        is LinkEvent.Answered,
        is LinkEvent.AskRefused,
        -> session.step()

        is LinkEvent.Unknown -> presence.unknown(session, event)
    }

    private fun timer(session: Session, input: SessionInput.TimerFired): Step = when (val key = input.key) {
        is TimerKey.Reconnect -> opening.reconnectDue(session, key)
        is TimerKey.Close -> opening.closeOverdue(session, key, input.now)
        is TimerKey.Proof -> connection.proofOverdue(session, key, input)
        is TimerKey.History -> recovery.due(session, key)
        is TimerKey.Paging -> history.due(session, key, input.now)
        is TimerKey.Change -> connection.changeOverdue(session, key, input)
        is TimerKey.Health -> presence.healthOverdue(session, key)
        is TimerKey.Expiry -> expiry.due(session, key, input.now)
        is TimerKey.Upload -> uploads.due(session, key)
        is TimerKey.Pace -> outbox.paceOver(session, input.now)
    }

    companion object {
        const val CLIENT_CLOSED: String = "This client is closed: make a new one to go on."
    }
}
