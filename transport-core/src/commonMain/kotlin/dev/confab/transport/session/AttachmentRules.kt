package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.AttachmentPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.session.AttachmentEntry.Stage
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.ForgetSource
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.session.SessionEffect.Upload
import kotlinx.collections.immutable.persistentHashSetOf

/** What a caller asks for a file: attach, detach, delete, a fresh address; and which file goes to the link next. */
internal class AttachmentRules(
    private val policy: AttachmentPolicy,
    private val rate: RatePolicy,
    private val capability: CapabilityRules,
) {
    fun attach(session: Session, input: SessionInput.Attach): Step {
        val refusal = refusal(session, input)
        if (refusal != null) {
            val known = session.attachments[input.attachment.id] != null
            return session.step(
                listOfNotNull(
                    FailCall(input.call, refusal.code, refusal.message),
                    ForgetSource(input.attachment.id).takeUnless {
                        known
                    },
                ),
            )
        }
        val entry = AttachmentEntry(input.attachment, Stage.WAITING, input.signature, calls = persistentHashSetOf(input.call))
        return session.with(entry).step(Deliver(MessagingEvent.AttachmentUpdated(entry.attachment)))
    }

    private fun refusal(session: Session, input: SessionInput.Attach): CapabilityRules.Refusal? {
        capability.refusal(session, Capability.SEND_ATTACHMENTS)?.let { return it }
        refusedByPhase(session.phase)?.let { (code, message) -> return CapabilityRules.Refusal(code, message) }
        if (session.attachments[input.attachment.id] != null) {
            return CapabilityRules.Refusal(
                ErrorCode.INVALID_ARGUMENT,
                "Attachment ${input.attachment.id} is in use: each file needs an id of its own.",
            )
        }
        if (session.attachments.entries.size >= policy.maxAttachments) {
            return CapabilityRules.Refusal(
                ErrorCode.INVALID_ARGUMENT,
                "The draft holds ${policy.maxAttachments} files, more are not taken: send or detach some.",
            )
        }
        return checked(session, input.attachment, input.signature)
    }

    /** Stops an upload; deletes what the service has already. */
    fun detach(session: Session, input: SessionInput.Detach): Step {
        val entry = session.attachments[input.id]
        val carrier = entry?.carrier
        return when {
            entry == null ->
                if (input.known) session.step(unknown(input)) else deleteUnknown(session, input)

            carrier != null -> session.step(
                FailCall(
                    input.call,
                    ErrorCode.INVALID_ARGUMENT,
                    "Message $carrier carries attachment ${input.id}: discard that message first, if it has not left yet.",
                ),
            )

            entry.isUnderWay || entry.stage == Stage.FAILED -> removed(session, entry, DETACHED).plus(CompleteCall(input.call, Unit))

            entry.stage == Stage.DELETING -> session.copy(attachments = session.attachments.deleting(input.id, input.call)).step()

            else -> delete(session, entry, input.call)
        }
    }

    /** Without a session the service is not asked: it deletes files by itself that nobody sent. */
    private fun delete(session: Session, entry: AttachmentEntry, call: CallId): Step = when (session.phase) {
        is Phase.Live, is Phase.Opening, is Phase.Waiting -> {
            val detaching = entry.copy(attachment = entry.attachment.withStatus(AttachmentStatus.Detaching), stage = Stage.DELETING)
            session
                .with(detaching)
                .let { it.copy(attachments = it.attachments.deleting(entry.id, call)) }
                .step(Deliver(MessagingEvent.AttachmentUpdated(detaching.attachment)))
                .then { if (it.phase is Phase.Live) it.step(Submit(it.link, LinkCommand.DeleteAttachment(entry.id))) else it.step() }
        }

        is Phase.Idle, is Phase.Closing, is Phase.Closed, is Phase.Failed, is Phase.Disposed ->
            removed(session, entry, DETACHED).plus(CompleteCall(call, Unit))
    }

    private fun deleteUnknown(session: Session, input: SessionInput.Detach): Step {
        capability.refusal(Capability.SEND_ATTACHMENTS)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        if (session.phase !is Phase.Live) return session.step(notConnected(input.call))
        val isAsked = input.id in session.attachments.deletes
        val waiting = session.copy(attachments = session.attachments.deleting(input.id, input.call))
        return if (isAsked) waiting.step() else waiting.step(Submit(session.link, LinkCommand.DeleteAttachment(input.id)))
    }

    /** Who asks for the same at the same time waits for the same answer. */
    fun refresh(session: Session, input: SessionInput.RefreshAttachment): Step {
        capability.refusal(Capability.SEND_ATTACHMENTS)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        if (session.phase !is Phase.Live) return session.step(notConnected(input.call))
        val isAsked = input.id in session.attachments.refreshes || session.attachments[input.id]?.stage == Stage.ASKING
        val waiting = session.copy(attachments = session.attachments.refreshing(input.id, input.call))
        return if (isAsked) waiting.step() else waiting.step(Submit(session.link, LinkCommand.RefreshAttachment(input.id)))
    }

    /** A caller of attach who gives up takes the file back; one that waits for an answer just goes. */
    fun cancelCall(session: Session, call: CallId): Step {
        val entry = session.attachments.entries.values.firstOrNull { call in it.calls }
            ?: return session.copy(attachments = session.attachments.forgetCall(call)).step()
        return removed(session.with(entry.copy(calls = entry.calls.remove(call))), entry.copy(calls = entry.calls.remove(call)), DETACHED)
    }

    /** Hands files to the link as long as it has room, and the service takes requests. */
    fun pump(session: Session, now: Now): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        if (live.readOnly || session.attachments.entries.values.count { it.isAtLink } >= policy.maxUploads) return session.step()
        val next = session.attachments.entries.values.firstOrNull { it.stage == Stage.WAITING } ?: return session.step()
        val free = session.budget.freeAtTicks(rate)
        if (free > now.ticks) return later(session, next, free - now.ticks)
        val refusal = checked(session, next.attachment, next.signature).takeUnless { next.sourceLost }
        val step =
            when {
                // What the service takes may have become known, or have changed, since the file was attached.
                refusal != null -> failed(session, next, refusal.code, refusal.message)

                next.begun ->
                    session
                        .with(next.copy(stage = Stage.ASKING))
                        .step(Submit(session.link, LinkCommand.RefreshAttachment(next.id)))

                else -> upload(session, next)
            }
        return step.then { pump(it, now) }
    }

    /** Its turn comes when its timer fires. */
    fun later(session: Session, entry: AttachmentEntry, millis: Long): Step =
        session.with(entry.copy(stage = Stage.PAUSED)).step(StartTimer(TimerKey.Upload(entry.id), millis))

    fun upload(session: Session, entry: AttachmentEntry): Step =
        session.with(entry.copy(stage = Stage.UPLOADING)).step(Upload(session.link, entry.attachment))

    /** Out of the draft; callers of attach are told with [reason]. */
    fun removed(session: Session, entry: AttachmentEntry, reason: String): Step {
        val detached = entry.attachment.withStatus(AttachmentStatus.Detached)
        val deletes = session.attachments.deletes[entry.id].orEmpty()
        val attachments = session.attachments.without(entry.id)
        return session
            .copy(attachments = attachments.copy(deletes = attachments.deletes.remove(entry.id)))
            .step(
                listOfNotNull(
                    Submit(session.link, LinkCommand.CancelUpload(entry.id)).takeIf { entry.stage == Stage.UPLOADING },
                    CancelTimer(TimerKey.Upload(entry.id)).takeIf { entry.stage == Stage.PAUSED },
                    ForgetSource(entry.id),
                    Deliver(MessagingEvent.AttachmentUpdated(detached)),
                ) + entry.calls.map { FailCall(it, ErrorCode.CANCELLATION_ERROR, reason) } + deletes.map { CompleteCall(it, Unit) },
            )
    }

    /** Told to who waits, and let go; where nobody waits it stays in the draft to be seen. */
    fun failed(session: Session, entry: AttachmentEntry, code: ErrorCode, message: String): Step {
        val failed = entry.attachment.withStatus(AttachmentStatus.Failed(code, message))
        val kept = entry.copy(attachment = failed, stage = Stage.FAILED, calls = persistentHashSetOf())
        val next = if (entry.calls.isEmpty()) session.with(kept) else session.copy(attachments = session.attachments.without(entry.id))
        return next.step(
            listOfNotNull(
                CancelTimer(TimerKey.Upload(entry.id)).takeIf { entry.stage == Stage.PAUSED },
                ForgetSource(entry.id),
                Deliver(MessagingEvent.AttachmentUpdated(failed)),
            ) + entry.calls.map { FailCall(it, code, message) },
        )
    }

    private fun refusedByPhase(phase: Phase): Pair<ErrorCode, String>? = when (phase) {
        is Phase.Live, is Phase.Opening, is Phase.Waiting -> null
        is Phase.Idle, is Phase.Closing, is Phase.Closed -> ErrorCode.NOT_CONNECTED to NO_SESSION
        is Phase.Failed -> ErrorCode.NOT_CONNECTED to "The session has failed (${phase.message}): mend that and call connect() again."
        is Phase.Disposed -> ErrorCode.CLIENT_CLOSED to SessionMachine.CLIENT_CLOSED
    }

    private fun checked(session: Session, attachment: Attachment, signature: FileSignature?): CapabilityRules.Refusal? {
        val offer = AttachmentChecks.Offer(
            attachment.fileName.orEmpty(),
            attachment.sizeBytes ?: -1,
            attachment.contentType.orEmpty(),
            signature,
        )
        return AttachmentChecks.refusal(offer, capability.profile(session), capability.needsExtension)
    }

    private fun unknown(input: SessionInput.Detach) = FailCall(
        input.call,
        ErrorCode.ATTACHMENT_NOT_FOUND,
        "The draft holds no attachment ${input.id}: it was sent or detached already, or never attached in this session.",
    )

    private fun notConnected(call: CallId) = FailCall(
        call,
        ErrorCode.NOT_CONNECTED,
        "The service cannot be asked for the file: call connect() and wait until the session is configured.",
    )

    companion object {
        private const val NO_SESSION = "The file was not attached: there is no session. Call connect() first."
        private const val DETACHED = "The file was detached before it was uploaded."
    }
}

internal fun Session.with(entry: AttachmentEntry): Session = copy(attachments = attachments.with(entry))

/** What an attachment is to the session: by its id. */
internal fun Session.attachment(id: AttachmentId): AttachmentEntry? = attachments[id]
