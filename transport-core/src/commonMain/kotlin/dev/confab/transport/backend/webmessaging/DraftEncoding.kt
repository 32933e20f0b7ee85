package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.webmessaging.AttachmentCodec.content
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessagePart.ButtonReply
import dev.confab.transport.model.Reply
import kotlinx.serialization.json.JsonArrayBuilder
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

/** The `message` of an `onMessage` request, in the dialect of the web clients, which is the richer one (protocol notes §2.4, §2.5). */
internal object DraftEncoding {
    fun JsonObjectBuilder.message(draft: Draft, id: String) {
        when (val reply = draft.reply) {
            null -> text(draft, id)
            else -> structured(reply)
        }
        attributes(draft.customAttributes)
    }

    fun JsonObjectBuilder.attributes(attributes: Map<String, String>) {
        if (attributes.isEmpty()) return
        putJsonObject("channel") {
            putJsonObject("metadata") {
                putJsonObject("customAttributes") { attributes.forEach { (key, value) -> put(key, value) } }
            }
        }
    }

    private fun JsonObjectBuilder.text(draft: Draft, id: String) {
        put("type", "Text")
        put("text", draft.text)
        content(draft.attachments)
        putJsonObject("metadata") { put("id", id) }
    }

    private fun JsonObjectBuilder.structured(reply: Reply) {
        put("type", "Structured")
        if (reply.text.isNotEmpty()) put("text", reply.text)
        putJsonArray("content") {
            when (reply) {
                is Reply.QuickReply -> button(reply, ButtonReply.Kind.QUICK_REPLY, reply.text, reply.payload)
                is Reply.CardAction -> button(reply, ButtonReply.Kind.CARD_ACTION, reply.text, reply.payload)
                is Reply.DateChoice -> button(reply, ButtonReply.Kind.DATE, reply.label, reply.dateTime)
                is Reply.ListChoice -> reply.items.forEach { button(reply, ButtonReply.Kind.LIST_ITEM, it.title, it.id) }
                is Reply.FormAnswer -> form(reply)
            }
        }
        when (reply) {
            is Reply.DateChoice, is Reply.ListChoice -> putJsonObject("metadata") { put("parentMessageId", reply.to.value) }
            is Reply.QuickReply, is Reply.CardAction, is Reply.FormAnswer -> Unit
        }
    }

    /** Both dialects know `originatingMessageId`, each for other kinds; with it the service can always tell what was answered. */
    private fun JsonArrayBuilder.button(reply: Reply, kind: ButtonReply.Kind, text: String, payload: String) {
        addJsonObject {
            put("contentType", "ButtonResponse")
            putJsonObject("buttonResponse") {
                put("type", ContentCodec.nameOf(kind))
                put("text", text)
                put("payload", payload)
                put("originatingMessageId", reply.to.value)
            }
        }
    }

    private fun JsonArrayBuilder.form(reply: Reply.FormAnswer) {
        addJsonObject {
            put("contentType", "Form")
            putJsonObject("form") {
                put("originatingMessageId", reply.to.value)
                put("cannedResponseId", reply.formId)
                putJsonArray("response") { reply.fields.forEach { addJsonObject { field(it.id, it.text, it.payload) } } }
            }
        }
    }

    private fun JsonObjectBuilder.field(id: String, text: String, payload: String) {
        put("id", id)
        putJsonObject("component") {
            put("contentType", "ButtonResponse")
            putJsonObject("buttonResponse") {
                put("type", ContentCodec.nameOf(ButtonReply.Kind.FORM))
                put("text", text)
                put("payload", payload)
            }
        }
    }
}
