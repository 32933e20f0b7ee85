package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Importance
import dev.confab.transport.model.Limits
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.Sensitivity

/** Refuses what cannot work before anything is sent, and tells what can be done now. */
internal class CapabilityRules(private val capabilities: Capabilities) {
    class Refusal(val code: ErrorCode, val message: String)

    /** What this back end can never do. */
    fun refusal(capability: Capability): Refusal? {
        val status = capabilities[capability]
        return if (status.allowed) null else Refusal(ErrorCode.UNSUPPORTED, "$capability is not possible: ${status.reason}")
    }

    /** Whether a session has any number of conversations, and not exactly one. */
    val hasMany: Boolean get() = capabilities.hasManyConversations

    /** For what only makes sense with many conversations. */
    fun onlyMany(): Refusal? = if (hasMany) null else Refusal(ErrorCode.UNSUPPORTED, "This back end has a single conversation.")

    /** A conversation that the session does not have, or has no more. */
    fun unknown(session: Session, id: ConversationId): Refusal? {
        val known = session.conversations[id]
        return when {
            !hasMany -> if (id == ConversationId.MAIN) null else Refusal(ErrorCode.CONVERSATION_NOT_FOUND, "$id: $SINGLE")
            known != null -> ended(known)
            id == ConversationId.MAIN -> Refusal(ErrorCode.INVALID_ARGUMENT, NO_MAIN)
            else -> Refusal(ErrorCode.CONVERSATION_NOT_FOUND, "The session has no conversation $id: take one of `conversations`.")
        }
    }

    private fun ended(conversation: Conversation): Refusal? = if (conversation.isActive) {
        null
    } else {
        Refusal(ErrorCode.CONVERSATION_ENDED, "The conversation ${conversation.id} is over: begin another one.")
    }

    /** A conversation that takes no messages. */
    fun closed(session: Session, id: ConversationId): Refusal? {
        if (!hasMany) return null
        val facts = session.conversations[id]?.facts ?: return null
        return when {
            !facts.isActive || facts.status == ConversationStatus.CLOSED ->
                Refusal(ErrorCode.CONVERSATION_ENDED, "The conversation $id is over: begin another one.")

            session.isLeaving(id) -> Refusal(ErrorCode.CONVERSATION_ENDED, "The conversation $id is being left.")

            session.openingOf(id)?.participantAddresses?.isEmpty() == true ->
                Refusal(ErrorCode.NO_PARTICIPANTS, "The conversation $id has nobody to write to: add participants first.")

            else -> null
        }
    }

    /** A subject that is longer than the service takes. */
    fun subjectTooLong(session: Session, subject: String?): Refusal? {
        val limit = limit(session) { it.maxSubjectCharacters } ?: return null
        val length = subject?.length ?: 0
        return if (limit == 0 || length <= limit) {
            null
        } else {
            Refusal(ErrorCode.SUBJECT_TOO_LONG, "The subject has $length characters, the service takes $limit: shorten it.")
        }
    }

    /** As the deployment has it, or else every deployment. */
    private fun limit(session: Session, which: (Limits) -> Int?): Int? = session.info?.limits?.let(which) ?: which(capabilities.limits)

    /** As [refusal], with what the session allows at this moment. */
    fun refusal(session: Session, capability: Capability): Refusal? =
        refusal(capability) ?: noFiles(session).takeIf { capability == Capability.SEND_ATTACHMENTS }

    /** Which files the service takes; null until it has told. */
    fun profile(session: Session): AttachmentProfile? = session.info?.let { AttachmentProfile.of(it.limits) }

    /** Whether every deployment of the back end takes only files whose name has an ending. */
    val needsExtension: Boolean get() = capabilities.limits.fileExtensionRequired

    private fun noFiles(session: Session): Refusal? = when {
        profile(session)?.enabled == false ->
            Refusal(ErrorCode.FEATURE_UNAVAILABLE, "This deployment takes no files: allow them in its supported content profile.")

        (session.phase as? Phase.Live)?.readOnly == true -> Refusal(ErrorCode.SESSION_READ_ONLY, OutboxRules.READ_ONLY)

        else -> null
    }

    /** @param messageId the message that is made of [draft]. */
    fun refusal(session: Session, draft: Draft, messageId: MessageId, conversation: ConversationId): Refusal? =
        unknown(session, conversation)
            ?: refusal(draft.reply?.capability ?: Capability.SEND_TEXT)
            ?: draft.takeIf { it.customAttributes.isNotEmpty() }?.let { refusal(Capability.CUSTOM_ATTRIBUTES) }
            ?: draft.takeIf { it.attachments.isNotEmpty() }?.let { refusal(Capability.SEND_ATTACHMENTS) }
            ?: draft.takeIf { it.replyTo != null }?.let { refusal(Capability.REPLY_TO) }
            ?: draft.takeIf { it.importance != Importance.NORMAL || it.sensitivity != Sensitivity.NORMAL }?.let {
                refusal(Capability.SET_IMPORTANCE)
            }
            ?: empty(draft)
            ?: ReplyRules.refusal(session.conversation(conversation), draft)
            ?: tooManyFiles(session, draft)
            ?: draft.attachments.firstNotNullOfOrNull { notUploaded(session, it, messageId) }
            ?: replyWithFiles(draft)
            ?: tooLong(session, draft)
            ?: tooManyCharacters(session, draft)
            ?: attributesTooLarge(session, draft.customAttributes)

    private fun replyWithFiles(draft: Draft): Refusal? = Refusal(ErrorCode.INVALID_ARGUMENT, REPLY_WITH_FILES)
        .takeIf { draft.reply != null && draft.attachments.isNotEmpty() }

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

        Capability.RETRIEVE_CONVERSATIONS -> when {
            phase !is Phase.Live -> NOT_CONNECTED
            phase.awaitsListing -> NOT_LISTED
            else -> null
        }

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

            profile(session)?.allows(attachment.contentType.orEmpty()) == false && profile(session)?.richContentAllowed == false -> Refusal(
                ErrorCode.FILE_TYPE_INVALID,
                "The service takes no pictures, sound and video from this user any more: detach attachment $id.",
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

    /** Services write 0 where they set no limit (Avaya AMM notes §A.4.3). */
    private fun tooManyCharacters(session: Session, draft: Draft): Refusal? {
        val limit = limit(session) { it.maxTextCharacters } ?: return null
        val length = draft.words.length
        return if (limit == 0 || length <= limit) {
            null
        } else {
            Refusal(
                ErrorCode.MESSAGE_TOO_LONG,
                "The text has $length characters, the service takes $limit: shorten it or split it into several messages.",
            )
        }
    }

    private fun tooManyFiles(session: Session, draft: Draft): Refusal? {
        val limit = limit(session) { it.maxAttachmentsPerMessage } ?: return null
        val count = draft.attachments.size
        return if (limit == 0 || count <= limit) {
            null
        } else {
            Refusal(
                ErrorCode.TOO_MANY_ATTACHMENTS,
                "The message carries $count files, the service takes $limit: send the others with another message.",
            )
        }
    }

    companion object {
        private const val SINGLE = "this back end has a single conversation, ConversationId.MAIN"
        private const val NO_MAIN =
            "The options of this session name no main conversation: name the one that is meant, or set it there."
        const val NOT_LISTED = "The service has not told yet which conversations there are."
        const val NOT_CONNECTED: String = "The session is not connected: call connect() and wait until it is configured."
        const val REPLY_WITH_FILES: String = "An answer that was chosen carries no files: send them with a message of their own."
        const val GOES_ON: String = "The conversation goes on: connect() with startNew begins another one all the same."
    }
}
