package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.AttachmentEntry.Stage
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.StartTimer
import kotlinx.collections.immutable.persistentHashSetOf

/** What the link tells of files: how far they are, what became of them. */
internal class UploadRules(private val attachments: AttachmentRules, private val outbox: OutboxRules) {
    fun progressed(session: Session, event: LinkEvent.UploadProgress): Step {
        val entry = session.attachment(event.id) ?: return session.step()
        if (entry.stage != Stage.UPLOADING) return moved(session, entry, event)
        val status = AttachmentStatus.Uploading(event.sentBytes, event.totalBytes)
        val next = entry.copy(attachment = entry.attachment.withStatus(status), begun = true)
        val isFirst = entry.attachment.status !is AttachmentStatus.Uploading
        return session.with(next).step(listOfNotNull(Deliver(MessagingEvent.AttachmentUpdated(next.attachment)).takeIf { isFirst }))
    }

    /** Its bytes travel with its message (Avaya AMM notes §B.6.2). A number that was told before is no sign that something moves. */
    private fun moved(session: Session, entry: AttachmentEntry, event: LinkEvent.UploadProgress): Step {
        val before = entry.attachment.status as? AttachmentStatus.Sending ?: return session.step()
        val status = AttachmentStatus.Sending(before.messageId, event.sentBytes, event.totalBytes)
        if (status == before || session.outbox[before.messageId]?.stage != OutboxEntry.Stage.IN_FLIGHT) return session.step()
        val next = entry.copy(attachment = entry.attachment.withStatus(status))
        val told = Deliver(MessagingEvent.AttachmentUpdated(next.attachment)).takeIf { tenths(status) != tenths(before) }
        return outbox.moved(session.with(next), before.messageId).then { it.step(listOfNotNull(told)) }
    }

    /** Events are few: the first bytes, each tenth of the file, the last. All else shows in the draft. */
    private fun tenths(status: AttachmentStatus.Sending): Long =
        if (status.totalBytes == 0L) -1 else status.sentBytes.toDouble().div(status.totalBytes).times(TENTHS).toLong()

    /** Also one that comes late, when its upload was given up for lost. */
    fun uploaded(session: Session, id: AttachmentId, known: Attachment): Step {
        val entry = session.attachment(id)?.takeIf { it.isUnderWay } ?: return session.step()
        val attachment = entry.attachment.updatedBy(known).withStatus(AttachmentStatus.Uploaded)
        val paused = if (entry.stage == Stage.PAUSED) listOf(SessionEffect.CancelTimer(TimerKey.Upload(id))) else emptyList()
        return session
            .with(entry.copy(attachment = attachment, stage = Stage.UPLOADED, calls = persistentHashSetOf(), attempts = 0))
            .step(
                paused + Deliver(MessagingEvent.AttachmentUpdated(attachment)) + entry.calls.map { CompleteCall(it, attachment) },
            )
    }

    fun refreshed(session: Session, event: LinkEvent.AttachmentRefreshed): Step {
        val id = event.attachment.id
        val entry = session.attachment(id)
        val waiting = session.attachments.refreshes[id].orEmpty()
        val answered = session.copy(attachments = session.attachments.copy(refreshes = session.attachments.refreshes.remove(id)))
        val fresh = entry?.attachment?.updatedBy(event.attachment)
        val next =
            when {
                entry == null || fresh == null -> answered.step()
                entry.stage == Stage.ASKING -> uploaded(answered, id, event.attachment)
                else -> answered.with(entry.copy(attachment = fresh)).step()
            }
        return next.then { it.step(waiting.map { call -> CompleteCall(call, fresh ?: event.attachment) }) }
    }

    fun deleted(session: Session, id: AttachmentId): Step {
        val entry = session.attachment(id)
        if (entry != null) return attachments.removed(session, entry, DELETED)
        val waiting = session.attachments.deletes[id].orEmpty()
        return session
            .copy(attachments = session.attachments.copy(deletes = session.attachments.deletes.remove(id)))
            .step(waiting.map { CompleteCall(it, Unit) })
    }

    fun failed(session: Session, event: LinkEvent.AttachmentFailed): Step = when (event.task) {
        Task.UPLOAD -> uploadFailed(session, event)
        Task.DELETE -> deleteFailed(session, event)
        Task.REFRESH -> refreshFailed(session, event)
    }

    private fun uploadFailed(session: Session, event: LinkEvent.AttachmentFailed): Step {
        val entry = session.attachment(event.id)?.takeIf { it.stage == Stage.UPLOADING } ?: return session.step()
        return when (event.failure.failureClass) {
            FailureClass.TRANSIENT, FailureClass.PROTOCOL -> again(session, entry, event.failure)
            FailureClass.PERMANENT -> attachments.failed(session, entry, event.failure.code, event.failure.message)
            FailureClass.AUTH -> attachments.failed(session, entry, ErrorCode.ATTACHMENT_UPLOAD_INTERRUPTED, event.failure.message)
        }
    }

    private fun again(session: Session, entry: AttachmentEntry, failure: TransportFailure): Step {
        val attempts = entry.attempts + 1
        if (attempts >= MAX_ATTEMPTS) {
            return attachments.failed(session, entry, failure.code, "${failure.message} ($attempts attempts)")
        }
        val wait = maxOf(failure.retryAfterMillis ?: 0, RETRY_MILLIS shl (attempts - 1))
        val paused =
            entry.copy(
                attachment = entry.attachment.withStatus(AttachmentStatus.Presigning),
                stage = Stage.PAUSED,
                begun = true,
                attempts = attempts,
            )
        return session.with(paused).step(StartTimer(TimerKey.Upload(entry.id), wait))
    }

    fun due(session: Session, key: TimerKey.Upload): Step {
        val entry = session.attachment(key.id)?.takeIf { it.stage == Stage.PAUSED } ?: return session.step()
        return session.with(entry.copy(stage = Stage.WAITING)).step()
    }

    /** One that the service does not know any more is as good as deleted. */
    private fun deleteFailed(session: Session, event: LinkEvent.AttachmentFailed): Step {
        val code = event.failure.code
        if (code == ErrorCode.ATTACHMENT_NOT_FOUND || code == ErrorCode.ATTACHMENT_HAS_EXPIRED) return deleted(session, event.id)
        return undeleted(session, event.id, code, event.failure.message)
    }

    /** The service did not delete it, or nobody knows: it is there still. */
    fun undeleted(session: Session, id: AttachmentId, code: ErrorCode, message: String): Step {
        val entry = session.attachment(id)?.takeIf { it.stage == Stage.DELETING }
        val waiting = session.attachments.deletes[id].orEmpty()
        val kept = entry?.copy(attachment = entry.attachment.withStatus(AttachmentStatus.Uploaded), stage = Stage.UPLOADED)
        val answered = session.copy(attachments = session.attachments.copy(deletes = session.attachments.deletes.remove(id)))
        return (if (kept == null) answered else answered.with(kept)).step(
            listOfNotNull(kept?.let { Deliver(MessagingEvent.AttachmentUpdated(it.attachment)) }) +
                waiting.map { FailCall(it, code, message) },
        )
    }

    private fun refreshFailed(session: Session, event: LinkEvent.AttachmentFailed): Step {
        val waiting = session.attachments.refreshes[event.id].orEmpty()
        val failure = event.failure
        val entry = session.attachment(event.id)?.takeIf { it.stage == Stage.ASKING }
        val answered = session
            .copy(attachments = session.attachments.copy(refreshes = session.attachments.refreshes.remove(event.id)))
            .step(waiting.map { FailCall(it, failure.code, failure.message) })
        return when {
            entry == null -> answered

            // The service does not have it, or does not say: upload it. What cannot be uploaded any more needs a sure answer.
            !entry.sourceLost -> answered.then { attachments.upload(it, entry) }

            failure.failureClass.isRetryable && entry.attempts + 1 < MAX_ATTEMPTS -> answered.then { again(it, entry, failure) }

            else -> answered.then { attachments.failed(it, entry, ErrorCode.ATTACHMENT_UPLOAD_INTERRUPTED, SOURCE_LOST) }
        }
    }

    private companion object {
        const val MAX_ATTEMPTS = 4
        const val RETRY_MILLIS = 1_000L
        const val TENTHS = 10
        const val DELETED = "The file was deleted."
        const val SOURCE_LOST = "The upload was cut by the end of the process, and the service does not have the file: attach it again."
    }
}
