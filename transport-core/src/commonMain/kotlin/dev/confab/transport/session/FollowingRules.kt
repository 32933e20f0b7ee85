package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.AttachmentEntry.Stage
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.ForgetSource
import dev.confab.transport.session.SessionEffect.Submit
import kotlinx.collections.immutable.persistentHashMapOf
import kotlinx.collections.immutable.persistentHashSetOf

/** Files follow the connection and the messages: looked at in one place, after every step. */
internal class FollowingRules(private val attachments: AttachmentRules, private val uploads: UploadRules) {
    fun follow(before: Session, step: Step, now: Now?): Step {
        if (step.session.attachments.isEmpty) return step
        return step
            .then { session -> if (session.outbox === before.outbox) session.step() else carried(session) }
            .then { phaseChanged(before, it) }
            .then { if (now == null) it.step() else attachments.pump(it, now) }
    }

    /**
     * A message has the files that its draft names, until it is proved: then they are the service's. One that was taken back before it
     * left gives them back to the draft; one that may have arrived takes them along.
     */
    private fun carried(session: Session): Step = session.attachments.entries.values.fold(session.step()) { step, entry ->
        val carrier = session.outbox.carrierOf(entry.id)
        val before = entry.carrier
        when {
            // Its bytes leave anew, with the next attempt of the message.
            carrier == before && carrier != null && entry.hasLeftInPart && session.outbox[carrier]?.stage != OutboxEntry.Stage.IN_FLIGHT ->
                step.then { changed(it, entry, AttachmentStatus.Sending(carrier)) }

            carrier == before -> step

            carrier != null -> step.then { changed(it, entry, AttachmentStatus.Sending(carrier)) }

            else -> {
                val status = session.conversations.values.firstNotNullOfOrNull { before?.let(it::find) }?.status
                val back = status == null || status == MessageStatus.Cancelled || session.outbox.holds(before)
                step.then { if (back) changed(it, entry, AttachmentStatus.Uploaded) else sent(it, entry) }
            }
        }
    }

    private fun changed(session: Session, entry: AttachmentEntry, status: AttachmentStatus): Step {
        val next = entry.copy(attachment = entry.attachment.withStatus(status))
        return session.with(next).step(Deliver(MessagingEvent.AttachmentUpdated(next.attachment)))
    }

    private fun sent(session: Session, entry: AttachmentEntry): Step = session
        .copy(attachments = session.attachments.without(entry.id))
        .step(ForgetSource(entry.id), Deliver(MessagingEvent.AttachmentUpdated(entry.attachment.withStatus(AttachmentStatus.Sent))))

    private fun phaseChanged(before: Session, session: Session): Step {
        val phase = session.phase
        val wasLive = before.phase is Phase.Live
        return when {
            phase is Phase.Disposed && before.phase !is Phase.Disposed -> disposed(session)
            phase is Phase.Failed && before.phase !is Phase.Failed -> unanswered(session).then(::suspended).then { ended(it, phase) }
            wasLive && (phase !is Phase.Live || session.link != before.link) -> unanswered(session).then(::suspended)
            phase is Phase.Live && phase.readOnly -> interrupted(session, ErrorCode.SESSION_READ_ONLY, OutboxRules.READ_ONLY)
            phase is Phase.Live && !wasLive -> resumed(session, isFresh = phase.newSession && before.wasLive)
            else -> session.step()
        }
    }

    /** That the service could not be reached says nothing about a file: who waits for one is told, and the others wait for the next connect. */
    private fun ended(session: Session, phase: Phase.Failed): Step {
        val reason = "The upload was cut by the end of the session: ${phase.message}"
        return interrupted(session, ErrorCode.ATTACHMENT_UPLOAD_INTERRUPTED, reason) {
            it.calls.isNotEmpty() || !phase.code.isRetryable
        }
    }

    /** A link is there. What was uploaded into a session that is gone must be asked for anew. */
    private fun resumed(session: Session, isFresh: Boolean): Step = session.attachments.entries.values.fold(session.step()) { step, entry ->
        step.then {
            when {
                entry.stage == Stage.DELETING -> it.step(Submit(it.link, LinkCommand.DeleteAttachment(entry.id)))

                entry.stage == Stage.UPLOADED && entry.carrier == null && isFresh ->
                    changed(it, entry.copy(stage = Stage.WAITING, begun = true), AttachmentStatus.Presigning)

                else -> it.step()
            }
        }
    }

    /** The link is gone: what it had goes on at the next one, if the service does not have it by then. */
    private fun suspended(session: Session): Step =
        session.attachments.entries.values.filter { it.isAtLink }.fold(session.step()) { step, entry ->
            step.then { changed(it, interruptedAtLink(entry), AttachmentStatus.Presigning) }
        }

    private fun interruptedAtLink(entry: AttachmentEntry): AttachmentEntry =
        entry.copy(attachment = entry.attachment.withStatus(AttachmentStatus.Presigning), stage = Stage.WAITING, begun = true)

    private fun interrupted(session: Session, code: ErrorCode, message: String, which: (AttachmentEntry) -> Boolean = { true }): Step =
        session.attachments.entries.values.fold(session.step()) { step, entry ->
            step.then {
                when {
                    entry.isUnderWay && which(entry) -> attachments.failed(it, entry, code, message)

                    entry.stage == Stage.DELETING && it.phase is Phase.Failed -> uploads.undeleted(
                        it,
                        entry.id,
                        ErrorCode.NOT_CONNECTED,
                        LOST,
                    )

                    else -> it.step()
                }
            }
        }

    /** Nobody answers any more what was asked over the link; files of the draft are deleted over the next one. */
    private fun unanswered(session: Session): Step {
        val files = session.attachments
        val strays = files.deletes.filterKeys { files[it] == null }
        val told = files.refreshes.values.flatten() + strays.values.flatten()
        val rest = files.copy(refreshes = persistentHashMapOf(), deletes = strays.keys.fold(files.deletes) { map, id -> map.remove(id) })
        return session.copy(attachments = rest).step(told.map { FailCall(it, ErrorCode.NOT_CONNECTED, LOST) })
    }

    private fun disposed(session: Session): Step {
        val files = session.attachments
        val quiet = files.entries.values.fold(files) { all, entry ->
            all.with((if (entry.isAtLink) interruptedAtLink(entry) else entry).copy(calls = persistentHashSetOf()))
        }
        return session
            .copy(attachments = quiet.copy(refreshes = persistentHashMapOf(), deletes = persistentHashMapOf()))
            .step(files.calls.map { FailCall(it, ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED) })
    }

    private companion object {
        const val LOST = "The connection was lost before the service answered."
    }
}

/** The message whose draft names the file. */
private fun Outbox.carrierOf(id: AttachmentId) =
    (entries.firstOrNull { it.names(id) } ?: wedged.firstOrNull { it.entry.names(id) }?.entry)?.messageId

private fun Outbox.holds(messageId: MessageId?): Boolean = messageId != null && (this[messageId] != null || wedged(messageId) != null)

private val AttachmentEntry.hasLeftInPart: Boolean get() = (attachment.status as? AttachmentStatus.Sending)?.totalBytes?.let { it > 0 } ==
    true

private fun OutboxEntry.names(id: AttachmentId): Boolean = draft.attachments.any { it.id == id }
