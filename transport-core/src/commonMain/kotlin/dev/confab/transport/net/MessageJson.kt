package dev.confab.transport.net

import dev.confab.transport.model.CardAction
import dev.confab.transport.model.FormComponent
import dev.confab.transport.model.Link
import dev.confab.transport.model.ListSection
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Prompt
import dev.confab.transport.model.QuickReply
import dev.confab.transport.model.Reaction
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Messages and their parts as JSON that people read. What is null or empty is left out. */
internal object MessageJson {
    fun message(message: Message): Map<String, Any?> = mapOf(
        "id" to message.serverId,
        "messageId" to message.secondaryId,
        "direction" to message.direction.name.lowercase(),
        "text" to message.text,
        "timeMillis" to message.timeMillis,
        "from" to participant(message.from),
        "replyTo" to message.replyTo,
        "authenticated" to message.authenticated.takeIf { it },
        "metadata" to message.metadata,
        "parts" to message.parts.map(::part),
    )

    fun participant(from: Participant?): Map<String, Any?>? =
        from?.let { mapOf("kind" to name(it.kind), "name" to it.name, "imageUrl" to it.imageUrl) }

    fun part(part: MessagePart): Map<String, Any?> = when (part) {
        is MessagePart.Text -> mapOf("part" to "text", "text" to part.text)

        is MessagePart.Attachment -> attachment(part)

        is MessagePart.QuickReplies ->
            mapOf("part" to "quickReplies", "title" to part.title, "replies" to part.replies.map(::quickReply))

        is MessagePart.Card -> mapOf("part" to "card") + card(part)

        is MessagePart.Carousel -> mapOf("part" to "carousel", "cards" to part.cards.map(::card))

        is MessagePart.DatePicker -> mapOf("part" to "datePicker") + datePicker(part)

        is MessagePart.ListPicker -> mapOf("part" to "listPicker") + listPicker(part)

        is MessagePart.Form -> form(part)

        is MessagePart.ButtonReply -> mapOf(
            "part" to "buttonReply",
            "of" to name(part.kind),
            "type" to part.typeName,
            "text" to part.text,
            "payload" to part.payload,
            "replyTo" to part.replyTo,
        )

        is MessagePart.FormReply -> mapOf(
            "part" to "formReply",
            "id" to part.formId,
            "replyTo" to part.replyTo,
            "fields" to part.fields.map { mapOf("id" to it.id, "text" to it.text, "payload" to it.payload) },
        )

        is MessagePart.Reactions -> mapOf("part" to "reactions", "reactions" to part.reactions.map(::reaction))

        is MessagePart.Unknown -> mapOf("part" to "unknown", "type" to part.type, "json" to part.json)
    }

    /** Without the address, which is signed and lets everybody in. */
    private fun attachment(part: MessagePart.Attachment): Map<String, Any?> = with(part.attachment) {
        mapOf(
            "part" to "attachment",
            "id" to id.value,
            "fileName" to fileName,
            "sizeBytes" to sizeBytes,
            "contentType" to contentType,
            "mediaType" to mediaType,
        )
    }

    private fun quickReply(reply: QuickReply): Map<String, Any?> =
        mapOf("text" to reply.text, "payload" to reply.payload, "image" to link(reply.image))

    private fun card(card: MessagePart.Card): Map<String, Any?> = mapOf(
        "title" to card.title,
        "description" to card.description,
        "image" to link(card.image),
        "video" to link(card.video),
        "defaultAction" to card.defaultAction?.let(::action),
        "actions" to card.actions.map(::action),
    )

    private fun action(action: CardAction): Map<String, Any?> = when (action) {
        is CardAction.Open -> mapOf("action" to "open", "text" to action.text, "link" to link(action.link))
        is CardAction.Postback -> mapOf("action" to "postback", "text" to action.text, "payload" to action.payload)
        is CardAction.Unknown -> mapOf("action" to "unknown", "type" to action.type, "json" to action.json)
    }

    private fun link(link: Link?): Map<String, Any?>? =
        link?.let { mapOf("raw" to it.raw, "safe" to it.isSafe, "scheme" to it.scheme?.name?.lowercase()) }

    private fun datePicker(picker: MessagePart.DatePicker): Map<String, Any?> = mapOf(
        "id" to picker.id,
        "title" to picker.title,
        "subtitle" to picker.subtitle,
        "image" to link(picker.image),
        "minimum" to picker.minimum,
        "maximum" to picker.maximum,
        "times" to picker.times.map {
            mapOf("dateTime" to it.dateTime, "startMillis" to it.startMillis, "durationSeconds" to it.durationSeconds)
        },
    )

    private fun listPicker(picker: MessagePart.ListPicker): Map<String, Any?> = mapOf(
        "id" to picker.id,
        "sections" to picker.sections.map {
            mapOf("title" to it.title, "multipleSelection" to it.multipleSelection, "items" to it.items.map(::item))
        },
        "received" to prompt(picker.received),
        "reply" to prompt(picker.reply),
    )

    private fun item(item: ListSection.Item): Map<String, Any?> = mapOf(
        "id" to item.id,
        "title" to item.title,
        "subtitle" to item.subtitle,
        "image" to link(item.image),
        "value" to item.value,
    )

    fun prompt(prompt: Prompt?): Map<String, Any?>? = prompt?.let {
        mapOf(
            "header" to it.header,
            "title" to it.title,
            "subtitle" to it.subtitle,
            "buttonLabel" to it.buttonLabel,
            "image" to link(it.image),
        )
    }

    private fun form(form: MessagePart.Form): Map<String, Any?> = mapOf(
        "part" to "form",
        "id" to form.id,
        "introduction" to prompt(form.introduction),
        "pages" to form.pages.map { page ->
            mapOf("title" to page.title, "subtitle" to page.subtitle, "components" to page.components.map(::component))
        },
        "showSummary" to form.showSummary,
        "received" to prompt(form.received),
        "reply" to prompt(form.reply),
    )

    private fun component(component: FormComponent): Map<String, Any?> = when (component) {
        is FormComponent.Input -> mapOf(
            "component" to "input",
            "id" to component.id,
            "title" to component.title,
            "subtitle" to component.subtitle,
            "placeholder" to component.placeholder,
            "required" to component.required,
            "multiLine" to component.multiLine,
            "keyboardType" to component.keyboardType,
            "autoCompleteType" to component.autoCompleteType,
        )

        is FormComponent.Date -> mapOf("component" to "date") + datePicker(component.picker)

        is FormComponent.Choice -> mapOf("component" to "choice") + listPicker(component.picker)

        is FormComponent.Wheel -> mapOf("component" to "wheel", "id" to component.id, "items" to component.items.map(::item))

        is FormComponent.Unknown -> mapOf("component" to "unknown", "type" to component.type, "json" to component.json)
    }

    fun reaction(reaction: Reaction): Map<String, Any?> = mapOf("type" to reaction.type, "count" to reaction.count)

    /** The name of a constant as JSON writes names: `QUICK_REPLY` is `quickReply`. */
    fun name(constant: Enum<*>): String = constant.name
        .lowercase()
        .split('_')
        .mapIndexed { index, word -> if (index == 0) word else word.replaceFirstChar(Char::uppercase) }
        .joinToString("")

    /** Maps, lists and scalars as JSON, without what is null or empty. */
    fun json(value: Map<String, Any?>): JsonObject = JsonObject(
        buildMap { value.forEach { (name, field) -> if (!isEmpty(field)) put(name, element(field)) } },
    )

    private fun isEmpty(value: Any?): Boolean = value == null || (value is Collection<*> && value.isEmpty()) ||
        (value is Map<*, *> && value.isEmpty())

    @Suppress("UNCHECKED_CAST")
    private fun element(value: Any?): JsonElement = when (value) {
        is Map<*, *> -> json(value as Map<String, Any?>)
        is List<*> -> JsonArray(value.map(::element))
        is Number -> JsonPrimitive(value)
        is Boolean -> JsonPrimitive(value)
        is JsonElement -> value
        else -> JsonPrimitive(value.toString())
    }
}
