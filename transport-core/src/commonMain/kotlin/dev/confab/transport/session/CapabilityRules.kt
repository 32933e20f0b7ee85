package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode

/** Refuses what cannot work before anything is sent, and tells what can be done now. */
internal class CapabilityRules(private val capabilities: Capabilities) {
    class Refusal(val code: ErrorCode, val message: String)

    /** What this back end can never do. */
    fun refusal(capability: Capability): Refusal? {
        val status = capabilities[capability]
        return if (status.allowed) null else Refusal(ErrorCode.UNSUPPORTED, "$capability is not possible: ${status.reason}")
    }

    fun refusal(session: Session, draft: Draft): Refusal? = refusal(draft.reply?.capability ?: Capability.SEND_TEXT)
        ?: draft.takeIf { it.customAttributes.isNotEmpty() }?.let { refusal(Capability.CUSTOM_ATTRIBUTES) }
        ?: empty(draft)
        ?: ReplyRules.refusal(session.conversation(ConversationId.MAIN), draft)
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
        val reason = if (!offered.allowed) offered.reason else denied ?: notNow(session.phase, capability)
        if (reason == null) CapabilityStatus.ALLOWED else CapabilityStatus.denied(reason)
    }

    private fun notNow(phase: Phase, capability: Capability): String? = when (capability) {
        Capability.SEND_TEXT,
        Capability.SEND_QUICK_REPLY,
        Capability.SEND_CARD_ACTION,
        Capability.SEND_DATE,
        Capability.SEND_LIST,
        Capability.SEND_FORM,
        -> notSendable(phase)

        Capability.SEND_TYPING ->
            if (phase is Phase.Live && phase.readOnly) OutboxRules.READ_ONLY else NOT_CONNECTED.takeIf { phase !is Phase.Live }

        Capability.CUSTOM_ATTRIBUTES -> SessionMachine.CLIENT_CLOSED.takeIf { phase is Phase.Disposed }

        Capability.HISTORY, Capability.HEALTH_CHECK, Capability.CLEAR_CONVERSATION, Capability.SIGN_IN -> NOT_CONNECTED.takeIf {
            phase !is Phase.Live
        }

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
        if (draft.isEmpty) Refusal(ErrorCode.INVALID_ARGUMENT, "The message is empty: give it a text.") else null

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
        const val GOES_ON: String = "The conversation goes on: connect() with startNew begins another one all the same."
    }
}
