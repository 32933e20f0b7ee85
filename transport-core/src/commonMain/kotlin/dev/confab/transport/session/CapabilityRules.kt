package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId

/** Refuses what cannot work before anything is sent, and tells what can be done now. */
internal class CapabilityRules(private val capabilities: Capabilities) {
    class Refusal(val code: ErrorCode, val message: String)

    /** What this back end can never do. */
    fun refusal(capability: Capability): Refusal? {
        val status = capabilities[capability]
        return if (status.allowed) null else Refusal(ErrorCode.UNSUPPORTED, "$capability is not possible: ${status.reason}")
    }

    /** As [refusal], with what the session allows at this moment. */
    fun refusal(session: Session, capability: Capability): Refusal? =
        refusal(capability) ?: noFiles(session).takeIf { capability == Capability.SEND_ATTACHMENTS }

    /** Which files the service takes; null until it has told. */
    fun profile(session: Session): AttachmentProfile? = session.info?.let { AttachmentProfile.of(it.limits) }

    private fun noFiles(session: Session): Refusal? = when {
        profile(session)?.enabled == false ->
            Refusal(ErrorCode.FEATURE_UNAVAILABLE, "This deployment takes no files: allow them in its supported content profile.")

        (session.phase as? Phase.Live)?.readOnly == true -> Refusal(ErrorCode.SESSION_READ_ONLY, OutboxRules.READ_ONLY)

        else -> null
    }

    /** @param messageId the message that is made of [draft]. */
    fun refusal(session: Session, draft: Draft, messageId: MessageId): Refusal? = refusal(draft.reply?.capability ?: Capability.SEND_TEXT)
        ?: draft.takeIf { it.customAttributes.isNotEmpty() }?.let { refusal(Capability.CUSTOM_ATTRIBUTES) }
        ?: draft.takeIf { it.attachments.isNotEmpty() }?.let { refusal(Capability.SEND_ATTACHMENTS) }
        ?: empty(draft)
        ?: ReplyRules.refusal(session.conversation(ConversationId.MAIN), draft)
        ?: draft.attachments.firstNotNullOfOrNull { notUploaded(session, it, messageId) }
        ?: draft.takeIf { it.reply != null && it.attachments.isNotEmpty() }?.let { Refusal(ErrorCode.INVALID_ARGUMENT, REPLY_WITH_FILES) }
        ?: tooLong(session, draft)
        ?: attributesTooLarge(session, draft.customAttributes)

    fun attributesTooLarge(session: Session, attributes: Map<String, String>): Refusal? {
        val limit = session.info?.limits?.maxCustomAttributeBytes ?: capabilities.limits.maxCustomAttributeBytes ?: return null
        val size = attributes.utf8Bytes
        return if (size <= limit) {
            null
        } else {
            Refusal(
                ErrorCode.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE,
                "The custom attributes have $size bytes in UTF-8, the service takes $limit: send fewer or shorter ones.",
            )
        }
    }

    /** What can be done now, for each capability: as far as back end, deployment and state of the session allow. */
    fun live(session: Session): Map<Capability, CapabilityStatus> = Capability.entries.associateWith { capability ->
        val offered = capabilities[capability]
        val denied = session.denied[capability]
        val reason = if (!offered.allowed) {
            offered.reason
        } else {
            denied ?: notNow(session.phase, capability)
                ?: noFiles(session)?.message.takeIf { capability == Capability.SEND_ATTACHMENTS }
        }
        if (reason == null) CapabilityStatus.ALLOWED else CapabilityStatus.denied(reason)
    }

    private fun notNow(phase: Phase, capability: Capability): String? = when (capability) {
        Capability.SEND_TEXT,
        Capability.SEND_QUICK_REPLY,
        Capability.SEND_CARD_ACTION,
        Capability.SEND_DATE,
        Capability.SEND_LIST,
        Capability.SEND_FORM,
        Capability.SEND_ATTACHMENTS,
        -> notSendable(phase)

        Capability.SEND_TYPING ->
            if (phase is Phase.Live && phase.readOnly) OutboxRules.READ_ONLY else NOT_CONNECTED.takeIf { phase !is Phase.Live }

        Capability.CUSTOM_ATTRIBUTES -> SessionMachine.CLIENT_CLOSED.takeIf { phase is Phase.Disposed }

        Capability.REPLY_TO, Capability.SET_IMPORTANCE -> notSendable(phase)

        Capability.CREATE_CONVERSATION, Capability.REMOVE_PARTICIPANTS, Capability.SET_SENSITIVITY ->
            SessionMachine.CLIENT_CLOSED.takeIf { phase is Phase.Disposed }

        Capability.RETRIEVE_CONVERSATIONS,
        Capability.SEARCH_CONVERSATIONS,
        Capability.VALIDATE_ADDRESSES,
        Capability.ADD_PARTICIPANTS,
        Capability.SET_SUBJECT,
        Capability.MARK_AS_READ,
        Capability.MARK_AS_ACCESSED,
        -> NOT_CONNECTED.takeIf { phase !is Phase.Live }

        Capability.HISTORY, Capability.HEALTH_CHECK, Capability.CLEAR_CONVERSATION, Capability.SIGN_IN -> NOT_CONNECTED.takeIf {
            phase !is Phase.Live
        }

        Capability.LEAVE_CONVERSATION ->
            if (phase is Phase.Live && phase.readOnly) OutboxRules.READ_ONLY else NOT_CONNECTED.takeIf { phase !is Phase.Live }

        Capability.START_NEW_CHAT ->
            when {
                phase !is Phase.Live -> NOT_CONNECTED
                phase.readOnly -> null
                else -> GOES_ON
            }
    }

    /** What is sent while the connection is being made waits for it. */
    private fun notSendable(phase: Phase): String? = when (phase) {
        is Phase.Opening, is Phase.Waiting -> null
        is Phase.Live -> OutboxRules.READ_ONLY.takeIf { phase.readOnly }
        is Phase.Idle, is Phase.Closing, is Phase.Closed, is Phase.Failed -> NOT_CONNECTED
        is Phase.Disposed -> SessionMachine.CLIENT_CLOSED
    }

    private fun empty(draft: Draft): Refusal? =
        if (draft.isEmpty) Refusal(ErrorCode.INVALID_ARGUMENT, "The message is empty: give it a text or a file.") else null

    private fun notUploaded(session: Session, attachment: Attachment, messageId: MessageId): Refusal? {
        val id = attachment.id
        val entry = session.attachment(id)
        return when {
            entry == null ->
                Refusal(ErrorCode.ATTACHMENT_NOT_FOUND, "Attachment $id is not in the draft: attach the file before it is sent.")

            entry.carrier != null && entry.carrier != messageId ->
                Refusal(ErrorCode.INVALID_ARGUMENT, "Message ${entry.carrier} carries attachment $id already: attach the file once more.")

            entry.stage != AttachmentEntry.Stage.UPLOADED -> Refusal(
                ErrorCode.ATTACHMENT_NOT_UPLOADED,
                "Attachment $id is not uploaded (${entry.attachment.status}): wait until attach() has returned, or detach it.",
            )

            else -> null
        }
    }

    private fun tooLong(session: Session, draft: Draft): Refusal? {
        val limit = session.info?.limits?.maxTextBytes ?: capabilities.limits.maxTextBytes ?: return null
        val size = draft.textBytes
        return if (size <= limit) {
            null
        } else {
            Refusal(
                ErrorCode.MESSAGE_TOO_LONG,
                "The ${if (draft.reply == null) "text" else "label of the reply"} has $size bytes in UTF-8, the service takes $limit: " +
                    "shorten it or split it into several messages.",
            )
        }
    }

    companion object {
        const val NOT_CONNECTED: String = "The session is not connected: call connect() and wait until it is configured."
        const val REPLY_WITH_FILES: String = "An answer that was chosen carries no files: send them with a message of their own."
        const val GOES_ON: String = "The conversation goes on: connect() with startNew begins another one all the same."
    }
}
