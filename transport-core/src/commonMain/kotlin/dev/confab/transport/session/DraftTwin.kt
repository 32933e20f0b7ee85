package dev.confab.transport.session

import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagePart

/**
 * Whether [message], as the service tells it, says what this draft says. Replies are compared by what was chosen and not by their words: a
 * service may echo them in another dialect. Where it keeps no choice at all, the words and the answered message must do. How words are
 * spaced does not count: services trim, and change the ends of lines.
 */
internal fun Draft.isSaidBy(message: Message): Boolean {
    if (files(message.parts) != files(parts)) return false
    val told = choices(message.parts)
    val chosen = reply ?: return told.isEmpty() && message.text.spaced() == text.spaced()
    if (told.isNotEmpty()) return told == choices(chosen.parts)
    return message.replyTo == chosen.to.value && message.text.spaced() == words.spaced()
}

private fun files(parts: List<MessagePart>): Set<AttachmentId> =
    parts.filterIsInstance<MessagePart.Attachment>().map { it.attachment.id }.toSet()

private fun String.spaced(): String = trim().replace(BLANKS, " ")

private val BLANKS = Regex("\\s+")

private fun choices(parts: List<MessagePart>): List<String> = parts.flatMap { part ->
    when (part) {
        is MessagePart.ButtonReply -> listOf("${part.kind} ${part.payload}")
        is MessagePart.FormReply -> part.fields.map { "${it.id} ${it.payload}" }
        else -> emptyList()
    }
}

/** Words, payloads and attributes, in bytes of UTF-8: what the draft takes of an outbox. */
internal val Draft.allBytes: Long
    get() = textBytes.toLong() + attributeBytes + choices(reply?.parts.orEmpty()).sumOf { it.encodeToByteArray().size }
