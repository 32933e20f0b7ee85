package dev.confab.transport.store

import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart.FormReply
import dev.confab.transport.model.Reply
import kotlinx.serialization.Serializable

/**
 * A reply inside a seal: one shape for every kind. A kind that this version does not know makes the row unreadable, which is an error with
 * the row's name: without its reply the message would be another one.
 *
 * @property kind which [Reply] it is.
 * @property name the text, the label or the form, as the kind has it.
 * @property payload what goes back, for a kind with one choice.
 * @property choices what goes back, for a kind with several.
 */
@Serializable
internal class SealedReply(
    val kind: String,
    val to: String,
    val name: String,
    val payload: String = "",
    val choices: List<SealedChoice> = emptyList(),
) {
    init {
        require(kind in KINDS) { "No kind of reply: $kind" }
    }

    fun reply(): Reply {
        val message = MessageId(to)
        return when (kind) {
            QUICK_REPLY -> Reply.QuickReply(message, name, payload)
            CARD_ACTION -> Reply.CardAction(message, name, payload)
            DATE -> Reply.DateChoice(message, payload, name)
            LIST -> Reply.ListChoice(message, name, choices.map { Reply.ListChoice.Item(it.id, it.text) })
            else -> Reply.FormAnswer(message, name, choices.map { FormReply.Field(it.id, it.text, it.payload) })
        }
    }

    companion object {
        private const val QUICK_REPLY = "quickReply"
        private const val CARD_ACTION = "cardAction"
        private const val DATE = "date"
        private const val LIST = "list"
        private const val FORM = "form"
        private val KINDS = setOf(QUICK_REPLY, CARD_ACTION, DATE, LIST, FORM)

        operator fun invoke(reply: Reply): SealedReply = when (reply) {
            is Reply.QuickReply -> SealedReply(QUICK_REPLY, reply.to.value, reply.text, reply.payload)

            is Reply.CardAction -> SealedReply(CARD_ACTION, reply.to.value, reply.text, reply.payload)

            is Reply.DateChoice -> SealedReply(DATE, reply.to.value, reply.label, reply.dateTime)

            is Reply.ListChoice ->
                SealedReply(LIST, reply.to.value, reply.text, choices = reply.items.map { SealedChoice(it.id, it.title) })

            is Reply.FormAnswer -> {
                val fields = reply.fields.map { SealedChoice(it.id, it.text, it.payload) }
                SealedReply(FORM, reply.to.value, reply.formId, choices = fields)
            }
        }
    }
}

/** An item of a list, or a field of a form. */
@Serializable
internal class SealedChoice(val id: String, val text: String, val payload: String = "")
