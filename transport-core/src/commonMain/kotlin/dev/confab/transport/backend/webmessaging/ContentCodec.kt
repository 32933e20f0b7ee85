package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Link
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessagePart.ButtonReply
import dev.confab.transport.model.QuickReply
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/** The text and the entries of `content[]` (protocol notes §2.8). An entry that cannot be read is kept as it is, and costs no other. */
internal object ContentCodec {
    fun parts(body: JsonObject, direction: Direction): List<MessagePart> {
        val text = listOfNotNull(body.text("text")?.takeIf { it.isNotEmpty() }?.let(MessagePart::Text))
        val entries = when (val content = body["content"]) {
            null, is JsonNull -> emptyList()
            is JsonArray -> content
            else -> listOf(content)
        }
        return together(text + entries.filter { it !is JsonNull }.map { part(it, direction) })
    }

    /** The service gives each quick reply an entry of its own; they are one offer, at the place of the first. */
    private fun together(parts: List<MessagePart>): List<MessagePart> {
        val single = parts.filterIsInstance<MessagePart.QuickReplies>().filter { it.title == null && it.replies.size == 1 }
        val first = single.firstOrNull() ?: return parts
        val joined = MessagePart.QuickReplies(null, single.flatMap { it.replies })
        return parts.mapNotNull { part ->
            when {
                part === first -> joined
                single.any { it === part } -> null
                else -> part
            }
        }
    }

    /** Whether [entry] is more than its raw JSON, provided that its type is known. */
    fun isRead(entry: JsonObject): Boolean = read(entry.text("contentType"), entry, Direction.INBOUND) != null

    private fun part(entry: JsonElement, direction: Direction): MessagePart {
        if (entry !is JsonObject) return MessagePart.Unknown("no object", entry.toString())
        val type = entry.text("contentType")
        return read(type, entry, direction) ?: MessagePart.Unknown(type ?: "no contentType", entry.toString())
    }

    private fun read(type: String?, entry: JsonObject, direction: Direction): MessagePart? = when (type) {
        "Attachment" -> entry.obj("attachment")?.let(::attachment)
        "QuickReply" -> entry.obj("quickReply")?.let(::quickReply)?.let { MessagePart.QuickReplies(null, listOf(it)) }
        "QuickReplyV2" -> entry.obj("quickReplyV2")?.let(::quickReplies)
        "ButtonResponse" -> entry.obj("buttonResponse")?.let { buttonReply(it, direction) }
        "Card" -> entry.obj("card")?.let(CardCodec::card)
        "Carousel" -> entry.obj("carousel")?.let(CardCodec::carousel)
        "GenericTemplate" -> entry.obj("generic")?.let(CardCodec::generic)
        "DatePicker" -> entry.obj("datePicker")?.let(PickerCodec::date)
        "ListPicker" -> entry.obj("listPicker")?.let(PickerCodec::list)
        "Form" -> entry.obj("form")?.let(FormCodec::decode)
        "Reactions" -> EventCodec.reactions(entry).takeIf { it.isNotEmpty() }?.let(MessagePart::Reactions)
        "Text" -> entry.obj("text")?.text("body")?.let(MessagePart::Text)
        else -> null
    }

    private fun attachment(fields: JsonObject): MessagePart? {
        val id = fields.text("id")?.takeIf { it.isNotEmpty() } ?: return null
        return MessagePart.Attachment(
            Attachment(
                id = AttachmentId(id),
                fileName = fields.text("filename"),
                sizeBytes = fields.number("fileSize") ?: fields.number("contentSizeBytes"),
                contentType = fields.text("mime"),
                mediaType = fields.text("mediaType"),
                url = fields.text("url"),
            ),
        )
    }

    private fun quickReplies(fields: JsonObject): MessagePart? {
        val replies = fields.objects("actions").mapNotNull(::quickReply)
        return if (replies.isEmpty()) null else MessagePart.QuickReplies(fields.text("title"), replies)
    }

    /** Null for one that could not be shown and not be chosen. */
    fun quickReply(fields: JsonObject): QuickReply? {
        val text = fields.text("text") ?: fields.text("payload") ?: return null
        return QuickReply(text, fields.text("payload") ?: text, fields.link("image"))
    }

    /** What was chosen. A service that sends one itself offers it: some bots write their quick replies so. */
    private fun buttonReply(fields: JsonObject, direction: Direction): MessagePart {
        val type = fields.text("type")
        val kind = KINDS[type] ?: ButtonReply.Kind.UNKNOWN
        val text = fields.text("text")
        val payload = fields.text("payload")
        if (direction == Direction.OUTBOUND && kind == ButtonReply.Kind.QUICK_REPLY) {
            (text ?: payload)?.let { label ->
                return MessagePart.QuickReplies(null, listOf(QuickReply(label, payload ?: label, null)))
            }
        }
        val typeName = if (kind == ButtonReply.Kind.UNKNOWN) type else null
        return ButtonReply(kind, typeName, text, payload, fields.text("originatingMessageId"))
    }

    private val KINDS = mapOf(
        "QuickReply" to ButtonReply.Kind.QUICK_REPLY,
        "Button" to ButtonReply.Kind.CARD_ACTION,
        "DatePicker" to ButtonReply.Kind.DATE,
        "ListPicker" to ButtonReply.Kind.LIST_ITEM,
        "Form" to ButtonReply.Kind.FORM,
    )

    /** The service's name for a kind of button response. */
    fun nameOf(kind: ButtonReply.Kind): String = KINDS.entries.first { it.value == kind }.key
}

/** An address; empty ones are none. */
internal fun JsonObject.link(name: String): Link? = text(name)?.takeIf { it.isNotBlank() }?.let(::Link)
