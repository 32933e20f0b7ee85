package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode

/** Refuses what cannot work before anything is sent. */
internal class CapabilityRules(private val capabilities: Capabilities) {
    class Refusal(val code: ErrorCode, val message: String)

    fun refusal(capability: Capability): Refusal? {
        val status = capabilities[capability]
        return if (status.allowed) null else Refusal(ErrorCode.UNSUPPORTED, "$capability is not possible: ${status.reason}")
    }

    fun refusal(session: Session, draft: Draft): Refusal? = refusal(draft.reply?.capability ?: Capability.SEND_TEXT)
        ?: draft.takeIf { it.customAttributes.isNotEmpty() }?.let { refusal(Capability.CUSTOM_ATTRIBUTES) }
        ?: empty(draft)
        ?: ReplyRules.refusal(session.conversation(ConversationId.MAIN), draft)
        ?: tooLong(session, draft)
        ?: attributesTooLarge(session, draft)

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

    private fun attributesTooLarge(session: Session, draft: Draft): Refusal? {
        val limit = session.info?.limits?.maxCustomAttributeBytes ?: capabilities.limits.maxCustomAttributeBytes ?: return null
        val size = draft.attributeBytes
        return if (size <= limit) {
            null
        } else {
            Refusal(
                ErrorCode.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE,
                "The custom attributes have $size bytes in UTF-8, the service takes $limit: send fewer or shorter ones.",
            )
        }
    }
}
