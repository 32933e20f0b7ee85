package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.CardAction
import dev.confab.transport.model.MessagePart
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject

/** Cards (protocol notes §2.8). Every field may be missing, also those that the official SDK insists on (§8 no. 11). */
internal object CardCodec {
    fun card(fields: JsonObject): MessagePart.Card = MessagePart.Card(
        title = fields.text("title"),
        description = fields.text("description"),
        image = fields.link("image"),
        video = fields.link("video"),
        defaultAction = fields.obj("defaultAction")?.let { action(it, needsText = false) },
        actions = fields.objects("actions").map { action(it, needsText = true) },
    )

    fun carousel(fields: JsonObject): MessagePart.Carousel? =
        fields.objects("cards").map(::card).takeIf { it.isNotEmpty() }?.let(MessagePart::Carousel)

    /** The ancestor of the card: its actions say in one object where they lead and what they send. */
    fun generic(fields: JsonObject): MessagePart.Card = MessagePart.Card(
        title = fields.text("title"),
        description = fields.text("description"),
        image = fields.link("image"),
        video = fields.link("video"),
        defaultAction = fields.obj("actions")?.takeIf { it.isNotEmpty() }?.let { component(null, it, it) },
        actions = fields.objects("components").map { component(it.text("title"), it.obj("actions"), it) },
    )

    /** Whether an action of a known type leads somewhere or sends something. */
    fun isRead(action: JsonObject): Boolean = action(action, needsText = true) !is CardAction.Unknown

    private fun component(title: String?, target: JsonObject?, raw: JsonObject): CardAction {
        val payload = target?.text("textback")
        val link = target?.link("url")
        return when {
            link != null -> CardAction.Open(title, link)
            payload != null -> CardAction.Postback(title ?: payload, payload)
            else -> CardAction.Unknown("no url and no textback", raw.toString())
        }
    }

    private fun action(fields: JsonObject, needsText: Boolean): CardAction {
        val type = fields.text("type")
        val text = fields.text("text")
        val payload = fields.text("payload")
        val link = fields.link("url")
        return when {
            type == "Link" && link != null -> CardAction.Open(text ?: link.raw.takeIf { needsText }, link)

            (type == "Postback" || type == "Button") && (payload ?: text) != null ->
                CardAction.Postback(text ?: payload.orEmpty(), payload ?: text.orEmpty())

            else -> CardAction.Unknown(type ?: "no type", fields.toString())
        }
    }
}
