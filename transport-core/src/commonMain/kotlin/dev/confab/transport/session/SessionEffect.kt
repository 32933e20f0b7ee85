package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.store.ConversationRecord
import dev.confab.transport.store.CursorRecord
import dev.confab.transport.store.DraftRecord
import dev.confab.transport.store.OutboxRecord
import dev.confab.transport.store.SessionRecord

/** What a step wants done. The loop does it and feeds the result back as an input. */
internal sealed interface SessionEffect {
    /** Answered by `LinkConnected`, `LinkOpened`, `LinkFailed`, and by `Received` as long as the link lives. */
    data class OpenLink(
        val link: Int,
        val sessionKey: String,
        val resumeState: String?,
        val startNew: Boolean,
        val customAttributes: Map<String, String>,
        val isRetry: Boolean,
        val timeoutMillis: Long,
    ) : SessionEffect

    data class Submit(val link: Int, val command: LinkCommand) : SessionEffect

    /** Uploads a file over a link; the runtime adds the bytes. Answered by `Received` with what the link tells of it. */
    data class Upload(val link: Int, val attachment: Attachment) : SessionEffect

    /** The bytes of a file are not needed any more. */
    data class ForgetSource(val id: AttachmentId) : SessionEffect

    /** Also ends an opening that is under way. Answered by `LinkClosed`. */
    data class CloseLink(val link: Int, val reason: CloseReason) : SessionEffect

    /** Answered by `TimerFired`, unless it is cancelled before. */
    data class StartTimer(val key: TimerKey, val delayMillis: Long) : SessionEffect

    data class CancelTimer(val key: TimerKey) : SessionEffect

    /** Answered by `SessionSaved` or `StoreFailed`. */
    data class SaveSession(val record: SessionRecord) : SessionEffect

    /** Answered by `OutboxSaved` or `StoreFailed`. */
    data class SaveOutbox(val record: OutboxRecord) : SessionEffect

    /** @property cursor of the message that proves it: written together with the removal, or not at all. */
    data class RemoveOutbox(val messageId: MessageId, val cursor: CursorRecord? = null) : SessionEffect

    data class SaveCursor(val record: CursorRecord) : SessionEffect

    data class SaveConversation(val record: ConversationRecord) : SessionEffect

    /** With its cursor and its draft. */
    data class RemoveConversation(val id: ConversationId) : SessionEffect

    /** An empty draft is removed. */
    data class SaveDraft(val record: DraftRecord) : SessionEffect

    data class CompleteCall(val call: CallId, val value: Any?) : SessionEffect

    data class FailCall(val call: CallId, val code: ErrorCode, val message: String) : SessionEffect

    data class Deliver(val event: MessagingEvent) : SessionEffect
}
